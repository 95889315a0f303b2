// What is lost when Alembic makes an SQLite table anew (its batch mode), and what stops it: each of
// them is kept here, or refused before anything runs.
#include "db/support/sqlite_memory.hpp"

namespace aludel::testing {
namespace {

using Lines = std::vector<std::string>;

class RebuildLosses : public ::testing::Test {
 protected:
  /// A change of `t` that needs a rebuild; what `perform` compares is the whole catalog.
  void rebuild() { database.perform(AlterTable{"t", {AddConstraint{Check{.expression = "1"}}}}); }
  std::string text_of(const std::string& name) {
    return database.rows("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'").at(0);
  }
  bool says(const std::string& part) { return text_of("t").find(part) != std::string::npos; }

  SqliteMemory database;
};

TEST_F(RebuildLosses, ChecksWithoutANameStay) {
  database.run("CREATE TABLE t (a INTEGER CHECK (a > 0), CHECK (a < 9))");
  rebuild();
  EXPECT_TRUE(says("CHECK (a > 0)") && says("CHECK (a < 9)"));
}

TEST_F(RebuildLosses, CollationsOfColumnsStay) {
  database.run("CREATE TABLE t (a TEXT COLLATE NOCASE);\nINSERT INTO t VALUES ('X');\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT count(*) FROM t WHERE a = 'x'"), (Lines{"1"}));
}

TEST_F(RebuildLosses, AutoincrementAndItsCounterStay) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);\nINSERT INTO t VALUES (3), (9);\n"
      "DELETE FROM t WHERE id = 9;\n");
  rebuild();
  database.run("INSERT INTO t DEFAULT VALUES");
  EXPECT_EQ(database.rows("SELECT id FROM t"), (Lines{"3", "10"}));
}

TEST_F(RebuildLosses, TheCounterOfAnEmptyTableStays) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);\nINSERT INTO t VALUES (9);\nDELETE "
      "FROM t;\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM sqlite_sequence"), (Lines{"t|9"}));
}

TEST_F(RebuildLosses, StrictAndWithoutRowidStay) {
  database.run("CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
  rebuild();
  EXPECT_TRUE(says("STRICT, WITHOUT ROWID"));
}

TEST_F(RebuildLosses, TriggersOfTheTableStay) {
  database.run(
      "CREATE TABLE t (a TEXT);\nCREATE TABLE log (a TEXT);\nCREATE TRIGGER tr AFTER INSERT ON t "
      "BEGIN INSERT INTO log VALUES (new.a); END;\nINSERT INTO t VALUES ('x');\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM log"), (Lines{"x"})) << "the copy fired it";
  database.run("INSERT INTO t VALUES ('y')");
  EXPECT_EQ(database.rows("SELECT * FROM log"), (Lines{"x", "y"}));
}

TEST_F(RebuildLosses, IndexesOnExpressionsWithDirectionsAndPredicatesStay) {
  const std::string index =
      "CREATE UNIQUE INDEX \"i\" ON \"t\" ((lower(a)) COLLATE \"RTRIM\" DESC, \"b\") WHERE b > 0";
  database.run("CREATE TABLE t (a TEXT, b INTEGER);\n" + index + ";\n");
  rebuild();
  EXPECT_EQ(text_of("i"), index);
}

TEST_F(RebuildLosses, AUniqueConstraintFollowsTheColumnThatIsRenamedWithIt) {
  database.run(
      "CREATE TABLE t (a TEXT, UNIQUE (a), CHECK (a <> 'b'), CONSTRAINT n CHECK (a <> ''))");
  database.perform(
      AlterTable{"t", {RenameColumn{"a", "b"}, AlterColumn{.name = "b", .nullable = false}}});
  EXPECT_TRUE(says("UNIQUE (\"b\")")) << text_of("t");
}

TEST_F(RebuildLosses, AColumnOfAnIndexOfSeveralIsNotDroppedUnderIt) {
  database.run("CREATE TABLE t (a TEXT, b TEXT);\nCREATE INDEX i ON t (a, b);\n");
  EXPECT_NE(refusal_of(database, AlterTable{"t", {DropColumn{"a"}}})
                .find("column a of table t is used by index i / drop it first"),
            std::string::npos);
  database.perform(DropIndex{.table = "t", .name = "i"});
  database.perform(AlterTable{"t", {DropColumn{"a"}}});
}

TEST_F(RebuildLosses, ViewsOnTheTableStay) {
  database.run(
      "CREATE TABLE t (a TEXT);\nCREATE VIEW v AS SELECT a FROM t;\nCREATE VIEW w AS SELECT "
      "upper(a) "
      "AS a FROM V;\nCREATE TRIGGER tr INSTEAD OF INSERT ON w BEGIN INSERT INTO t VALUES (new.a); "
      "END;\nCREATE TABLE other (b TEXT);\nCREATE TRIGGER far AFTER INSERT ON other BEGIN INSERT "
      "INTO w VALUES (new.b); END;\n");
  rebuild();
  database.run("INSERT INTO other VALUES ('x')");
  EXPECT_EQ(database.rows("SELECT * FROM w"), (Lines{"X"}));
}

