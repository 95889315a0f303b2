#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"settings", std::move(name), std::move(sentence), given, said};
}

void commented(Operations& op) {
  Table table{.name = "assets",
              .columns = {{.name = "id", .type = big_int()}},
              .comment = "what is traded",
              .options = {{"fillfactor", "70"}}};
  op.create_table(table);
}

void one_of_each_kind(Operations& op) {
  shop(op);
  op.create_index("assets", "ix_note", {"note"});
  op.create_view({.name = "counted", .query = "SELECT count(*) AS count\n   FROM assets"});
  if (!is_postgresql(op)) return;
  op.create_schema("app");
  op.create_enum("mood", {"sad", "glad"});
  op.create_domain({.name = "word", .type = text()});
  op.create_sequence({.name = "numbers"});
  op.create_view(
      {.name = "kept", .query = "SELECT count(*) AS count\n   FROM assets", .materialized = true});
  op.create_function(
      {.name = "net",
       .arguments = "price numeric, day date",
       .definition = "RETURNS numeric\n LANGUAGE sql\nAS $function$select price$function$"});
}

}  // namespace

std::vector<Sample> settings() {
  return {
      sample("table_comment", "A table gets a comment.",
             [](Operations& op) { op.set_table_comment("assets", "what's traded"); }),
      sample(
          "table_comment_dropped", "An empty comment is none.",
          [](Operations& op) { op.set_table_comment("assets", ""); }, commented),
      sample(
          "comments_on_everything", "Every kind of object gets a comment.",
          [](Operations& op) {
            op.set_comment(ObjectKind::table, "assets", "a table");
            op.set_comment(ObjectKind::index, "ix_note", "an index");
            op.set_comment(ObjectKind::view, "counted", "a view");
            op.set_comment(ObjectKind::schema, "app", "a schema");
            op.set_comment(ObjectKind::enumeration, "mood", "an enum");
            op.set_comment(ObjectKind::domain, "word", "a domain");
            op.set_comment(ObjectKind::sequence, "numbers", "a sequence");
            op.set_comment(ObjectKind::materialized_view, "kept", "rows");
            op.set_comment(ObjectKind::function, "net(numeric, date)", "a function");
          },
          one_of_each_kind),
      sample("row_security", "Policies hold from now on, for the owner too.",
             [](Operations& op) { op.set_row_security("assets", true, true); }),
      sample("table_option", "Storage parameters are set, and are again the default.",
             [](Operations& op) {
               op.set_table_option("assets", "fillfactor", "50");
               op.set_table_option("assets", "toast.autovacuum_enabled", "false");
             }),
      sample(
          "table_option_reset", "A storage parameter is the default again.",
          [](Operations& op) { op.set_table_option("assets", "fillfactor", std::nullopt); },
          commented),
      sample("unlogged", "A table is not logged any more.",
             [](Operations& op) { op.set_logged("prices", false); }),
      sample("on_one_database_alone", "What only one database has is said there alone.",
             [](Operations& op) {
               if (is_postgresql(op)) op.set_table_option("assets", "fillfactor", "50");
               op.add_column("assets", {.name = "isin", .type = text()});
             }),
  };
}

}  // namespace aludel::samples
