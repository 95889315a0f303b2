// Rows that SQLite would refuse when their table is made anew: told before anything runs.
#include "db/support/code_on_sqlite.hpp"

namespace aludel::testing {

namespace {

class CodeRowsSqlite : public CodeOnSqlite {
 protected:
  void given(const std::string& sql) {
    static std::string text;
    text = sql;
    add("1", [](Operations& op) { op.execute(text); });
    up();
  }
  /// What revision 2 is refused with, before it runs.
  std::string refusal(void (*upgrade)(Operations&)) {
    add("2", upgrade);
    const std::string text = told();
    EXPECT_TRUE(text.starts_with("E0329")) << text;
    EXPECT_FALSE(text.contains("aludel_new")) << text;
    return text;
  }
  /// What SQLite fails at: rows that an earlier step writes are not looked for.
  std::string failure_of_the_copy(void (*upgrade)(Operations&)) {
    add("2", upgrade);
    const std::string text = told();
    EXPECT_TRUE(text.starts_with("E04")) << text;
    EXPECT_FALSE(text.contains("aludel_new")) << text;
    return text;
  }
  static bool has(const std::string& text, const std::string& part) {
    EXPECT_TRUE(text.contains(part)) << "wanted: " << part << "\n" << text;
    return true;
  }
};

TEST_F(CodeRowsSqlite, ThatAreTheSameUnderANewUniqueConstraint) {
  given(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT);"
      "INSERT INTO t VALUES (1, 'ann'), (2, 'bob'), (3, 'ann'), (4, NULL), (5, NULL)");
  const std::string text = refusal([](Operations& op) {
    op.create_unique_constraint("t", {.name = "uq", .columns = {"email"}});
  });
  has(text, "2 rows of t are in the way of unique constraint uq: email is the same in several");
  has(text, "note: row: id = 1, email = ann");
  has(text, "note: row: id = 3, email = ann");
  has(text, "note: either mend them before: `op.execute(\"UPDATE …\")`");
  has(text, "note: or delete them before");
}

TEST_F(CodeRowsSqlite, ThatAreTheSameByTheColumnsCollation) {
  given(
      "CREATE TABLE t (email TEXT COLLATE NOCASE, app TEXT);"
      "INSERT INTO t VALUES ('ann', 'x'), ('ANN', 'x'), ('ann', 'y')");
  const std::string text = refusal([](Operations& op) {
    op.create_unique_constraint("t", {.name = "uq", .columns = {"app", "email"}});
  });
  has(text,
      "2 rows of t are in the way of unique constraint uq: app, email are the same in several");
  has(text, "note: row: rowid = 1, app = x, email = ann");
}

TEST_F(CodeRowsSqlite, ThatAreTheSameUnderANewUniqueIndex) {
  given("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'p'), ('X', 'p'), ('x', 'q')");
  const std::string text = refusal([](Operations& op) {
    op.create_index(
        "t",
        {.name = "ix", .parts = {{.expression = "lower(a)"}}, .unique = true, .where = "b = 'p'"});
  });
  has(text, "2 rows of t are in the way of unique index ix: lower(a) is the same in several");
}

TEST_F(CodeRowsSqlite, ThatANewCheckIsFalseOf) {
  given(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, price INTEGER);"
      "INSERT INTO t VALUES (1, 5), (2, -1), (3, NULL)");
  const std::string text = refusal([](Operations& op) {
    op.create_check_constraint("t", {.name = "ck", .expression = "price >= 0"});
  });
  has(text, "1 row of t is in the way of check ck: price >= 0 is false there");
  has(text, "note: row: id = 2, price = -1");
}

TEST_F(CodeRowsSqlite, ThatHaveNoKeyOrNoneOfTheirOwn) {
  given(
      "CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'p'), (NULL, 'q'), ('x', 'r')");
  const std::string nulls =
      refusal([](Operations& op) { op.create_primary_key("t", {.name = "pk", .columns = {"a"}}); });
  has(nulls, "1 row of t is in the way of primary key pk: a is NULL there");
  has(nulls, "note: row: rowid = 2, a = NULL");
  rows("DELETE FROM t WHERE a IS NULL");
  has(told(), "2 rows of t are in the way of primary key pk: a is the same in several");
}

TEST_F(CodeRowsSqlite, WhoseKeyIsNoWholeNumber) {
  given("CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES ('x', 'p'), (2, 'q')");
  const std::string text =
      refusal([](Operations& op) { op.create_primary_key("t", {.name = "pk", .columns = {"a"}}); });
  has(text, "1 row of t is in the way of primary key pk: a is no whole number there");
}

TEST_F(CodeRowsSqlite, ThatHoldWhatAStrictTableDoesNotTake) {
  given(
      "CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BLOB);"
      "INSERT INTO t VALUES ('x', 'p', 1, x'00'), (2, x'01', '1.5', NULL), (3.0, 'r', 2.5, x'')");
  const std::string text = refusal([](Operations& op) { op.set_strict("t", true); });
  has(text, "1 row of t is in the way of type INTEGER of column a: it holds something else there");
  has(text, "note: row: rowid = 1, a = x");
  rows("DELETE FROM t WHERE a = 'x'");
  has(told(), "1 row of t is in the way of type TEXT of column b");
  rows("DELETE FROM t WHERE b = x'01'");
  up();
  EXPECT_EQ(rows("SELECT a, b, c FROM t"), Lines{"3|r|2.5"});
}

