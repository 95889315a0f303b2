#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"columns", std::move(name), std::move(sentence), given, said};
}

/// A column that everything else names.
void much_used(Operations& op) {
  shop(op);
  op.create_check_constraint("assets", {.name = "ranked", .expression = "rank >= 0"});
  op.create_unique_constraint("assets", {.name = "uq_rank", .columns = {"rank", "symbol"}});
  op.create_index("assets", {.name = "ix_rank",
                             .parts = {{.expression = "rank + 1"}, {.column = "id"}},
                             .where = "rank > 0"});
  op.add_column("assets", {.name = "twice", .type = integer(), .generated = Generated{"rank * 2"}});
  op.create_view({.name = "ranks", .query = "SELECT sum(assets.rank) AS total\n   FROM assets"});
}

}  // namespace

std::vector<Sample> columns() {
  return {
      sample("add_column", "A column comes in place, without a look at the rows.", shop,
             [](Operations& op) { op.add_column("assets", {.name = "isin", .type = text()}); }),
      sample("add_column_not_null_with_default",
             "A column that is never null comes in place, where its default is a constant.", shop,
             [](Operations& op) {
               op.add_column("assets", {.name = "lot",
                                        .type = integer(),
                                        .nullable = false,
                                        .default_sql = "100",
                                        .comment = "how many"});
             }),
      sample("add_column_with_an_expression",
             "A default that is no constant is computed for the rows that are there.", shop,
             [](Operations& op) {
               op.add_column("assets", {.name = "made",
                                        .type = timestamp_tz(),
                                        .nullable = false,
                                        .default_sql = "now()"});
             }),
      sample("add_column_if_not_exists", "A column that is there already stays as it is.", shop,
             [](Operations& op) {
               op.add_column("assets", {.name = "note", .type = integer()},
                             {.if_not_exists = true});
               op.add_column("assets", {.name = "isin", .type = text()}, {.if_not_exists = true});
             }),
      sample("add_column_generated_stored", "A computed column is filled for the rows there are.",
             shop,
             [](Operations& op) {
               op.add_column(
                   "assets",
                   {.name = "twice", .type = integer(), .generated = Generated{"rank * 2"}});
             }),
      sample("add_column_generated_virtual", "A column that is computed when read comes in place.",
             shop,
             [](Operations& op) {
               op.add_column(
                   "assets",
                   {.name = "twice", .type = integer(), .generated = Generated{"rank * 2", false}});
             }),
      sample("add_column_with_identity", "A column that is numbered comes to rows that are there.",
             shop,
             [](Operations& op) {
               op.add_column("assets",
                             {.name = "number", .type = big_int(), .identity = Identity{}});
             }),
      sample("add_column_with_a_foreign_key",
             "A column and its foreign key are one change of the table.", shop,
             [](Operations& op) {
               op.add_column("prices", {.name = "currency", .type = big_int()});
               op.create_foreign_key("prices", {.name = "fk_prices_currency",
                                                .columns = {"currency"},
                                                .table = "assets",
                                                .on_delete = Action::restrict});
             }),
      sample("add_column_with_everything", "A column with its unique constraint, check and index.",
             shop,
             [](Operations& op) {
               op.add_column("assets", {.name = "code", .type = integer()});
               op.create_unique_constraint("assets", {.columns = {"code"}});
               op.create_check_constraint("assets", {.expression = "code > 0"});
               op.create_index("assets", "ix_code", {"code"});
             }),
      sample("add_column_of_an_enum", "A column of an enum type that the revision makes.", shop,
             [](Operations& op) {
               op.create_enum("kind", {"metal", "stock"});
               op.add_column("assets", {.name = "kind",
                                        .type = named("kind"),
                                        .nullable = false,
                                        .default_sql = "'metal'"});
             }),
      sample("drop_column", "A column goes, and its values are gone for good.", shop,
             [](Operations& op) { op.drop_column("assets", "note"); }),
      sample("drop_column_if_exists",
             "A column that is not there is no mistake if it may be missing.", shop,
             [](Operations& op) { op.drop_column("assets", "isin", {.if_exists = true}); }),
      sample(
          "drop_column_of_an_index",
          "A column of an index of several columns: the index goes too, or is to go first.",
          [](Operations& op) {
            shop(op);
            op.create_index("assets", "ix_assets_rank_note", {"rank", "note"});
          },
          [](Operations& op) { op.drop_column("assets", "note"); }),
      sample(
          "drop_column_with_its_index", "The index goes first, then the column.",
          [](Operations& op) {
            shop(op);
            op.create_index("assets", "ix_assets_rank_note", {"rank", "note"});
          },
          [](Operations& op) {
            op.drop_index("assets", "ix_assets_rank_note");
            op.drop_column("assets", "note");
          }),
      sample(
          "drop_column_of_a_check", "A column that a check names beside another one.",
          [](Operations& op) {
            shop(op);
            op.create_check_constraint("prices", {.name = "both", .expression = "close > asset"});
          },
          [](Operations& op) { op.drop_column("prices", "close"); }),
      sample(
          "drop_column_of_a_view", "A column that a view uses does not go under it.",
          [](Operations& op) {
            shop(op);
            op.create_view(
                {.name = "ranks", .query = "SELECT sum(assets.rank) AS total\n   FROM assets"});
          },
          [](Operations& op) { op.drop_column("assets", "rank"); }),
      sample(
          "drop_column_of_a_generated_one",
          "A column that another one is computed from does not go under it.",
          [](Operations& op) {
            shop(op);
            op.add_column("assets",
                          {.name = "twice", .type = integer(), .generated = Generated{"rank * 2"}});
          },
          [](Operations& op) { op.drop_column("assets", "rank"); }),
      sample("drop_the_key", "A column of the primary key.", shop,
             [](Operations& op) { op.drop_column("prices", "day"); }),
      sample("rename_column",
             "Checks, keys, indexes, generated columns and views follow a column's new name.",
             much_used, [](Operations& op) { op.rename_column("assets", "rank", "Order"); }),
      sample("rename_column_that_is_referred_to", "Foreign keys follow a column's new name.", shop,
             [](Operations& op) { op.rename_column("assets", "id", "asset_id"); }),
      sample("rename_columns_crosswise", "Two columns exchange their names.", shop,
             [](Operations& op) {
               op.rename_column("assets", "note", "between");
               op.rename_column("assets", "symbol", "note");
               op.rename_column("assets", "between", "symbol");
             }),
      sample("many_changes", "Changes of one table that follow each other are done together.", shop,
             [](Operations& op) {
               op.add_column("assets", {.name = "isin", .type = text()});
               op.add_column("assets", {.name = "lot", .type = integer(), .default_sql = "1"});
               op.alter_column("assets", "note", {.nullable = false, .default_sql = "''"});
               op.rename_column("assets", "note", "remark");
               op.create_unique_constraint("assets", {.name = "uq_isin", .columns = {"isin"}});
               if (is_postgresql(op)) op.set_table_comment("assets", "what is traded");
             }),
  };
}

}  // namespace aludel::samples
