#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"sequences", std::move(name), std::move(sentence), given, said};
}

void numbers(Operations& op) {
  if (is_postgresql(op))
    op.create_sequence({.name = "numbers", .options = {.start = 5, .increment = 2}});
}

}  // namespace

std::vector<Sample> sequences() {
  return {
      sample("create", "A sequence with all that can be said of it.", nothing,
             [](Operations& op) {
               op.create_sequence({.name = "numbers",
                                   .type = integer(),
                                   .options = {.start = -5,
                                               .increment = -2,
                                               .min_value = -50,
                                               .max_value = -1,
                                               .cache = 7,
                                               .cycle = true},
                                   .comment = "they go down"});
             }),
      sample(
          "create_if_not_exists", "A sequence that is there already stays on the way back.",
          numbers,
          [](Operations& op) { op.create_sequence({.name = "numbers"}, {.if_not_exists = true}); }),
      sample(
          "create_for_a_column", "A sequence that goes with a column.",
          [](Operations& op) { assets(op); },
          [](Operations& op) {
            op.create_sequence(
                {.name = "asset_ids", .owned_by = std::pair(ObjectName("assets"), "id")});
            op.alter_column("assets", "id", {.default_sql = "nextval('asset_ids'::regclass)"});
          }),
      sample("alter", "A sequence is what the options say; what they do not say is the default.",
             numbers,
             [](Operations& op) {
               op.alter_sequence("numbers", {.increment = 10, .max_value = 1000, .cycle = true});
             }),
      sample("drop", "A sequence goes, and the number that it reached.", numbers,
             [](Operations& op) { op.drop_sequence("numbers"); }),
      sample("drop_if_exists", "One that is not there is no mistake if it may be missing.", nothing,
             [](Operations& op) { op.drop_sequence("numbers", {.if_exists = true}); }),
  };
}

}  // namespace aludel::samples