TEST_F(RebuildLosses, ChildrenWithOnDeleteCascadeKeepTheirRows) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TABLE child (t INTEGER REFERENCES t ON "
      "DELETE CASCADE, u INTEGER REFERENCES t ON DELETE SET NULL);\nINSERT INTO t VALUES (1), "
      "(2);\n"
      "INSERT INTO child VALUES (1, 2);\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM child"), (Lines{"1|2"}));
  database.run("DELETE FROM t WHERE id = 1");
  EXPECT_EQ(database.rows("SELECT * FROM child"), Lines{})
      << "the foreign key is not ours any more";
}

TEST_F(RebuildLosses, ChildrenWithoutCascadeDoNotStopIt) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TABLE child (t INTEGER REFERENCES t);\n"
      "INSERT INTO t VALUES (1);\nINSERT INTO child VALUES (1);\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM child"), (Lines{"1"}));
  EXPECT_NE(text_of("child").find("REFERENCES t)"), std::string::npos);
}

TEST_F(RebuildLosses, ATableThatRefersToItselfStillDoes) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id) ON DELETE CASCADE);\n"
      "INSERT INTO t VALUES (1, NULL), (2, 1);\n");
  rebuild();
  EXPECT_TRUE(says("REFERENCES \"t\" (\"id\") ON DELETE CASCADE"));
  EXPECT_EQ(database.rows("SELECT count(*) FROM t"), (Lines{"2"}));
}

TEST_F(RebuildLosses, ACopyThatFailsLeavesTheOldTableAndNothingElse) {
  database.run("CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x'), (NULL);\n");
  const Operation change = AlterTable{"t", {AlterColumn{.name = "a", .nullable = false}}};
  for (int attempt = 0; attempt < 2; ++attempt)
    EXPECT_EQ(database.attempt(change), "NOT NULL constraint failed: aludel_new_t.a");
  EXPECT_EQ(database.rows("SELECT a FROM t"), (Lines{"x", "∅"}));
  database.run("DELETE FROM t WHERE a IS NULL");
  database.perform(change);
}

TEST_F(RebuildLosses, SeveralGeneratedColumnsStay) {
  database.run(
      "CREATE TABLE t (a INTEGER, b INTEGER AS (a * 2) STORED, c INTEGER AS (a + b) VIRTUAL);\n"
      "INSERT INTO t VALUES (1);\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM t"), (Lines{"1|2|3"}));
}

TEST_F(RebuildLosses, RowidsWithoutAnAliasStay) {
  database.run(
      "CREATE TABLE t (rowid TEXT, a TEXT);\nINSERT INTO t (_rowid_, a) VALUES (5, 'x'), (70, "
      "'y');\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT _rowid_, rowid, a FROM t"), (Lines{"5|∅|x", "70|∅|y"}));
}

TEST_F(RebuildLosses, TextsThatAreNoNumbersAreNotTakenForZero) {
  database.run("CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('12'), ('12 pieces');\n");
  const Operation change = AlterTable{"t", {AlterColumn{.name = "a", .type = integer()}}};
  EXPECT_EQ(database.attempt(change), "verify: text|12 pieces");
  EXPECT_EQ(database.rows("SELECT a FROM t"), (Lines{"12", "12 pieces"}));
  database.run("UPDATE t SET a = '13' WHERE a <> '12'");
  database.perform(change);
  EXPECT_EQ(database.rows("SELECT a, typeof(a) FROM t"), (Lines{"12|integer", "13|integer"}));
  database.perform(AlterTable{"t", {AlterColumn{.name = "a", .type = bytes()}}});
  database.perform(AlterTable{"t", {AlterColumn{.name = "a", .type = text()}}});
  EXPECT_EQ(database.rows("SELECT a, typeof(a) FROM t"), (Lines{"12|text", "13|text"}));
}

TEST_F(RebuildLosses, AForeignKeyThatRowsDoNotFulfilIsFoundBeforeCommit) {
  database.run(
      "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (p INTEGER);\nINSERT INTO t VALUES "
      "(5);\n");
  const Operation change =
      AlterTable{"t", {AddConstraint{ForeignKey{.columns = {"p"}, .table = "p"}}}};
  EXPECT_EQ(database.attempt(change), "verify: t|1|p|0");
  database.run("INSERT INTO p VALUES (5)");
  database.perform(change);
}

TEST_F(RebuildLosses, ATableThatIsCalledAsTheNewOneWouldBeIsLeftAlone) {
  database.run(
      "CREATE TABLE t (a TEXT);\nCREATE TABLE aludel_new_t (b TEXT);\nINSERT INTO aludel_new_t "
      "VALUES ('mine');\n");
  rebuild();
  EXPECT_EQ(database.rows("SELECT * FROM aludel_new_t"), (Lines{"mine"}));
}

TEST_F(RebuildLosses, ANewColumnThatMustNotBeNullGetsItsDefaultInEveryRow) {
  database.run("CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('x');\n");
  database.perform(
      AlterTable{"t",
                 {AddColumn{{.name = "b", .nullable = false, .default_sql = "CURRENT_TIMESTAMP"}},
                  AddColumn{{.name = "c", .nullable = false, .default_sql = "1 + 1"}}}});
  EXPECT_EQ(database.rows("SELECT length(b), c FROM t"), (Lines{"19|2"}));
  EXPECT_EQ(database.attempt(AlterTable{"t", {AddColumn{{.name = "d", .nullable = false}}}}),
            "NOT NULL constraint failed: aludel_new_t.d");
  database.run("DELETE FROM t");
  database.perform(AlterTable{"t", {AddColumn{{.name = "d", .nullable = false}}}});
}

}  // namespace
}  // namespace aludel::testing
