#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"indexes", std::move(name), std::move(sentence), given, said};
}

void indexed(Operations& op) {
  shop(op);
  op.create_index("assets", {.name = "ix_assets_note",
                             .parts = {{.column = "note", .descending = true}},
                             .where = "rank > 0"});
}

}  // namespace

std::vector<Sample> indexes() {
  return {
      sample("create", "An index of columns.",
             [](Operations& op) { op.create_index("prices", "ix_prices_day", {"day", "asset"}); }),
      sample("create_unique", "A unique index.",
             [](Operations& op) {
               op.create_index(
                   "assets",
                   {.name = "uq_symbol", .parts = {{.column = "symbol"}}, .unique = true});
             }),
      sample("create_with_everything_portable", "Expressions, directions and a condition.",
             [](Operations& op) {
               op.create_index("assets", {.name = "ix_much",
                                          .parts = {{.expression = "lower(note)"},
                                                    {.column = "rank", .descending = true},
                                                    {.column = "price", .nulls_first = true}},
                                          .where = "rank > 0",
                                          .comment = "for lists"});
             }),
      sample("create_with_include", "Columns that stand in the index and are not searched by.",
             [](Operations& op) {
               op.create_index("assets", {.name = "ix_rank",
                                          .parts = {{.column = "rank"}},
                                          .include = {"symbol", "price"}});
             }),
      sample("create_by_method", "An index method with its operator class and parameters.",
             [](Operations& op) {
               op.create_index(
                   "assets",
                   {.name = "ix_note",
                    .parts = {{.column = "note", .collation = "C", .opclass = "text_pattern_ops"}},
                    .method = "btree",
                    .options = {{"fillfactor", "70"}}});
               op.create_index(
                   "assets", {.name = "ix_rank", .parts = {{.column = "rank"}}, .method = "brin"});
             }),
      sample("create_nulls_not_distinct", "One row at most has NULL.",
             [](Operations& op) {
               op.create_index("assets", {.name = "uq_rank",
                                          .parts = {{.column = "rank"}},
                                          .unique = true,
                                          .nulls_not_distinct = true});
             }),
      sample("create_concurrently", "Rows are written while the index is built.",
             [](Operations& op) {
               op.create_index("assets", {.name = "ix_note", .parts = {{.column = "note"}}},
                               {.concurrently = true});
             }),
      sample(
          "create_if_not_exists", "An index that is there already stays as it is.",
          [](Operations& op) {
            op.create_index(
                "assets",
                {.name = "ix_assets_note", .parts = {{.column = "id"}}, .comment = "another one"},
                {.if_not_exists = true});
            op.create_index("assets", {.name = "ix_rank", .parts = {{.column = "rank"}}},
                            {.if_not_exists = true});
          },
          indexed),
      sample("create_by_convention", "An index gets its name from the convention.",
             [](Operations& op) {
               op.use_names({.ix = "ix_%(column_0_label)s"});
               op.create_index("assets", Index{.parts = {{.column = "rank"}}});
             }),
      sample(
          "create_concurrently_on_a_partitioned_table",
          "A partitioned table cannot have one built beside writers.",
          [](Operations& op) {
            op.create_index("ticks", {.name = "ix_day", .parts = {{.column = "day"}}},
                            {.concurrently = true});
          },
          [](Operations& op) {
            op.create_table({.name = "ticks",
                             .columns = {{.name = "day", .type = date()}},
                             .partition_by = is_postgresql(op) ? "RANGE (day)" : ""});
          }),
      sample(
          "drop", "An index is dropped, and made again as it was on the way back.",
          [](Operations& op) { op.drop_index("assets", "ix_assets_note"); }, indexed),
      sample(
          "drop_concurrently", "Rows are written while the index goes.",
          [](Operations& op) { op.drop_index("assets", "ix_assets_note", {.concurrently = true}); },
          indexed),
      sample("drop_if_exists", "An index that is not there is no mistake if it may be missing.",
             [](Operations& op) { op.drop_index("assets", "ix_none", {.if_exists = true}); }),
      sample(
          "drop_that_is_not_there", "An index that is missing is told, with the nearest name.",
          [](Operations& op) { op.drop_index("assets", "ix_asset_note"); }, indexed),
      sample(
          "rename", "An index gets another name.",
          [](Operations& op) { op.rename_index("assets", "ix_assets_note", "Notes"); }, indexed),
      sample(
          "replace", "An index makes place for another one.",
          [](Operations& op) {
            op.drop_index("assets", "ix_assets_note");
            op.create_index("assets", "ix_assets_note", {"note", "rank"});
          },
          indexed),
  };
}

}  // namespace aludel::samples
