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

}  // namespace

}  // namespace aludel::testing
