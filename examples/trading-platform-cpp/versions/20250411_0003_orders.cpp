#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_table(
      {.name = "trading.orders",
       .columns = {{.name = "id",
                    .type = aludel::big_int(),
                    .nullable = false,
                    .identity = aludel::Identity{}},
                   {.name = "account_id", .type = aludel::big_int(), .nullable = false},
                   {.name = "instrument_id", .type = aludel::big_int(), .nullable = false},
                   {.name = "side", .type = aludel::named("trading.order_side"), .nullable = false},
                   {.name = "quantity", .type = aludel::numeric(20, 8), .nullable = false},
                   {.name = "price", .type = aludel::numeric(20, 8), .nullable = false},
                   {.name = "placed_at",
                    .type = aludel::timestamp_tz(),
                    .nullable = false,
                    .default_sql = "now()"}},
       .constraints = {aludel::PrimaryKey{.name = "pk_orders", .columns = {"id"}},
                       aludel::ForeignKey{.name = "fk_orders_account",
                                          .columns = {"account_id"},
                                          .table = "auth.accounts",
                                          .referred = {"id"}},
                       aludel::ForeignKey{.name = "fk_orders_instrument",
                                          .columns = {"instrument_id"},
                                          .table = "market_data.instruments",
                                          .referred = {"id"}},
                       aludel::Check{.name = "ck_orders_quantity", .expression = "quantity > 0"}}});
}

}  // namespace

extern const aludel::Migration revision_20250411_0003;
const aludel::Migration revision_20250411_0003{
    .id = "20250411_0003",
    .down_revision = {"20250411_0002"},
    .message = "Orders",
    .upgrade = upgrade,
};
