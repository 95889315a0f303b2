// What a table has, and a change that SQLite makes by making the table anew.
#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"rebuilds", std::move(name), std::move(sentence), given, said};
}

void add_trigger(Operations& op, std::string name, ObjectName table) {
  if (is_postgresql(op)) {
    op.create_function(
        {.name = "note",
         .definition =
             "RETURNS trigger\n LANGUAGE plpgsql\nAS $function$BEGIN RETURN NEW; END$function$"});
    op.create_trigger({.name = std::move(name),
                       .table = std::move(table),
                       .timing = "AFTER INSERT",
                       .action = "FOR EACH ROW EXECUTE FUNCTION note()"});
  } else {
    op.create_trigger({.name = std::move(name),
                       .table = std::move(table),
                       .timing = "AFTER INSERT",
                       .action = "BEGIN UPDATE t SET b = 'x' WHERE id = 0; END"});
  }
}

/// Everything that Alembic loses when it makes a table anew.
void everything(Operations& op) {
  op.create_table(
      {.name = "t",
       .columns = {{.name = "id", .type = integer(), .identity = Identity{}},
                   {.name = "a",
                    .type = text(),
                    .nullable = false,
                    .collation = is_postgresql(op) ? "C" : "NOCASE"},
                   {.name = "b", .type = text()},
                   {.name = "n", .type = integer(), .default_sql = "0"},
                   {.name = "stored", .type = integer(), .generated = Generated{"n * 2"}},
                   {.name = "again", .type = integer(), .generated = Generated{"n + 1"}}},
       .constraints = {PrimaryKey{.name = "pk_t", .columns = {"id"}},
                       Unique{.name = "uq_t", .columns = {"a", "n"}},
                       Check{.expression = "n >= 0"}},
       .indexes = {{.name = "ix_expression", .parts = {{.expression = "lower(b)"}}},
                   {.name = "ix_desc",
                    .parts = {{.column = "n", .descending = true}, {.column = "a"}},
                    .where = "n > 0"}}});
  op.create_table({.name = "child",
                   .columns = {{.name = "t", .type = integer()}},
                   .constraints = {ForeignKey{.name = "fk_child",
                                              .columns = {"t"},
                                              .table = "t",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.bulk_insert("t", {"a", "b", "n"}, {{"one", "x", 1}, {"two", "y", 2}});
  op.bulk_insert("child", {"t"}, {{1}, {2}});
  add_trigger(op, "note_t", "t");
  op.create_view({.name = "totals", .query = "SELECT count(*) AS count\n   FROM t"});
}

void exact(Operations& op) {
  op.create_table({.name = "t",
                   .columns = {{.name = "code", .type = text()}, {.name = "n", .type = integer()}},
                   .constraints = {PrimaryKey{.name = "pk_t", .columns = {"code"}}},
                   .strict = !is_postgresql(op),
                   .without_rowid = !is_postgresql(op)});
  op.bulk_insert("t", {"code", "n"}, {{"a", 1}});
}

}  // namespace

std::vector<Sample> rebuilds() {
  return {
      sample("keep_everything", "Nothing of a table is lost when a column of it becomes NOT NULL.",
             everything, [](Operations& op) { op.alter_column("t", "b", {.nullable = false}); }),
      sample("keep_strict_and_without_rowid", "A STRICT table WITHOUT ROWID stays one.", exact,
             [](Operations& op) {
               op.create_check_constraint("t", {.name = "positive", .expression = "n > 0"});
             }),
      sample("follow_a_rename_beside_them",
             "A unique constraint and a check follow a column that is renamed together with a "
             "change.",
             everything,
             [](Operations& op) {
               op.rename_column("t", "n", "number");
               op.alter_column("t", "b", {.nullable = false});
             }),
      sample("of_a_table_that_others_refer_to",
             "Rows that refer to the table stay, ON DELETE CASCADE or not.", shop,
             [](Operations& op) { op.alter_column("assets", "note", {.nullable = false}); }),
      sample("once_for_all_changes", "However much is changed, the table is made anew once.",
             everything,
             [](Operations& op) {
               op.alter_column("t", "b", {.nullable = false, .default_sql = "''"});
               if (!is_postgresql(op)) op.alter_column("t", "n", {.type = big_int()});
               op.create_check_constraint("t", {.name = "small", .expression = "n < 1000"});
               op.drop_constraint("t", "uq_t");
               op.add_column("t", {.name = "c", .type = text()});
             }),
      sample("of_two_tables", "Each table is made anew where its change stands.", shop,
             [](Operations& op) {
               op.alter_column("assets", "note", {.nullable = false});
               op.alter_column("prices", "close", {.default_sql = "0"});
             }),
      sample("then_renamed", "What is looked at in the end is what the table is called then.", shop,
             [](Operations& op) {
               op.alter_column("prices", "close", {.default_sql = "0"});
               op.rename_table("prices", "quotes");
             }),
      sample("then_dropped", "What is gone in the end is not looked at.", shop,
             [](Operations& op) {
               op.alter_column("prices", "close", {.default_sql = "0"});
               op.drop_table("prices");
             }),
      sample("strict", "A table becomes STRICT.", shop,
             [](Operations& op) { op.set_strict("prices", true); }),
      sample("without_rowid", "A table is kept in the order of its key.", shop,
             [](Operations& op) { op.set_without_rowid("prices", true); }),
  };
}

}  // namespace aludel::samples
