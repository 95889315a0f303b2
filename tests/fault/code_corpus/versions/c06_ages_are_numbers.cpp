#include <aludel/migration.hpp>

namespace {

/// Views and triggers are on the table.
void upgrade(aludel::Operations& op) {
  op.alter_column("people", "age",
                  {.type = aludel::integer(), .using_expression = "CAST(age AS integer)"});
  op.alter_column("people", "age", {.rename = "years"});
  op.execute("UPDATE pets SET name = 'some pet' WHERE name IS NULL");
  op.alter_column("pets", "name", {.nullable = false, .default_sql = "'pet'", .rename = "called"});
}

void downgrade(aludel::Operations& op) {
  op.alter_column("pets", "called", {.nullable = true, .drop_default = true, .rename = "name"});
  op.alter_column("people", "years", {.type = aludel::text(), .rename = "age"});
}

}  // namespace

extern const aludel::Migration revision_c06;
const aludel::Migration revision_c06{
    .id = "c06",
    .down_revision = {"c05"},
    .message = "Ages are numbers",
    .upgrade = upgrade,
    .downgrade = downgrade,
};
