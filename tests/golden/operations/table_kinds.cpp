#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&)) {
  return {"table_kinds", std::move(name), std::move(sentence), nothing, said};
}

}  // namespace

std::vector<Sample> table_kinds() {
  return {
      sample("identity", "Rows are numbered by the database.",
             [](Operations& op) {
               op.create_table(
                   {.name = "users",
                    .columns = {{.name = "id", .type = big_int(), .identity = Identity{}},
                                {.name = "name", .type = text()}},
                    .constraints = {PrimaryKey{.columns = {"id"}}}});
             }),
      sample("identity_with_options", "Numbers begin and go on as the program says.",
             [](Operations& op) {
               op.create_table({.name = "users",
                                .columns = {{.name = "id",
                                             .type = big_int(),
                                             .identity = Identity{.always = true,
                                                                  .options = {.start = 100,
                                                                              .increment = 10,
                                                                              .min_value = 100,
                                                                              .max_value = 9000,
                                                                              .cache = 5,
                                                                              .cycle = true}}}},
                                .constraints = {PrimaryKey{.columns = {"id"}}}});
             }),
      sample("identity_that_is_no_key", "A column that is not the key is numbered too.",
             [](Operations& op) {
               op.create_table(
                   {.name = "users",
                    .columns = {{.name = "name", .type = text(), .nullable = false},
                                {.name = "number", .type = integer(), .identity = Identity{}}},
                    .constraints = {PrimaryKey{.columns = {"name"}}}});
             }),
      sample("generated_stored", "A column is computed when a row is written.",
             [](Operations& op) {
               op.create_table({.name = "boxes",
                                .columns = {{.name = "width", .type = integer()},
                                            {.name = "area",
                                             .type = integer(),
                                             .generated = Generated{"width * width"}}}});
             }),
      sample("generated_virtual", "A column is computed when it is read.",
             [](Operations& op) {
               op.create_table({.name = "boxes",
                                .columns = {{.name = "width", .type = integer()},
                                            {.name = "area",
                                             .type = integer(),
                                             .generated = Generated{"width * width", false}}}});
             }),
      sample("collations_and_comments", "Columns have a collation and a comment.",
             [](Operations& op) {
               op.create_table({.name = "words",
                                .columns = {{.name = "word",
                                             .type = text(),
                                             .collation = is_postgresql(op) ? "C" : "NOCASE",
                                             .comment = "it's one"}}});
             }),
      sample("indexes_of_every_kind", "Indexes come with their table.",
             [](Operations& op) {
               op.create_table({.name = "words",
                                .columns = {{.name = "word", .type = text()},
                                            {.name = "length", .type = integer()}},
                                .indexes = {{.name = "plain", .parts = {{.column = "word"}}},
                                            {.name = "unique_one",
                                             .parts = {{.column = "word"},
                                                       {.column = "length", .descending = true}},
                                             .unique = true,
                                             .where = "length > 3"},
                                            {.name = "upper_one",
                                             .parts = {{.expression = "upper(word)"}},
                                             .comment = "for names"}}});
             }),
      sample("strict", "A STRICT table keeps to its types.",
             [](Operations& op) {
               op.create_table({.name = "exact",
                                .columns = {{.name = "id", .type = integer()},
                                            {.name = "amount", .type = real()}},
                                .constraints = {PrimaryKey{.columns = {"id"}}},
                                .strict = true});
             }),
      sample("without_rowid", "A table is kept in the order of its key.",
             [](Operations& op) {
               op.create_table({.name = "codes",
                                .columns = {{.name = "code", .type = text()}},
                                .constraints = {PrimaryKey{.columns = {"code"}}},
                                .without_rowid = true});
             }),
      sample("unlogged_with_options", "A table that is not logged, with storage parameters.",
             [](Operations& op) {
               op.create_table(
                   {.name = "cache",
                    .columns = {{.name = "a", .type = integer()}},
                    .unlogged = true,
                    .options = {{"fillfactor", "70"}, {"autovacuum_enabled", "false"}}});
             }),
      sample("row_security", "Policies hold for a table from its beginning, for its owner too.",
             [](Operations& op) {
               op.create_table({.name = "secrets",
                                .columns = {{.name = "a", .type = integer()}},
                                .row_security = true,
                                .force_row_security = true});
             }),
      sample("inherits", "A table has the columns of another one.",
             [](Operations& op) {
               op.create_table({.name = "parents", .columns = {{.name = "a", .type = integer()}}});
               op.create_table({.name = "children",
                                .columns = {{.name = "b", .type = integer()}},
                                .inherits = {"parents"}});
             }),
      sample("exclusion", "Rows that overlap are excluded.",
             [](Operations& op) {
               op.create_table(
                   {.name = "bookings",
                    .columns = {{.name = "during", .type = text().on("postgresql", "int4range")},
                                {.name = "id", .type = integer()}},
                    .constraints = {Exclusion{.name = "no_overlap",
                                              .elements = {{.expression = "during", .op = "&&"}},
                                              .where = "id > 0",
                                              .deferral = Deferral::initially_deferred}}});
             }),
      sample("deferred_constraints", "Constraints that are looked at when the transaction ends.",
             [](Operations& op) {
               op.create_table(
                   {.name = "steps",
                    .columns = {{.name = "id", .type = integer(), .nullable = false},
                                {.name = "before", .type = integer()},
                                {.name = "place", .type = integer()}},
                    .constraints = {PrimaryKey{.columns = {"id"}},
                                    ForeignKey{.columns = {"before"},
                                               .table = "steps",
                                               .match_full = true,
                                               .deferral = Deferral::initially_deferred}}});
             }),
  };
}

}  // namespace aludel::samples
