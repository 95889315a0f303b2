#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_schema("auth");
  op.create_schema("trading");
  op.create_schema("market_data");
  op.create_enum("trading.order_side", {"buy", "sell"});
  op.create_table(
      {.name = "auth.accounts",
       .columns = {{.name = "id",
                    .type = aludel::big_int(),
                    .nullable = false,
                    .identity = aludel::Identity{.always = true}},
                   {.name = "email", .type = aludel::text(), .nullable = false},
                   {.name = "balance",
                    .type = aludel::numeric(20, 8),
                    .nullable = false,
                    .default_sql = "0"}},
       .constraints = {aludel::PrimaryKey{.name = "pk_accounts", .columns = {"id"}},
                       aludel::Unique{.name = "uq_accounts_email", .columns = {"email"}},
                       aludel::Check{.name = "ck_accounts_balance", .expression = "balance >= 0"}},
       .comment = "Who trades, and with how much"});
}

}  // namespace

extern const aludel::Migration revision_20250411_0001;
const aludel::Migration revision_20250411_0001{
    .id = "20250411_0001",
    .message = "Schemas and accounts",
    .upgrade = upgrade,
};
