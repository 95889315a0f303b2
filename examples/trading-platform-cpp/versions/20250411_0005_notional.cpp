#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.add_column("trading.orders",
                {.name = "notional",
                 .type = aludel::numeric(40, 16),
                 .generated = aludel::Generated{.expression = "quantity * price"}});
  op.create_check_constraint(
      "trading.orders", {.name = "ck_orders_price", .expression = "price > 0", .not_valid = true});
  op.validate_constraint("trading.orders", "ck_orders_price");
  op.create_view(
      {.name = "trading.exposure",
       .query =
           "SELECT account_id, sum(notional) AS notional FROM trading.orders GROUP BY account_id"});
}

}  // namespace

extern const aludel::Migration revision_20250411_0005;
const aludel::Migration revision_20250411_0005{
    .id = "20250411_0005",
    .down_revision = {"20250411_0004"},
    .message = "What an order is worth, and who did what",
    .upgrade = upgrade,
};
