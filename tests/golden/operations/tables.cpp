#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"tables", std::move(name), std::move(sentence), given, said};
}

Table orders() {
  return {.name = "orders",
          .columns = {{.name = "id", .type = big_int(), .nullable = false},
                      {.name = "asset", .type = big_int()},
                      {.name = "number", .type = varchar(12), .nullable = false},
                      {.name = "amount", .type = integer(), .default_sql = "1"},
                      {.name = "note", .type = text(), .default_sql = "'it''s new'"}},
          .constraints = {PrimaryKey{.columns = {"id"}}, Unique{.columns = {"number"}},
                          ForeignKey{.columns = {"asset"},
                                     .table = "assets",
                                     .referred = {"id"},
                                     .on_delete = Action::set_null,
                                     .on_update = Action::cascade},
                          Check{.name = "positive", .expression = "amount > 0"}},
          .indexes = {{.name = "ix_orders_note", .parts = {{.expression = "lower(note)"}}}},
          .comment = "what was ordered"};
}

}  // namespace

std::vector<Sample> tables() {
  return {
      sample("create_table", "A table is made with its constraints, indexes and comment.", assets,
             [](Operations& op) { op.create_table(orders()); }),
      sample("create_table_if_not_exists",
             "A table that is there already is left as it is, and stays on the way back.", shop,
             [](Operations& op) {
               op.create_table(orders(), {.if_not_exists = true});
               op.create_table({.name = "assets",
                                .columns = {{.name = "id", .type = text()}},
                                .indexes = {{.name = "ix_id", .parts = {{.column = "id"}}}},
                                .comment = "another one"},
                               {.if_not_exists = true});
             }),
      sample("create_table_with_names_by_convention",
             "Constraints and indexes without a name get it from the convention in force.", assets,
             [](Operations& op) {
               op.use_names({.ix = "ix_%(column_0_label)s",
                             .uq = "uq_%(table_name)s_%(column_0_name)s",
                             .ck = "ck_%(table_name)s_%(constraint_name)s",
                             .fk = "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                             .pk = "pk_%(table_name)s"});
               Table table = orders();
               table.indexes.push_back({.parts = {{.column = "amount"}}});
               op.create_table(table);
             }),
      sample("create_table_of_every_type", "Each portable type has a type on each database.",
             nothing,
             [](Operations& op) {
               op.create_table(
                   {.name = "everything",
                    .columns = {{.name = "a", .type = boolean()},
                                {.name = "b", .type = small_int()},
                                {.name = "c", .type = integer()},
                                {.name = "d", .type = big_int()},
                                {.name = "e", .type = real()},
                                {.name = "f", .type = double_precision()},
                                {.name = "g", .type = numeric()},
                                {.name = "h", .type = numeric(12, 2)},
                                {.name = "i", .type = text()},
                                {.name = "j", .type = varchar(20)},
                                {.name = "k", .type = character(3)},
                                {.name = "l", .type = bytes()},
                                {.name = "m", .type = date()},
                                {.name = "n", .type = time()},
                                {.name = "o", .type = timestamp()},
                                {.name = "p", .type = timestamp_tz(3)},
                                {.name = "q", .type = interval()},
                                {.name = "r", .type = uuid()},
                                {.name = "s", .type = json()},
                                {.name = "t", .type = jsonb()},
                                {.name = "u", .type = array_of(text()).on("sqlite", "TEXT")},
                                {.name = "v", .type = text().on("postgresql", "inet")}}});
             }),
      sample("create_table_of_an_array",
             "An array is refused where there is none, with how the column can be written.",
             nothing,
             [](Operations& op) {
               op.create_table(
                   {.name = "posts", .columns = {{.name = "tags", .type = array_of(text())}}});
             }),
      sample(
          "create_table_with_defaults", "Defaults are constants, the time now, expressions.",
          nothing,
          [](Operations& op) {
            op.create_table(
                {.name = "defaults",
                 .columns = {{.name = "a", .type = integer(), .default_sql = "-1"},
                             {.name = "b", .type = text(), .default_sql = "'x'"},
                             {.name = "c", .type = boolean(), .default_sql = "true"},
                             {.name = "d", .type = timestamp_tz(), .default_sql = "now()"},
                             {.name = "e", .type = timestamp(), .default_sql = "CURRENT_TIMESTAMP"},
                             {.name = "f",
                              .type = text(),
                              .default_sql = is_postgresql(op) ? "lower('A'::text)" : "lower('A')"},
                             {.name = "g", .type = numeric(12, 2), .default_sql = "0.5"}}});
          }),
      sample("create_table_with_itself_referred_to", "A table refers to itself.", nothing,
             [](Operations& op) {
               op.create_table(
                   {.name = "staff",
                    .columns = {{.name = "id", .type = big_int(), .nullable = false},
                                {.name = "boss", .type = big_int()}},
                    .constraints = {PrimaryKey{.columns = {"id"}},
                                    ForeignKey{.columns = {"boss"}, .table = "staff"}}});
             }),
      sample("create_tables_that_need_each_other",
             "Two tables that refer to each other: one foreign key comes behind both.", nothing,
             [](Operations& op) {
               op.create_table({.name = "hens",
                                .columns = {{.name = "id", .type = big_int()},
                                            {.name = "egg", .type = big_int()}},
                                .constraints = {PrimaryKey{.columns = {"id"}}}});
               op.create_table({.name = "eggs",
                                .columns = {{.name = "id", .type = big_int()},
                                            {.name = "hen", .type = big_int()}},
                                .constraints = {PrimaryKey{.columns = {"id"}},
                                                ForeignKey{.columns = {"hen"}, .table = "hens"}}});
               op.create_foreign_key("hens", {.columns = {"egg"}, .table = "eggs"});
             }),
      sample("drop_table", "A table is dropped, and its rows are gone for good.", shop,
             [](Operations& op) { op.drop_table("prices"); }),
      sample("drop_table_if_exists",
             "A table that is not there is no mistake if it may be missing.", nothing,
             [](Operations& op) { op.drop_table("assets", {.if_exists = true}); }),
      sample("drop_table_that_is_referred_to", "A table that others refer to is not dropped.", shop,
             [](Operations& op) { op.drop_table("assets"); }),
      sample("drop_table_cascade",
             "CASCADE takes along what needs the table, where the database has it.", shop,
             [](Operations& op) { op.drop_table("assets", {.cascade = true}); }),
      sample("drop_table_made_before",
             "A drop has no way back, even of a table that the same revision made.", nothing,
             [](Operations& op) {
               op.create_table({.name = "short", .columns = {{.name = "a", .type = integer()}}});
               op.drop_table("short");
             }),
      sample(
          "rename_table", "Constraints, views and foreign keys follow a table's new name.",
          [](Operations& op) {
            shop(op);
            op.create_view(
                {.name = "counted", .query = "SELECT count(*) AS count\n   FROM assets"});
          },
          [](Operations& op) { op.rename_table("assets", "instruments"); }),
      sample("rename_table_that_needs_quotes", "A name that is no plain word is quoted.", shop,
             [](Operations& op) { op.rename_table("assets", "Select all"); }),
  };
}

}  // namespace aludel::samples
