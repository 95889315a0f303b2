#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"schemas", std::move(name), std::move(sentence), given, said};
}

void schema(Operations& op) {
  if (is_postgresql(op)) op.create_schema("app");
}

void full_schema(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_schema("app");
  op.create_table({.name = "app.users", .columns = {{.name = "id", .type = big_int()}}});
}

void extension(Operations& op) {
  if (is_postgresql(op)) op.create_extension({.name = "pg_trgm"});
}

}  // namespace

std::vector<Sample> schemas() {
  return {
      sample("create", "A schema, and a table in it.", nothing,
             [](Operations& op) {
               op.create_schema("app");
               op.create_table({.name = "app.users",
                                .columns = {{.name = "id", .type = big_int()}},
                                .constraints = {PrimaryKey{.columns = {"id"}}},
                                .indexes = {{.name = "ix_users", .parts = {{.column = "id"}}}}});
               op.drop_index("app.users", "ix_users");
             }),
      sample("create_if_not_exists", "A schema that is there already stays on the way back.",
             schema, [](Operations& op) { op.create_schema("app", {.if_not_exists = true}); }),
      sample("drop", "An empty schema goes.", schema,
             [](Operations& op) { op.drop_schema("app"); }),
      sample("drop_with_tables", "A schema that is not empty stays.", full_schema,
             [](Operations& op) { op.drop_schema("app"); }),
      sample("drop_cascade", "CASCADE takes along what is in it.", full_schema,
             [](Operations& op) { op.drop_schema("app", {.cascade = true}); }),
      sample("drop_if_exists", "A schema that is not there is no mistake if it may be missing.",
             nothing, [](Operations& op) { op.drop_schema("app", {.if_exists = true}); }),
      sample("table_of_another_schema", "A table in a schema that SQLite has not.", nothing,
             [](Operations& op) {
               op.create_table(
                   {.name = "public.users", .columns = {{.name = "id", .type = big_int()}}});
             }),
      sample("create_extension", "An extension, in a version and a schema.", schema,
             [](Operations& op) {
               op.create_extension({.name = "pg_trgm", .schema = "app", .version = "1.3"});
             }),
      sample("drop_extension", "An extension that is not there is no mistake if it may be missing.",
             nothing, [](Operations& op) { op.drop_extension("pg_trgm", {.if_exists = true}); }),
      sample("create_extension_that_is_there", "One that is there stays on the way back.",
             extension, [](Operations& op) { op.create_extension({.name = "pg_trgm"}); }),
  };
}

}  // namespace aludel::samples
