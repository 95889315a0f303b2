#include <aludel/migration.hpp>

namespace {

/// The table refers to itself.
void upgrade(aludel::Operations& op) {
  op.execute("UPDATE staff SET salary = 100 WHERE salary IS NULL",
             {.undo = "UPDATE staff SET salary = NULL WHERE salary = 100"});
  op.alter_column("staff", "salary", {.type = aludel::big_int(), .nullable = false});
  op.create_check_constraint("staff", {.name = "ck_staff_salary", .expression = "salary > 0"});
  op.add_column(
      "staff", {.name = "grade", .type = aludel::integer(), .nullable = false, .default_sql = "1"});
}

}  // namespace

extern const aludel::Migration revision_c07;
const aludel::Migration revision_c07{
    .id = "c07",
    .down_revision = {"c06"},
    .message = "Staff is paid",
    .upgrade = upgrade,
};
