#include <aludel/migration.hpp>

namespace {

/// The table that others refer to is made anew on SQLite.
void upgrade(aludel::Operations& op) {
  op.execute("UPDATE people SET name = 'nobody' WHERE name IS NULL",
             {.undo = "UPDATE people SET name = NULL WHERE name = 'nobody'"});
  op.alter_column("people", "name", {.nullable = false, .default_sql = "'nobody'"});
}

}  // namespace

extern const aludel::Migration revision_c03;
const aludel::Migration revision_c03{
    .id = "c03",
    .down_revision = {"c02"},
    .message = "Names are given",
    .upgrade = upgrade,
};
