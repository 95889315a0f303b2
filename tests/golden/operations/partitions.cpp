#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&), std::string told_otherwise = {}) {
  return {"partitions", std::move(name),          std::move(sentence), given,
          said,         std::move(told_otherwise)};
}

constexpr const char* check_of_bound = "the server leaves a check of the bound behind";

constexpr const char* year_2026 = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";

Table ticks() {
  return {.name = "ticks",
          .columns = {{.name = "day", .type = date(), .nullable = false},
                      {.name = "price", .type = integer()}},
          .constraints = {PrimaryKey{.name = "pk_ticks", .columns = {"day"}}},
          .partition_by = "RANGE (day)"};
}

void ticks_with_everything(Operations& op) {
  op.create_table({.name = "days",
                   .columns = {{.name = "day", .type = date(), .nullable = false}},
                   .constraints = {PrimaryKey{.name = "pk_days", .columns = {"day"}}}});
  Table all = ticks();
  all.columns.push_back({.name = "source",
                         .type = varchar(8),
                         .nullable = false,
                         .default_sql = "'exchange'",
                         .comment = "where it came from"});
  all.constraints.emplace_back(Unique{.columns = {"day", "source"}});
  all.constraints.emplace_back(Check{.name = "ck_price", .expression = "price > 0"});
  all.constraints.emplace_back(ForeignKey{.name = "fk_day", .columns = {"day"}, .table = "days"});
  all.indexes = {{.name = "ix_source", .parts = {{.column = "source"}}}};
  op.create_table(std::move(all));
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
      sample("attach", "A table becomes a partition.", partitioned_and_one_more,
             [](Operations& op) { op.attach_partition("ticks_2026", {"ticks", year_2026}); }),
      sample(
          "attach_without_a_key", "A key that the server makes for a partition stays on it.",
          [](Operations& op) {
            if (!is_postgresql(op)) return;
            op.create_table(ticks());
            op.create_table({.name = "ticks_2026",
                             .columns = {{.name = "day", .type = date(), .nullable = false},
                                         {.name = "price", .type = integer()}}});
          },
          [](Operations& op) { op.attach_partition("ticks_2026", {"ticks", year_2026}); }),
      sample("detach", "A partition becomes a table of its own.", partitioned,
             [](Operations& op) { op.detach_partition("ticks_2026", "ticks"); }),
      sample(
          "detach_concurrently", "Rows are written while the partition goes.", partitioned,
          [](Operations& op) { op.detach_partition("ticks_2026", "ticks", true); }, check_of_bound),
      sample(
          "attach_with_everything", "What is the table's own alone stays the partition's.",
          [](Operations& op) {
            if (!is_postgresql(op)) return;
            ticks_with_everything(op);
            Table one{.name = "ticks_2026",
                      .columns = {{.name = "day", .type = date(), .nullable = false},
                                  {.name = "price", .type = integer(), .default_sql = "1"},
                                  {.name = "source", .type = varchar(8), .nullable = false}},
                      .indexes = {{.name = "ix_price", .parts = {{.column = "price"}}},
                                  {.name = "ix_2026", .parts = {{.column = "source"}}}}};
            one.constraints = {PrimaryKey{.name = "pk_2026", .columns = {"day"}},
                               Unique{.name = "uq_2026", .columns = {"day", "source"}},
                               Unique{.name = "uq_source", .columns = {"source"}},
                               Check{.name = "ck_price", .expression = "price > 0"},
                               Check{.name = "ck_year", .expression = "price < 1000"},
                               ForeignKey{.name = "fk_2026", .columns = {"day"}, .table = "days"}};
            op.create_table(std::move(one));
          },
          [](Operations& op) { op.attach_partition("ticks_2026", {"ticks", year_2026}); }),
      sample(
          "detach_with_everything", "A partition takes along what its parent told of it.",
          [](Operations& op) {
            if (!is_postgresql(op)) return;
            ticks_with_everything(op);
            op.create_table(
                {.name = "ticks_2026", .partition_of = PartitionOf{"ticks", year_2026}});
          },
          [](Operations& op) { op.detach_partition("ticks_2026", "ticks"); }),
      sample("index", "An index of all partitions.", partitioned,
             [](Operations& op) { op.create_index("ticks", "ix_price", {"price"}); }),
  };
}

}  // namespace aludel::samples
