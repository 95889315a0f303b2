#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"rows", std::move(name), std::move(sentence), given, said};
}

void logged(Operations& op) {
  op.create_table({.name = "log", .columns = {{.name = "line", .type = text()}}});
}

}  // namespace

std::vector<Sample> rows() {
  return {
      sample("bulk_insert", "Rows come in as they are, and go again by their key.",
             [](Operations& op) {
               op.bulk_insert("assets", {"id", "symbol", "rank", "price", "note"},
                              {{3, "PT", nullptr, 950.25, "it's a tab\there, a \\ and\na line"},
                               {4, "PD", -4, nullptr, "\\N"}});
             }),
      sample("bulk_insert_of_expressions", "Values that the database computes.",
             [](Operations& op) {
               op.bulk_insert("assets", {"id", "symbol", "note"},
                              {{3, "PT", sql("lower('PLATINUM')")}, {4, "PD", "palladium"}});
             }),
      sample("bulk_insert_by_a_key_of_two", "Rows are found again by all columns of their key.",
             [](Operations& op) {
               op.bulk_insert("prices", {"asset", "day", "close"},
                              {{1, "2026-01-03", 1902}, {2, "2026-01-03", 25}});
             }),
      sample(
          "bulk_insert_without_the_key", "Rows without their key cannot be found again.",
          [](Operations& op) { op.bulk_insert("log", {"line"}, {{"begun"}}); }, logged),
      sample("bulk_insert_into_a_new_table",
             "Rows of a table that goes on the way back need no way back of their own.",
             [](Operations& op) {
               logged(op);
               op.create_index("log", "ix_log", {"line"});
               op.bulk_insert("log", {"line"}, {{"begun"}});
             }),
      sample("bulk_insert_into_a_new_table_that_is_altered",
             "Rows go before what may not fit them is taken back.",
             [](Operations& op) {
               op.create_table({.name = "log",
                                .columns = {{.name = "line", .type = text(), .nullable = false}}});
               op.alter_column("log", "line", {.nullable = true});
               op.rename_table("log", "diary");
               op.bulk_insert("diary", {"line"}, {{"begun"}, {nullptr}});
             }),
      sample("execute", "SQL as it is does not say what takes it back.",
             [](Operations& op) { op.execute("UPDATE assets SET rank = rank + 1"); }),
      sample("execute_with_undo", "SQL with SQL that takes it back.",
             [](Operations& op) {
               op.execute(
                   "UPDATE assets SET rank = rank + 1;\nUPDATE prices SET close = close * 2;",
                   {.undo = "UPDATE prices SET close = close / 2; UPDATE assets SET rank = "
                            "rank - 1 -- as it was"});
             }),
      sample("execute_reversible", "SQL of which nothing needs to be taken back.",
             [](Operations& op) {
               op.execute("DELETE FROM prices WHERE close < 0", {.reversible = true});
             }),
      sample(
          "execute_outside_of_a_transaction", "SQL that cannot run in a transaction.",
          [](Operations& op) { op.execute("VACUUM", {.reversible = true, .autocommit = true}); }),
      sample("execute_on_one_database", "SQL that is for one database alone.",
             [](Operations& op) {
               op.execute("ANALYZE assets", {.reversible = true, .only_on = "postgresql"});
             }),
      sample("backfill", "Rows are changed in batches by key.",
             [](Operations& op) {
               op.backfill("assets", "UPDATE assets SET rank = rank + 10 WHERE :batch");
             }),
      sample("backfill_with_everything",
             "Batches with a size, a pause, a condition, and a way back.",
             [](Operations& op) {
               op.backfill("assets", "UPDATE assets SET rank = rank + 10 WHERE :batch",
                           {.key = "id",
                            .undo = "UPDATE assets SET rank = rank - 10 WHERE :batch",
                            .size = 100,
                            .pause = "5ms",
                            .where = "rank < 1000"});
             }),
      sample("verify", "A query that must give no row when the revision is done.",
             [](Operations& op) {
               op.execute("UPDATE assets SET rank = 5 WHERE rank IS NULL", {.reversible = true});
               op.verify("SELECT id FROM assets WHERE rank IS NULL");
             }),
      sample("fill_then_not_null", "A column comes, is filled, and is never null from then on.",
             [](Operations& op) {
               op.add_column("assets", {.name = "code", .type = text()});
               op.execute("UPDATE assets SET code = lower(symbol)", {.reversible = true});
               op.alter_column("assets", "code", {.nullable = false});
             }),
  };
}

}  // namespace aludel::samples
