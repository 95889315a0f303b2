// What makes no sense on any database, and how that is told.
#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"mistakes", std::move(name), std::move(sentence), given, said};
}

}  // namespace

std::vector<Sample> mistakes() {
  return {
      sample("table_that_is_not_there", "The nearest table is named.",
             [](Operations& op) { op.add_column("asets", {.name = "a", .type = text()}); }),
      sample("table_to_drop_that_is_not_there", "The nearest table is named.",
             [](Operations& op) { op.drop_table("price"); }),
      sample("column_that_is_not_there", "The nearest column is named.",
             [](Operations& op) { op.alter_column("assets", "symbl", {.nullable = true}); }),
      sample("column_of_an_index_that_is_not_there", "The nearest column is named.",
             [](Operations& op) { op.create_index("assets", "ix", {"symbl"}); }),
      sample("column_of_a_key_that_is_not_there", "The nearest column is named.",
             [](Operations& op) {
               op.create_foreign_key("prices", {.columns = {"aset"}, .table = "assets"});
             }),
      sample("table_twice", "A table of that name is there already.",
             [](Operations& op) {
               op.create_table({.name = "assets", .columns = {{.name = "a", .type = text()}}});
             }),
      sample("column_twice", "A column of that name is there already.",
             [](Operations& op) { op.add_column("assets", {.name = "note", .type = text()}); }),
      sample("column_renamed_to_another", "A column of the new name is there already.",
             [](Operations& op) { op.rename_column("assets", "note", "symbol"); }),
      sample("index_twice", "An index of that name is there already.",
             [](Operations& op) {
               op.create_index("assets", "ix", {"note"});
               op.create_index("prices", "ix", {"close"});
             }),
      sample("constraint_that_is_not_there", "The nearest constraint is named.",
             [](Operations& op) { op.drop_constraint("assets", "pk_asets"); }),
      sample("default_that_does_not_fit", "A default that is no value of its type.",
             [](Operations& op) {
               op.add_column("assets", {.name = "lot", .type = integer(), .default_sql = "'many'"});
             }),
      sample("second_primary_key", "A table has one primary key.",
             [](Operations& op) { op.create_primary_key("assets", {.columns = {"symbol"}}); }),
      sample(
          "view_that_is_not_there", "The nearest view is named.",
          [](Operations& op) { op.drop_view("countd"); },
          [](Operations& op) {
            shop(op);
            op.create_view(
                {.name = "counted", .query = "SELECT count(*) AS count\n   FROM assets"});
          }),
      sample("trigger_that_is_not_there", "A trigger that is missing is told.",
             [](Operations& op) { op.drop_trigger("assets", "noted"); }),
  };
}

}  // namespace aludel::samples
