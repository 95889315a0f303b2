#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"functions", std::move(name), std::move(sentence), given, said};
}

Function net(std::string body = "select price") {
  return {.name = "net",
          .arguments = "price numeric, day date DEFAULT CURRENT_DATE",
          .definition = "RETURNS numeric\n LANGUAGE sql\nAS $function$" + body + "$function$"};
}

void with_net(Operations& op) {
  if (is_postgresql(op)) op.create_function(net());
}

void with_note(Operations& op) {
  shop(op);
  if (!is_postgresql(op)) return;
  op.create_function(
      {.name = "note",
       .definition =
           "RETURNS trigger\n LANGUAGE plpgsql\nAS $function$BEGIN RETURN NEW; END$function$"});
}

Trigger noted(const Operations& op) {
  if (is_postgresql(op))
    return {.name = "noted",
            .table = "assets",
            .timing = "BEFORE INSERT OR UPDATE OF rank",
            .action = "FOR EACH ROW EXECUTE FUNCTION note()"};
  return {.name = "noted",
          .table = "assets",
          .timing = "AFTER UPDATE OF rank",
          .action = "FOR EACH ROW BEGIN UPDATE assets SET note = 'ranked' WHERE id = NEW.id; END"};
}

void with_trigger(Operations& op) {
  with_note(op);
  op.create_trigger(noted(op));
}

Policy visible() {
  return {.name = "Visible",
          .table = "assets",
          .command = "UPDATE",
          .restrictive = true,
          .roles = {"pg_monitor"},
          .using_expression = "rank > 0",
          .with_check = "rank > 1"};
}

void with_policy(Operations& op) {
  shop(op);
  if (is_postgresql(op)) op.create_policy(visible());
}

}  // namespace

std::vector<Sample> functions() {
  return {
      sample("create", "A function with default arguments.", nothing,
             [](Operations& op) { op.create_function(net()); }),
      sample("create_procedure", "A procedure.", nothing,
             [](Operations& op) {
               op.create_function(
                   {.name = "tidy",
                    .arguments = "IN days integer",
                    .definition = "LANGUAGE plpgsql\nAS $procedure$BEGIN NULL; END$procedure$",
                    .procedure = true,
                    .comment = "once a day"});
             }),
      sample("replace", "A function does something else from now on.", with_net,
             [](Operations& op) { op.replace_function(net("select price / 2")); }),
      sample("replace_that_is_not_there", "One that is not there is made.", nothing,
             [](Operations& op) { op.replace_function(net()); }),
      sample("drop", "A function is found by the types of its arguments.", with_net,
             [](Operations& op) { op.drop_function("net", "numeric,date"); }),
      sample(
          "drop_procedure", "A procedure is found by the types of its arguments.",
          [](Operations& op) {
            if (is_postgresql(op))
              op.create_function(
                  {.name = "tidy",
                   .arguments = "IN days integer",
                   .definition = "LANGUAGE plpgsql\nAS $procedure$BEGIN NULL; END$procedure$",
                   .procedure = true});
          },
          [](Operations& op) { op.drop_procedure("tidy", "integer"); }),
      sample("drop_with_other_arguments", "A function of other arguments is told.", with_net,
             [](Operations& op) { op.drop_function("net", "text"); }),
      sample("create_trigger", "A trigger.", with_note,
             [](Operations& op) { op.create_trigger(noted(op)); }),
      sample("create_constraint_trigger", "A trigger that waits for the transaction's end.",
             with_note,
             [](Operations& op) {
               op.create_trigger(
                   {.name = "late",
                    .table = "assets",
                    .timing = "AFTER INSERT",
                    .action = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()",
                    .constraint = true,
                    .enabled = "ENABLE ALWAYS",
                    .comment = "at the end"});
             }),
      sample("create_trigger_that_calls_nothing_on_sqlite",
             "A trigger of PostgreSQL's is refused on SQLite, with how it is written there.",
             with_note,
             [](Operations& op) {
               op.create_trigger({.name = "noted",
                                  .table = "assets",
                                  .timing = "BEFORE INSERT",
                                  .action = "FOR EACH ROW EXECUTE FUNCTION note()"});
             }),
      sample("drop_trigger", "A trigger goes, and comes again as it was.", with_trigger,
             [](Operations& op) { op.drop_trigger("assets", "noted"); }),
      sample("drop_trigger_if_exists", "One that is not there is no mistake if it may be missing.",
             with_note,
             [](Operations& op) { op.drop_trigger("assets", "noted", {.if_exists = true}); }),
      sample("create_policy", "A policy says which rows a role may change.", shop,
             [](Operations& op) { op.create_policy(visible()); }),
      sample("drop_policy", "A policy goes, and comes again as it was.", with_policy,
             [](Operations& op) { op.drop_policy("assets", "Visible"); }),
  };
}

}  // namespace aludel::samples
