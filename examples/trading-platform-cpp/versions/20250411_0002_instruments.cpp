#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_table(
      {.name = "market_data.instruments",
       .columns = {{.name = "id", .type = aludel::big_int(), .nullable = false},
                   {.name = "symbol", .type = aludel::varchar(12), .nullable = false}},
       .constraints = {aludel::PrimaryKey{.name = "pk_instruments", .columns = {"id"}},
                       aludel::Unique{.name = "uq_instruments_symbol", .columns = {"symbol"}}}});
  op.create_table(
      {.name = "market_data.prices",
       .columns = {{.name = "instrument_id", .type = aludel::big_int(), .nullable = false},
                   {.name = "at", .type = aludel::timestamp_tz(), .nullable = false},
                   {.name = "price", .type = aludel::numeric(20, 8), .nullable = false}},
       .constraints = {aludel::PrimaryKey{.name = "pk_prices", .columns = {"instrument_id", "at"}},
                       aludel::ForeignKey{.name = "fk_prices_instrument",
                                          .columns = {"instrument_id"},
                                          .table = "market_data.instruments",
                                          .referred = {"id"}}},
       .partition_by = "RANGE (at)"});
  op.create_table({.name = "market_data.prices_2025_04",
                   .partition_of = aludel::PartitionOf{
                       .parent = "market_data.prices",
                       .bound = "FOR VALUES FROM ('2025-04-01') TO ('2025-05-01')"}});
}

}  // namespace

extern const aludel::Migration revision_20250411_0002;
const aludel::Migration revision_20250411_0002{
    .id = "20250411_0002",
    .down_revision = {"20250411_0001"},
    .message = "Instruments and prices, by month",
    .upgrade = upgrade,
};
