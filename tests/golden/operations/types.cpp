#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"types", std::move(name), std::move(sentence), given, said};
}

void mood(Operations& op) {
  if (is_postgresql(op)) op.create_enum("mood", {"sad", "ok", "glad"});
}

void used_mood(Operations& op) {
  if (!is_postgresql(op)) return;
  mood(op);
  op.create_table(
      {.name = "people",
       .columns =
           {{.name = "id", .type = integer(), .nullable = false},
            {.name = "mood", .type = named("mood"), .nullable = false, .default_sql = "'ok'"},
            {.name = "moods", .type = array_of(named("mood"))}},
       .constraints = {PrimaryKey{.name = "pk_people", .columns = {"id"}},
                       Check{.name = "happy", .expression = "mood <> 'sad'::mood OR id > 0"}},
       .indexes = {
           {.name = "ix_glad", .parts = {{.column = "id"}}, .where = "mood = 'glad'::mood"}}});
  op.bulk_insert("people", {"id", "mood", "moods"}, {{1, "ok", "{ok,glad}"}, {2, "glad", nullptr}});
}

void positive(Operations& op) {
  if (is_postgresql(op)) op.create_domain({.name = "positive", .type = integer()});
}

}  // namespace

std::vector<Sample> types() {
  return {
      sample("create_enum", "An enum type, and a column of it.", nothing,
             [](Operations& op) {
               op.create_enum("mood", {"sad", "it's ok"});
               op.create_table(
                   {.name = "people",
                    .columns = {{.name = "mood", .type = named("mood"), .default_sql = "'sad'"}}});
             }),
      sample("drop_enum", "An enum type goes, and comes again as it was.", mood,
             [](Operations& op) { op.drop_enum("mood"); }),
      sample("drop_enum_if_exists", "One that is not there is no mistake if it may be missing.",
             nothing, [](Operations& op) { op.drop_enum("mood", {.if_exists = true}); }),
      sample("drop_enum_that_is_used", "A type that a column has stays.", used_mood,
             [](Operations& op) { op.drop_enum("mood"); }),
      sample("add_value", "Values come last, before and after another one.", mood,
             [](Operations& op) {
               op.add_enum_value("mood", "great");
               op.add_enum_value("mood", "bad", {.before = "sad"});
               op.add_enum_value("mood", "so so", {.after = "sad"});
             }),
      sample("add_value_if_not_exists", "A value that is there already stays on the way back.",
             mood,
             [](Operations& op) { op.add_enum_value("mood", "ok", {.if_not_exists = true}); }),
      sample("add_value_to_a_used_type", "On the way back every column of the type is rewritten.",
             used_mood, [](Operations& op) { op.add_enum_value("mood", "great"); }),
      sample("rename_value", "A value gets another name, in all rows at once.", used_mood,
             [](Operations& op) { op.rename_enum_value("mood", "glad", "it's fine"); }),
      sample("remove_value",
             "A value that no row has is removed: a new type takes the old one's place.", used_mood,
             [](Operations& op) {
               op.drop_constraint("people", "happy");
               op.remove_enum_value("mood", "sad");
             }),
      sample("remove_value_that_a_check_names", "A value that a check names stays.", used_mood,
             [](Operations& op) { op.remove_enum_value("mood", "sad"); }),
      sample("remove_value_of_an_unused_type", "A value goes, and comes again where it was.", mood,
             [](Operations& op) { op.remove_enum_value("mood", "ok"); }),
      sample(
          "remove_value_with_replacement", "Rows that have the value get another one.",
          [](Operations& op) {
            mood(op);
            if (!is_postgresql(op)) return;
            op.create_table({.name = "people",
                             .columns = {{.name = "mood", .type = named("mood")},
                                         {.name = "moods", .type = array_of(named("mood"))}}});
            op.bulk_insert("people", {"mood", "moods"}, {{"glad", "{glad,ok}"}});
          },
          [](Operations& op) { op.remove_enum_value("mood", "glad", "ok"); }),
      sample("remove_value_that_a_default_uses", "A value that new rows get stays.", used_mood,
             [](Operations& op) { op.remove_enum_value("mood", "ok"); }),
      sample("create_domain", "A domain with a check and a default.", nothing,
             [](Operations& op) {
               op.create_domain({.name = "positive",
                                 .type = integer(),
                                 .nullable = false,
                                 .default_sql = "1",
                                 .checks = {{.expression = "VALUE > 0"}},
                                 .comment = "more than nothing"});
               op.create_table(
                   {.name = "boxes", .columns = {{.name = "width", .type = named("positive")}}});
             }),
      sample("drop_domain", "A domain goes, and comes again as it was.", positive,
             [](Operations& op) { op.drop_domain("positive"); }),
  };
}

}  // namespace aludel::samples
