#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&), std::string told_otherwise = {}) {
  return {"partitions", std::move(name),          std::move(sentence), given,
          said,         std::move(told_otherwise)};
}

constexpr const char* from_parent =
    "columns and keys of a partition are told by its parent, and by itself once it is none";

constexpr const char* year_2026 = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";

Table ticks() {
  return {.name = "ticks",
          .columns = {{.name = "day", .type = date(), .nullable = false},
                      {.name = "price", .type = integer()}},
          .constraints = {PrimaryKey{.name = "pk_ticks", .columns = {"day"}}},
          .partition_by = "RANGE (day)"};
}

void partitioned(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_table(ticks());
  op.create_table({.name = "ticks_2026", .partition_of = PartitionOf{"ticks", year_2026}});
}

void partitioned_and_one_more(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_table(ticks());
  op.create_table({.name = "ticks_2026",
                   .columns = {{.name = "day", .type = date(), .nullable = false},
                               {.name = "price", .type = integer()}},
                   .constraints = {PrimaryKey{.name = "pk_2026", .columns = {"day"}}}});
}

}  // namespace

std::vector<Sample> partitions() {
  return {
      sample("create", "A table of partitions, with one and the one for the rest.", nothing,
             [](Operations& op) {
               op.create_table(ticks());
               op.create_table(
                   {.name = "ticks_2026", .partition_of = PartitionOf{"ticks", year_2026}});
               op.create_table(
                   {.name = "ticks_rest", .partition_of = PartitionOf{"ticks", "DEFAULT"}});
             }),
      sample(
          "attach", "A table becomes a partition.", partitioned_and_one_more,
          [](Operations& op) { op.attach_partition("ticks_2026", {"ticks", year_2026}); },
          from_parent),
      sample(
          "detach", "A partition becomes a table of its own.", partitioned,
          [](Operations& op) { op.detach_partition("ticks_2026", "ticks"); }, from_parent),
      sample(
          "detach_concurrently", "Rows are written while the partition goes.", partitioned,
          [](Operations& op) { op.detach_partition("ticks_2026", "ticks", true); }, from_parent),
      sample("index", "An index of all partitions.", partitioned,
             [](Operations& op) { op.create_index("ticks", "ix_price", {"price"}); }),
  };
}

}  // namespace aludel::samples
