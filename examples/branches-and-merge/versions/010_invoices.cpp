#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_table(
      {.name = "invoices",
       .columns = {{.name = "id", .type = aludel::big_int(), .nullable = false},
                   {.name = "user_id", .type = aludel::big_int(), .nullable = false}},
       .constraints = {
           aludel::PrimaryKey{.columns = {"id"}},
           aludel::ForeignKey{.columns = {"user_id"}, .table = "users", .referred = {"id"}}}});
}

}  // namespace

extern const aludel::Migration revision_010;
const aludel::Migration revision_010{
    .id = "010",
    .down_revision = {"001"},
    .message = "Invoices, by the team of billing",
    .branch_labels = {"billing"},
    .upgrade = upgrade,
};