TEST_F(CodeRowsSqlite, ThatHoldWhatTheNewTypeDoesNotTake) {
  given(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);"
      "INSERT INTO t VALUES (1, '12'), (2, '12abc'), (3, '1.0'), (4, '1.5'), (5, NULL), (6, "
      "'1e2')");
  const std::string text =
      refusal([](Operations& op) { op.alter_column("t", "a", {.type = integer()}); });
  has(text, "2 rows of t are in the way of type INTEGER of column a");
  has(text, "note: row: id = 2, a = 12abc");
  has(text, "note: row: id = 4, a = 1.5");
  has(text, "note: or say how they become so: `.using_expression = …`");
}

TEST_F(CodeRowsSqlite, ThatAreMendedOnTheWayAreNotInIt) {
  given(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
      "INSERT INTO t VALUES (1, 'x', NULL), (2, 'x', 'y')");
  add("2", [](Operations& op) {
    op.execute("UPDATE t SET a = a || id, b = 'y'");
    op.create_unique_constraint("t", {.name = "uq", .columns = {"a"}});
    op.alter_column("t", "b", {.nullable = false});
  });
  up();
}

TEST_F(CodeRowsSqlite, OfAnotherTableThatHadTheNameAreNotInTheWay) {
  given("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('x'), (NULL)");
  add("2", [](Operations& op) {
    op.rename_table("t", "old");
    op.create_table({.name = "t", .columns = {{.name = "a", .type = text()}}});
    op.create_unique_constraint("t", {.name = "uq", .columns = {"a"}});
    op.alter_column("t", "a", {.nullable = false});
  });
  up();
  EXPECT_EQ(rows("SELECT count(*) FROM old"), Lines{"3"});
}

TEST_F(CodeRowsSqlite, OfAnotherColumnThatHadTheNameAreNotInTheWay) {
  given("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('1', 'x'), ('1', 'y')");
  add("2", [](Operations& op) {
    op.alter_column("t", "a", {.type = integer(), .using_expression = "a + 0"});
    op.rename_column("t", "a", "c");
    op.rename_column("t", "b", "a");
    op.create_unique_constraint("t", {.name = "uq", .columns = {"a"}});
  });
  up();
  EXPECT_EQ(rows("SELECT c, a FROM t"), (Lines{"1|x", "1|y"}));
}

TEST_F(CodeRowsSqlite, AreNotInTheWayOfAnIndexThatIsThere) {
  given("CREATE TABLE t (a TEXT); CREATE INDEX ix ON t (a); INSERT INTO t VALUES ('x'), ('x')");
  add("2", [](Operations& op) {
    op.create_index("t", {.name = "ix", .parts = {{.column = "a"}}, .unique = true},
                    {.if_not_exists = true});
  });
  up();
}

TEST_F(CodeRowsSqlite, ThatAreNullWhereTheyMayNotBeAreShown) {
  given(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);"
      "INSERT INTO t VALUES (1, 'x'), (2, NULL), (3, NULL)");
  const std::string text =
      refusal([](Operations& op) { op.alter_column("t", "a", {.nullable = false}); });
  has(text, "column a of t is to be NOT NULL, and 2 rows have NULL there");
  has(text, "note: row: id = 2");
  has(text, "note: row: id = 3");
}

TEST_F(CodeRowsSqlite, ThatAnExpressionMendsAreNotInTheWayOfNotNull) {
  given("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('1'), (NULL)");
  add("2", [](Operations& op) {
    op.alter_column("t", "a",
                    {.type = integer(), .using_expression = "coalesce(a, 0)", .nullable = false});
  });
  up();
  EXPECT_EQ(rows("SELECT a FROM t"), (Lines{"1", "0"}));
}

TEST_F(CodeRowsSqlite, ThatOnlyTheCopyFindsAreToldByTheTablesOwnName) {
  given("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'y'), ('x', 'z')");
  const std::string text = failure_of_the_copy([](Operations& op) {
    op.execute("UPDATE t SET b = 'w'");
    op.create_unique_constraint("t", {.name = "uq", .columns = {"a", "b"}});
  });
  has(text, "UNIQUE constraint failed: t.a, t.b");
  has(text, "note: table t is made anew, and not all of its rows fit what it is to be");
  has(text, "hint: mend or delete them before it");
}

TEST_F(CodeRowsSqlite, AreNotBlamedForAnExpressionThatFails) {
  given("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x')");
  const std::string text = failure_of_the_copy([](Operations& op) {
    op.alter_column("t", "a", {.type = integer(), .using_expression = "no_function(a)"});
  });
  has(text, "no such function: no_function");
  EXPECT_FALSE(text.contains("rows fit")) << text;
}

TEST_F(CodeRowsSqlite, ThatTheDowngradeWouldFindAreNotInTheWayOfTheUpgrade) {
  given("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('x')");
  add(
      "2", [](Operations& op) { op.add_column("t", {.name = "b", .type = text()}); },
      [](Operations& op) {
        op.drop_column("t", "b");
        op.create_unique_constraint("t", {.name = "uq", .columns = {"a"}});
      });
  up();
}

}  // namespace

}  // namespace aludel::testing
