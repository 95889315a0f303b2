#include <aludel/migration.hpp>

namespace {

using namespace aludel;

/// On SQLite the table is made anew before the batches and behind them.
void upgrade(Operations& op) {
  op.create_check_constraint("readings", {.name = "ck_readings_value", .expression = "value >= 0"});
  op.backfill("readings", "UPDATE readings SET twice = value * 2 WHERE :batch",
              {.undo = "UPDATE readings SET twice = NULL WHERE :batch", .size = 60});
  op.alter_column("readings", "twice", {.nullable = false});
}

}  // namespace

extern const aludel::Migration revision_c09;
const aludel::Migration revision_c09{
    .id = "c09",
    .down_revision = {"c08"},
    .message = "Twice the value, in batches between two changes of the table",
    .upgrade = upgrade,
};
