#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  // NOT NULL in a table that has rows, which get the default.
  op.add_column(
      "notes",
      {.name = "priority", .type = aludel::integer(), .nullable = false, .default_sql = "3"});
}

}  // namespace

extern const aludel::Migration revision_002;
const aludel::Migration revision_002{
    .id = "002",
    .down_revision = {"001"},
    .message = "A priority, of every note",
    .upgrade = upgrade,
};
