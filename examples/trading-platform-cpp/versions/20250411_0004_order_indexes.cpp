#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_index("trading.orders",
                  {.name = "ix_orders_account_placed",
                   .parts = {{.column = "account_id"}, {.column = "placed_at", .descending = true}},
                   .include = {"price"}},
                  {.concurrently = true});
}

}  // namespace

extern const aludel::Migration revision_20250411_0004;
const aludel::Migration revision_20250411_0004{
    .id = "20250411_0004",
    .down_revision = {"20250411_0003"},
    .message = "Indexes of open orders",
    .upgrade = upgrade,
};
