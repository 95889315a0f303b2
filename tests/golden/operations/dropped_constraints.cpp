#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

/// A table with a constraint of each kind, named or not.
Table things(bool named) {
  const auto name = [named](std::string text) { return named ? text : std::string(); };
  return {.name = "things",
          .columns = {{.name = "id", .type = integer(), .nullable = false},
                      {.name = "code", .type = integer()},
                      {.name = "asset", .type = big_int()}},
          .constraints = {PrimaryKey{.name = name("pk_things"), .columns = {"id"}},
                          Unique{.name = name("uq_things"), .columns = {"code"}},
                          ForeignKey{.name = name("fk_things"),
                                     .columns = {"asset"},
                                     .table = "assets",
                                     .referred = {"id"},
                                     .on_delete = Action::cascade},
                          Check{.name = name("ck_things"), .expression = "code > 0"}}};
}

void named(Operations& op) {
  assets(op);
  op.create_table(things(true));
  op.bulk_insert("things", {"id", "code", "asset"}, {{1, 10, 1}, {2, 20, nullptr}});
}

void unnamed(Operations& op) {
  assets(op);
  op.create_table(things(false));
  op.bulk_insert("things", {"id", "code", "asset"}, {{1, 10, 1}, {2, 20, nullptr}});
}

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"dropped_constraints", std::move(name), std::move(sentence), given, said};
}

}  // namespace

std::vector<Sample> dropped_constraints() {
  using Kind = UnnamedConstraint::Kind;
  return {
      sample("primary_key", "A table loses its key.", named,
             [](Operations& op) { op.drop_constraint("things", "pk_things"); }),
      sample("unique", "Values need not be unique any more.", named,
             [](Operations& op) { op.drop_constraint("things", "uq_things"); }),
      sample("foreign_key", "A foreign key is dropped.", named,
             [](Operations& op) { op.drop_constraint("things", "fk_things"); }),
      sample("check", "A check is dropped.", named,
             [](Operations& op) { op.drop_constraint("things", "ck_things"); }),
      sample("if_exists", "A constraint that is not there is no mistake if it may be missing.",
             named,
             [](Operations& op) { op.drop_constraint("things", "ck_other", {.if_exists = true}); }),
      sample("unnamed_primary_key", "The key is found without a name.", unnamed,
             [](Operations& op) { op.drop_constraint("things", {.kind = Kind::primary_key}); }),
      sample("unnamed_unique", "A unique constraint is found by its columns.", unnamed,
             [](Operations& op) {
               op.drop_constraint("things", {.kind = Kind::unique, .columns = {"code"}});
             }),
      sample("unnamed_foreign_key", "A foreign key is found by its columns.", unnamed,
             [](Operations& op) {
               op.drop_constraint("things", {.kind = Kind::foreign_key, .columns = {"asset"}});
             }),
      sample("unnamed_check", "A check is found by what it says.", unnamed,
             [](Operations& op) {
               op.drop_constraint("things", {.kind = Kind::check, .expression = "code > 0"});
             }),
      sample("unnamed_that_is_not_there", "What is there is told where nothing is found.", unnamed,
             [](Operations& op) {
               op.drop_constraint("things", {.kind = Kind::unique, .columns = {"asset"}});
             }),
      sample("key_that_is_referred_to", "A key that a foreign key rests on stays.", shop,
             [](Operations& op) { op.drop_constraint("assets", "pk_assets"); }),
      sample("replaced", "A constraint is dropped and comes again in another form.", named,
             [](Operations& op) {
               op.drop_constraint("things", "ck_things");
               op.create_check_constraint("things",
                                          {.name = "ck_things", .expression = "code > 1"});
             }),
  };
}

}  // namespace aludel::samples
