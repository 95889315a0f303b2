#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"rights", std::move(name), std::move(sentence), given, said};
}

void objects(Operations& op) {
  shop(op);
  if (!is_postgresql(op)) return;
  op.create_schema("app");
  op.create_sequence({.name = "numbers"});
  op.create_function(
      {.name = "net",
       .arguments = "price numeric",
       .definition = "RETURNS numeric\n LANGUAGE sql\nAS $function$select price$function$"});
}

void granted(Operations& op) {
  shop(op);
  if (is_postgresql(op))
    op.grant({.object = "assets", .role = "pg_monitor", .privileges = {"SELECT", "INSERT"}});
}

}  // namespace

std::vector<Sample> rights() {
  return {
      sample("grant", "A role may read and write a table.", shop,
             [](Operations& op) {
               op.grant({.object = "assets",
                         .role = "pg_monitor",
                         .privileges = {"select", "insert"},
                         .with_grant_option = true});
             }),
      sample("grant_all", "ALL is what a table has, in the server's version.", shop,
             [](Operations& op) {
               op.grant({.object = "assets", .role = "PUBLIC", .privileges = {"ALL"}});
             }),
      sample("grant_on_every_kind", "Rights on schemas, sequences and functions.", objects,
             [](Operations& op) {
               op.grant({.kind = ObjectKind::schema,
                         .object = "app",
                         .role = "pg_monitor",
                         .privileges = {"USAGE"}});
               op.grant({.kind = ObjectKind::sequence,
                         .object = "numbers",
                         .role = "pg_monitor",
                         .privileges = {"USAGE"}});
               op.grant({.kind = ObjectKind::function,
                         .object = "net",
                         .signature = "numeric",
                         .role = "pg_monitor",
                         .privileges = {"EXECUTE"}});
             }),
      sample("grant_more", "What a role had already, it keeps on the way back.", granted,
             [](Operations& op) {
               op.grant(
                   {.object = "assets", .role = "pg_monitor", .privileges = {"SELECT", "UPDATE"}});
             }),
      sample("revoke", "A right is taken, and given again on the way back.", granted,
             [](Operations& op) {
               op.revoke({.object = "assets", .role = "pg_monitor", .privileges = {"INSERT"}});
             }),
  };
}

}  // namespace aludel::samples
