#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  const bool later = op.dialect() == "postgresql";
  op.create_check_constraint(
      "staff",
      {.name = "ck_staff_grade", .expression = "grade BETWEEN 1 AND 9", .not_valid = later});
  op.create_foreign_key("people", {.name = "fk_people_town",
                                   .columns = {"city_id"},
                                   .table = "cities",
                                   .referred = {"id"},
                                   .not_valid = later});
  if (!later) return;
  op.validate_constraint("staff", "ck_staff_grade");
  op.validate_constraint("people", "fk_people_town");
}

}  // namespace

extern const aludel::Migration revision_c15;
const aludel::Migration revision_c15{
    .id = "c15",
    .down_revision = {"c14"},
    .message = "Constraints that are looked at later",
    .upgrade = upgrade,
};
