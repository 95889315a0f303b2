#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"objects", std::move(name), std::move(sentence), given, said};
}

void mood(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_enum("mood", {"sad", "ok", "glad"});
  op.create_table({.name = "people", .columns = {{.name = "mood", .type = named("mood")}}});
}

void address(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_composite(
      {.name = "address",
       .attributes = {{.name = "street", .type = text()}, {.name = "number", .type = integer()}}});
}

void positive(Operations& op) {
  if (!is_postgresql(op)) return;
  op.create_domain({.name = "positive", .type = integer()});
  op.create_table({.name = "prices", .columns = {{.name = "price", .type = named("positive")}}});
}

OtherObject total() {
  return {.kind = "AGGREGATE",
          .name = "total(integer)",
          .statements = {
              "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')"}};
}

void with_total(Operations& op) {
  if (is_postgresql(op)) op.create_object(total());
}

}  // namespace

std::vector<Sample> objects() {
  return {
      sample("create_composite", "A row as a type, and a column of it.", nothing,
             [](Operations& op) {
               op.create_composite({.name = "address",
                                    .attributes = {{.name = "street", .type = text()},
                                                   {.name = "number", .type = integer()}},
                                    .comment = "where somebody lives"});
               op.create_table(
                   {.name = "people", .columns = {{.name = "home", .type = named("address")}}});
             }),
      sample("alter_composite", "An attribute comes, and one gets another type.", address,
             [](Operations& op) {
               op.alter_composite({.name = "address",
                                   .attributes = {{.name = "street", .type = text()},
                                                  {.name = "number", .type = big_int()},
                                                  {.name = "city", .type = text()}}});
             }),
      sample("drop_composite", "A row type goes, and comes again as it was.", address,
             [](Operations& op) { op.drop_composite("address"); }),
      sample("alter_enum", "The values in another order, and one less.", mood,
             [](Operations& op) { op.alter_enum("mood", {"glad", "ok"}); }),
      sample("alter_domain", "A domain gets a default, NOT NULL and a check.", positive,
             [](Operations& op) {
               op.alter_domain({.name = "positive",
                                .type = integer(),
                                .nullable = false,
                                .default_sql = "1",
                                .checks = {{.name = "is_positive", .expression = "VALUE > 0"}}});
             }),
      sample("create_object", "An aggregate, by the server's words.", nothing,
             [](Operations& op) { op.create_object(total()); }),
      sample("alter_object", "More statements behind those that made it.", with_total,
             [](Operations& op) {
               OtherObject more = total();
               more.statements = {"COMMENT ON AGGREGATE total(integer) IS 'all of them'"};
               op.alter_object(more);
             }),
      sample("drop_object", "An aggregate goes, and comes again as it was.", with_total,
             [](Operations& op) { op.drop_object("AGGREGATE", "total(integer)"); }),
      sample("change_setting", "How a column is stored.", assets,
             [](Operations& op) {
               op.change_setting(
                   {.kind = "STORAGE", .object = "assets", .part = "symbol", .value = "EXTERNAL"});
             }),
      sample(
          "alter_extension", "An extension moves to another schema.",
          [](Operations& op) {
            if (!is_postgresql(op)) return;
            op.create_schema("extra");
            op.create_extension({.name = "citext"});
          },
          [](Operations& op) { op.alter_extension({.name = "citext", .schema = "extra"}); }),
      sample(
          "alter_view_options", "A view looks with the eyes of who asks.",
          [](Operations& op) {
            assets(op);
            op.create_view({.name = "symbols", .query = "SELECT symbol FROM assets"});
          },
          [](Operations& op) {
            op.alter_view_options(
                {.name = "symbols", .query = {}, .options = {{"security_barrier", "true"}}});
          }),
      sample(
          "set_parents", "A table inherits from another one, and no more.",
          [](Operations& op) {
            if (!is_postgresql(op)) return;
            op.create_table({.name = "things", .columns = {{.name = "name", .type = text()}}});
            op.create_table({.name = "tools", .columns = {}, .inherits = {"things"}});
          },
          [](Operations& op) { op.set_parents("tools", {}); }),
  };
}

}  // namespace aludel::samples
