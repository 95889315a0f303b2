#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"altered_columns", std::move(name), std::move(sentence), given, said};
}

void with_comment(Operations& op) {
  op.create_table({.name = "assets",
                   .columns = {{.name = "id", .type = big_int()},
                               {.name = "note", .type = text(), .comment = "what is said"}}});
}

void numbered(Operations& op) {
  op.create_table({.name = "users",
                   .columns = {{.name = "id", .type = big_int(), .identity = Identity{}},
                               {.name = "name", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_users", .columns = {"id"}}}});
  op.bulk_insert("users", {"name"}, {{"ann"}, {"bob"}});
}

void computed(Operations& op) {
  op.create_table(
      {.name = "boxes",
       .columns = {{.name = "width", .type = integer()},
                   {.name = "area", .type = integer(), .generated = Generated{"width * width"}}}});
  op.bulk_insert("boxes", {"width"}, {{2}, {3}});
}

}  // namespace

std::vector<Sample> altered_columns() {
  return {
      sample("type_wider", "A type that holds all old values: the way back is exact.",
             [](Operations& op) { op.alter_column("assets", "rank", {.type = big_int()}); }),
      sample("type_narrower", "A type that may not hold all old values.",
             [](Operations& op) { op.alter_column("assets", "symbol", {.type = varchar(4)}); }),
      sample("type_of_another_kind", "Numbers become texts.",
             [](Operations& op) { op.alter_column("assets", "price", {.type = text()}); }),
      sample("type_using", "An expression says how old values become new ones.",
             [](Operations& op) {
               op.alter_column("assets", "note",
                               {.type = integer(), .using_expression = "length(note)"});
             }),
      sample("type_with_default", "The default goes before the type changes, and comes behind it.",
             [](Operations& op) {
               op.alter_column(
                   "assets", "rank",
                   {.type = text(), .using_expression = "'no ' || rank", .default_sql = "'none'"});
             }),
      sample("type_of_a_key", "A column that a foreign key rests on changes its type.",
             [](Operations& op) { op.alter_column("prices", "asset", {.type = integer()}); }),
      sample(
          "type_of_a_column_that_a_view_reads",
          "A server keeps a column's type under a view; a table that is made anew has the view "
          "again.",
          [](Operations& op) { op.alter_column("assets", "rank", {.type = big_int()}); },
          [](Operations& op) {
            shop(op);
            op.create_view(
                {.name = "ranks", .query = "SELECT sum(assets.rank) AS total\n   FROM assets"});
          }),
      sample(
          "type_of_a_column_that_another_is_computed_from",
          "A server keeps a column's type under a generated column.",
          [](Operations& op) { op.alter_column("boxes", "width", {.type = big_int()}); }, computed),
      sample("nullable_key", "A column of the primary key is never null.",
             [](Operations& op) { op.alter_column("assets", "id", {.nullable = true}); }),
      sample("not_null", "A column may not be null any more.",
             [](Operations& op) { op.alter_column("assets", "note", {.nullable = false}); }),
      sample("nullable", "A column may be null from now on.",
             [](Operations& op) { op.alter_column("assets", "symbol", {.nullable = true}); }),
      sample("default_set", "New rows get another default.",
             [](Operations& op) { op.alter_column("assets", "rank", {.default_sql = "7"}); }),
      sample("default_dropped", "New rows get no default.",
             [](Operations& op) { op.alter_column("assets", "rank", {.drop_default = true}); }),
      sample("renamed", "A column is renamed by alter_column.",
             [](Operations& op) { op.alter_column("assets", "note", {.rename = "remark"}); }),
      sample("comment_set", "A column gets a comment.",
             [](Operations& op) {
               op.alter_column("assets", "note", {.comment = "what it's about"});
             }),
      sample(
          "comment_dropped", "An empty comment is none.",
          [](Operations& op) { op.alter_column("assets", "note", {.comment = ""}); }, with_comment),
      sample("everything_at_once", "Type, NOT NULL, default, comment and name change together.",
             [](Operations& op) {
               op.alter_column("assets", "rank",
                               {.type = big_int(),
                                .nullable = false,
                                .default_sql = "1",
                                .rename = "place",
                                .comment = "the first is the best"});
             }),
      sample("collation", "A column compares in another way.",
             [](Operations& op) {
               op.alter_column("assets", "note", {.collation = is_postgresql(op) ? "C" : "NOCASE"});
             }),
      sample("identity_set", "A column is numbered from now on.",
             [](Operations& op) {
               op.alter_column("assets", "id", {.identity = Identity{.options = {.start = 3}}});
             }),
      sample("identity_added", "The key is numbered from now on, by the database's own counting.",
             [](Operations& op) { op.alter_column("assets", "id", {.identity = Identity{}}); }),
      sample(
          "identity_changed", "Numbers go on in other steps.",
          [](Operations& op) {
            op.alter_column("users", "id",
                            {.identity = Identity{.always = true, .options = {.increment = 5}}});
          },
          numbered),
      sample(
          "identity_dropped", "Rows are not numbered any more.",
          [](Operations& op) { op.alter_column("users", "id", {.drop_identity = true}); },
          numbered),
      sample("generated_set", "A plain column becomes a computed one.",
             [](Operations& op) {
               op.alter_column("assets", "rank",
                               {.drop_default = true, .generated = Generated{"id + 1"}});
             }),
      sample(
          "generated_changed", "A computed column is computed in another way.",
          [](Operations& op) {
            op.alter_column("boxes", "area", {.generated = Generated{"width + width"}});
          },
          computed),
      sample(
          "generated_made_virtual", "A stored column is computed when read from now on.",
          [](Operations& op) {
            op.alter_column("boxes", "area", {.generated = Generated{"width * width", false}});
          },
          computed),
      sample(
          "generated_dropped", "A computed column keeps its values as a plain one.",
          [](Operations& op) { op.alter_column("boxes", "area", {.drop_generated = true}); },
          computed),
      sample("nothing_new", "A change to what is there already changes nothing.",
             [](Operations& op) {
               op.alter_column("assets", "rank", {.nullable = true, .default_sql = "0"});
             }),
  };
}

}  // namespace aludel::samples
