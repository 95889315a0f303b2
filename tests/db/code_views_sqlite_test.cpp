// Views and triggers of SQLite among revisions in C++ that rename tables and columns, or make
// tables anew.
#include "db/support/code_on_sqlite.hpp"

namespace aludel::testing {

namespace {

class CodeViewsSqlite : public CodeOnSqlite {};

TEST_F(CodeViewsSqlite, AQueryThatIsNamedLikeATableStaysItselfBehindARenameAndARebuild) {
  add("1", [](Operations& op) {
    op.execute(
        "CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE o (a INTEGER, b TEXT);"
        "INSERT INTO t VALUES (1, 'table'); INSERT INTO o VALUES (2, 'query');"
        "CREATE VIEW v AS WITH t AS (SELECT a, b FROM o) SELECT t.b FROM t;"
        "CREATE VIEW w AS SELECT (WITH t AS (SELECT b FROM o) SELECT b FROM t) AS inside, b FROM t;"
        "CREATE TRIGGER tr AFTER INSERT ON o BEGIN"
        " INSERT INTO t SELECT * FROM (WITH t AS (SELECT 3, 'trigger') SELECT * FROM t); END;");
  });
  up();
  add("2", [](Operations& op) {
    op.rename_table("t", "s");
    op.rename_column("s", "b", "c");
    op.alter_column("s", "a", {.nullable = false});
    op.rename_table("s", "r");
    op.alter_column("r", "a", {.default_sql = "7"});
  });
  const auto shown = [&] {
    return Lines{rows("SELECT * FROM v").front(), rows("SELECT * FROM w").front()};
  };
  const Lines before = shown();
  EXPECT_EQ(before, (Lines{"query", "query|table"}));
  up();
  EXPECT_EQ(shown(), before);
  rows("INSERT INTO o VALUES (4, 'new')");
  EXPECT_EQ(rows("SELECT * FROM r ORDER BY a"), (Lines{"1|table", "3|trigger"}));
  downgrade(url(), migrations(), "1");
  EXPECT_EQ(shown(), before);
}

TEST_F(CodeViewsSqlite, AViewThatNamesWhatIsNotThereIsRefused) {
  add("1", [](Operations& op) {
    op.create_table({.name = "owners", .columns = {{.name = "name", .type = text()}}});
  });
  add("2",
      [](Operations& op) { op.create_view({.name = "v", .query = "SELECT nam FROM owners"}); });
  const std::string missing_column = told();
  EXPECT_TRUE(missing_column.contains("no such column: nam")) << missing_column;
  EXPECT_TRUE(missing_column.contains("view v")) << missing_column;
  EXPECT_TRUE(missing_column.contains("did you mean `name`?")) << missing_column;
  EXPECT_EQ(rows("SELECT version_num FROM aludel_version"), Lines{"1"});
  EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE name = 'v'"), Lines{});
}

TEST_F(CodeViewsSqlite, AViewOfAMissingTableIsRefusedWithTheNearestName) {
  add("1", [](Operations& op) {
    op.create_table({.name = "owners", .columns = {{.name = "name", .type = text()}}});
  });
  up();
  add("2",
      [](Operations& op) { op.create_view({.name = "v", .query = "SELECT name FROM owner"}); });
  const std::string failure = told();
  EXPECT_TRUE(failure.contains("no such table: main.owner")) << failure;
  EXPECT_TRUE(failure.contains("did you mean `owners`?")) << failure;
}

TEST_F(CodeViewsSqlite, AViewMayComeBeforeItsTableOrGoAgain) {
  add("1", [](Operations& op) {
    op.create_view({.name = "early", .query = "SELECT name FROM owners"});
    op.create_view({.name = "gone", .query = "SELECT name FROM owners"});
    op.create_view({.name = "wrong", .query = "SELECT x FROM nowhere"});
    op.drop_view("gone");
    op.execute("DROP VIEW wrong");
    op.create_table({.name = "owners", .columns = {{.name = "name", .type = text()}}});
  });
  up();
  EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE type = 'view'"), Lines{"early"});
}

TEST_F(CodeViewsSqlite, AViewOfAVirtualTableIsFine) {
  add("1", [](Operations& op) { op.execute("CREATE TABLE t (a TEXT)"); });
  up();
  rows("CREATE VIRTUAL TABLE notes USING fts5(text)");
  add("2",
      [](Operations& op) { op.create_view({.name = "v", .query = "SELECT text FROM notes"}); });
  up();
  EXPECT_EQ(rows("SELECT count(*) FROM v"), Lines{"0"});
}

TEST_F(CodeViewsSqlite, AViewThatWasBrokenBeforeIsNamedWhereItStopsARebuild) {
  add("1", [](Operations& op) {
    op.execute("CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE gone (x INTEGER)");
  });
  up();
  rows("CREATE VIEW broken AS SELECT x FROM gone");
  rows("DROP TABLE gone");
  add("2", [](Operations& op) { op.alter_column("t", "a", {.nullable = false}); });
  const std::string failure = told();
  EXPECT_TRUE(failure.contains("view broken was broken before")) << failure;
  EXPECT_TRUE(failure.contains("no such table: main.gone")) << failure;
  EXPECT_TRUE(failure.contains("next: mend it, or drop it by `DROP VIEW \"broken\"`")) << failure;
}

TEST_F(CodeViewsSqlite, ATriggerThatWasBrokenBeforeIsNamedWhereItStopsARename) {
  add("1", [](Operations& op) {
    op.execute("CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE gone (x INTEGER)");
  });
  up();
  rows("CREATE TRIGGER \"my trigger\" AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END");
  rows("DROP TABLE gone");
  add("2", [](Operations& op) { op.rename_column("t", "a", "c"); });
  const std::string failure = told();
  EXPECT_TRUE(failure.contains("trigger my trigger was broken before")) << failure;
  EXPECT_TRUE(failure.contains("`DROP TRIGGER \"my trigger\"`")) << failure;
}

TEST_F(CodeViewsSqlite, WhatTheRevisionItselfHasBrokenIsNotCalledBrokenBefore) {
  add("1", [](Operations& op) {
    op.execute(
        "CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE x (x INTEGER);"
        "CREATE VIEW v AS SELECT x FROM x");
  });
  add_sql("2", "DROP TABLE x;\nALTER TABLE t RENAME TO u;\n");
  const std::string failure = told();
  EXPECT_TRUE(failure.contains("error in view v: no such table: main.x")) << failure;
  EXPECT_FALSE(failure.contains("broken before")) << failure;
  EXPECT_TRUE(failure.contains("view v fits what was there before this revision")) << failure;
}

TEST_F(CodeViewsSqlite, ARenameThatATriggerOfAViewWouldNotSurviveIsRefusedBeforeItRuns) {
  add("1", [](Operations& op) {
    op.execute(
        "CREATE TABLE t (id INTEGER, a TEXT); CREATE VIEW v AS SELECT id, a FROM t;"
        "CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN"
        " INSERT INTO t (id, a) VALUES (new.id, new.a); END;");
  });
  up();
  add("2", [](Operations& op) { op.rename_column("t", "a", "b"); });
  const std::string failure = told();
  EXPECT_TRUE(failure.contains("E0329")) << failure;
  EXPECT_TRUE(failure.contains("rename column a of t to b")) << failure;
  EXPECT_TRUE(failure.contains("trigger tr would not fit behind it (no such column: new.a)"))
      << failure;
  EXPECT_TRUE(failure.contains("hint: drop trigger tr before it")) << failure;
}

}  // namespace

}  // namespace aludel::testing
