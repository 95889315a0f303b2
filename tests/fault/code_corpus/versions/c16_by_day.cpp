#include <aludel/migration.hpp>

namespace {

using namespace aludel;

/// Partitions on PostgreSQL; on SQLite one table, strict and without rowids.
void upgrade(Operations& op) {
  const bool parts = op.dialect() == "postgresql";
  op.create_table({.name = "events",
                   .columns = {{.name = "day", .type = integer(), .nullable = false},
                               {.name = "what", .type = text(), .nullable = false}},
                   .constraints = {PrimaryKey{.name = "pk_events", .columns = {"day", "what"}}},
                   .partition_by = parts ? "RANGE (day)" : ""});
  if (parts) {
    op.create_table(
        {.name = "events_first",
         .partition_of = PartitionOf{.parent = "events", .bound = "FOR VALUES FROM (0) TO (10)"}});
    op.create_table({.name = "events_rest",
                     .partition_of = PartitionOf{.parent = "events", .bound = "DEFAULT"}});
  }
  op.bulk_insert("events", {"day", "what"}, {{1, "rain"}, {2, "sun"}, {11, "snow"}});
}

}  // namespace

extern const aludel::Migration revision_c16;
const aludel::Migration revision_c16{
    .id = "c16",
    .down_revision = {"c15"},
    .message = "Events by day",
    .upgrade = upgrade,
};
