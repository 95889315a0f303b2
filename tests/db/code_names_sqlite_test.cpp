// Names that are not there, and what SQLite would take without doing it: refused at the line in
// C++, before anything runs.
#include "db/support/code_on_sqlite.hpp"

namespace aludel::testing {

namespace {

class CodeNamesSqlite : public CodeOnSqlite {
 protected:
  CodeNamesSqlite() {
    add("1", [](Operations& op) {
      op.create_table({.name = "owners",
                       .columns = {{.name = "id", .type = big_int(), .nullable = false},
                                   {.name = "name", .type = text()}},
                       .constraints = {PrimaryKey{.name = "pk_owners", .columns = {"id"}}}});
    });
    up();
  }
  void expect_refusal(void (*upgrade)(Operations&), const std::string& message,
                      const std::string& hint) {
    add("2", upgrade);
    const std::string text = told();
    take_back();
    EXPECT_TRUE(text.starts_with("E0329")) << text;
    EXPECT_TRUE(text.contains(message)) << "wanted: " << message << "\n" << text;
    EXPECT_TRUE(text.contains("hint: " + hint)) << "wanted: " << hint << "\n" << text;
    EXPECT_TRUE(text.contains("at line ")) << text;
  }
};

TEST_F(CodeNamesSqlite, OfColumnsInExpressions) {
  expect_refusal(
      [](Operations& op) {
        op.create_check_constraint("owners", {.name = "ck", .expression = "nam <> ''"});
      },
      "table owners has no column nam, which check ck names", "did you mean `name`?");
  expect_refusal(
      [](Operations& op) {
        op.create_index("owners", {.name = "ix", .parts = {{.expression = "lower(nam)"}}});
      },
      "table owners has no column nam, which index ix names", "did you mean `name`?");
  expect_refusal(
      [](Operations& op) {
        op.create_index("owners",
                        {.name = "ix", .parts = {{.column = "id"}}, .where = "nam > 'a'"});
      },
      "table owners has no column nam, which index ix names", "did you mean `name`?");
  expect_refusal(
      [](Operations& op) {
        op.add_column("owners", {.name = "short",
                                 .type = text(),
                                 .generated = Generated{.expression = "substr(nam, 1, 3)"}});
      },
      "table owners has no column nam, which column short names", "did you mean `name`?");
  expect_refusal(
      [](Operations& op) {
        op.create_table({.name = "pets",
                         .columns = {{.name = "age", .type = integer()}},
                         .constraints = {Check{.expression = "\"ages\" > 0"}}});
      },
      "table pets has no column ages, which check (\"ages\" > 0) names",
      "did you mean `age`? a text stands in single quotes: 'ages'");
}

TEST_F(CodeNamesSqlite, OfColumnsThatAreThereAreTakenHoweverTheyAreWritten) {
  add("2", [](Operations& op) {
    op.add_column("owners", {.name = "from day", .type = text()});
    op.add_column("owners", {.name = "key", .type = integer()});
    op.create_check_constraint(
        "owners",
        {.name = "ck",
         .expression = "\"from day\" IS NOT NULL OR [name] LIKE 'a%' ESCAPE '!' OR rowid > 0 OR "
                       "owners.NAME IS DISTINCT FROM 'x' OR key NOTNULL OR TRUE OR "
                       "CASE WHEN key THEN CURRENT_DATE > '2020' ELSE "
                       "CAST(`key` AS DOUBLE PRECISION) BETWEEN 1 AND 2 END OR "
                       "name COLLATE NOCASE IN ('a', 'b') OR name GLOB 'x' OR name = x'41'"});
    op.create_index("owners", {.name = "ix",
                               .parts = {{.expression = "json_extract(name, '$.a')"}},
                               .where = "name IS NOT NULL AND key ISNULL"});
  });
  EXPECT_EQ(told(), "it did not fail");
}

TEST_F(CodeNamesSqlite, OfWhatAForeignKeyRefersTo) {
  expect_refusal(
      [](Operations& op) {
        op.create_table(
            {.name = "pets",
             .columns = {{.name = "owner", .type = big_int()}},
             .constraints = {ForeignKey{.name = "fk", .columns = {"owner"}, .table = "owner"}}});
      },
      "foreign key fk of table pets refers to table owner, which is not there when the revision "
      "ends",
      "did you mean `owners`?");
  expect_refusal(
      [](Operations& op) {
        op.create_table({.name = "pets", .columns = {{.name = "owner", .type = big_int()}}});
        op.create_foreign_key(
            "pets", {.name = "fk", .columns = {"owner"}, .table = "keepers", .referred = {"idd"}});
        op.create_table({.name = "keepers",
                         .columns = {{.name = "id", .type = big_int(), .nullable = false}},
                         .constraints = {PrimaryKey{.columns = {"id"}}}});
      },
      "table keepers has no column idd", "did you mean `id`?");
}

TEST_F(CodeNamesSqlite, OfTablesThatComeLaterInTheRevisionAreFine) {
  add("2", [](Operations& op) {
    op.create_table(
        {.name = "pets",
         .columns = {{.name = "id", .type = big_int(), .nullable = false},
                     {.name = "keeper", .type = big_int()},
                     {.name = "mother", .type = big_int()}},
         .constraints = {PrimaryKey{.columns = {"id"}},
                         ForeignKey{.columns = {"keeper"}, .table = "keepers"},
                         ForeignKey{.columns = {"mother"}, .table = "pets", .referred = {"id"}}}});
    op.create_table({.name = "keepers",
                     .columns = {{.name = "id", .type = big_int(), .nullable = false}},
                     .constraints = {PrimaryKey{.columns = {"id"}}}});
    op.create_table({.name = "toys",
                     .columns = {{.name = "shop", .type = big_int()}},
                     .constraints = {ForeignKey{.columns = {"shop"}, .table = "shops"}}});
    op.drop_table("toys");
  });
  EXPECT_EQ(told(), "it did not fail");
}

TEST_F(CodeNamesSqlite, OfColumnsThatAnIndexIncludes) {
  expect_refusal(
      [](Operations& op) {
        op.create_index("owners", {.name = "ix", .parts = {{.column = "id"}}, .include = {"name"}});
      },
      "index ix: SQLite has no INCLUDE", "put its columns behind those of the key: (id, name)");
  expect_refusal(
      [](Operations& op) {
        op.create_index(
            "owners",
            {.name = "ix", .parts = {{.column = "id"}}, .unique = true, .include = {"name"}});
      },
      "index ix: SQLite has no INCLUDE", "leave it out on SQLite");
}

TEST_F(CodeNamesSqlite, AreToldAtTheLineOfTheirOwnChange) {
  static unsigned line = 0;
  add("2", [](Operations& op) {
    op.add_column("owners", {.name = "a", .type = text()});
    line = __LINE__ + 1;
    op.create_check_constraint("owners", {.expression = "nam <> ''"});
    op.add_column("owners", {.name = "b", .type = text()});
  });
  EXPECT_TRUE(told().contains("at line " + std::to_string(line) + ":")) << told();
  take_back();
  add("2", [](Operations& op) {
    op.add_column("owners", {.name = "a", .type = big_int()});
    line = __LINE__ + 1;
    op.create_foreign_key("owners", {.columns = {"a"}, .table = "nobody"});
    op.add_column("owners", {.name = "b", .type = text()});
  });
  EXPECT_TRUE(told().contains("at line " + std::to_string(line) + ":")) << told();
}

TEST_F(CodeNamesSqlite, OfTypesThatMeanNothing) {
  expect_refusal(
      [](Operations& op) { op.add_column("owners", {.name = "a", .type = varchar(-3)}); },
      "add_column: the type of column a has a size of -3", "");
  expect_refusal(
      [](Operations& op) { op.alter_column("owners", "name", {.type = named("VARCHAR(-3)")}); },
      "alter_column: the type of column name has a size of -3", "");
  expect_refusal([](Operations& op) { op.create_table({.name = "t", .columns = {{.name = "a"}}}); },
                 "create_table: column a has no type", "say one");
}

TEST_F(CodeNamesSqlite, OfAColumnThatMayNotBeWhatItIsByDefault) {
  expect_refusal(
      [](Operations& op) {
        op.add_column("owners",
                      {.name = "a", .type = text(), .nullable = false, .default_sql = " null "});
      },
      "add_column: column a is NOT NULL, and its default is NULL", "leave the default out");
  expect_refusal(
      [](Operations& op) {
        op.alter_column("owners", "name", {.nullable = false, .default_sql = "NULL"});
      },
      "alter_column: column name is NOT NULL, and its default is NULL", "leave the default out");
}

}  // namespace

}  // namespace aludel::testing
