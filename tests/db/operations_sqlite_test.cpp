// Each operation on SQLite: what it says, that it runs, and that there is then what `apply` says
// (`perform` looks). What SQLite has not is refused, each with what to write instead.
#include "db/support/sqlite_memory.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::testing {
namespace {

using Lines = std::vector<std::string>;

class OperationsSqlite : public ::testing::Test {
 protected:
  Lines statements(const Operation& operation) { return database.statements(operation); }
  static AlterTable altered(std::vector<TableChange> changes) { return {"t", std::move(changes)}; }

  SqliteMemory database;
};

Table everything() {
  return {
      .name = "main.prices",
      .columns = {{.name = "id", .type = big_int(), .identity = Identity{.always = true}},
                  {.name = "asset", .type = uuid(), .nullable = false},
                  {.name = "day", .type = timestamp_tz(), .default_sql = "now()"},
                  {.name = "close", .type = numeric(12, 2), .default_sql = "(0)"},
                  {.name = "note",
                   .type = json(),
                   .default_sql = "lower('A' || 'B')",
                   .collation = "nocase",
                   .comment = "what was said"},
                  {.name = "half", .type = real(), .generated = Generated{"(close / 2)", false}},
                  {.name = "tags", .type = array_of(text()).on("sqlite", "TEXT")}},
      .constraints = {PrimaryKey{.name = "pk", .columns = {"id"}, .include = {"day"}},
                      Unique{.name = "uq", .columns = {"asset", "day"}},
                      Check{.expression = "((close >= 0))", .no_inherit = true},
                      ForeignKey{.columns = {"asset"},
                                 .table = "main.assets",
                                 .referred = {"key"},
                                 .on_delete = Action::cascade}},
      .indexes = {{.name = "ix",
                   .parts = {{.column = "day", .descending = true, .nulls_first = true},
                             {.expression = "(lower(note))"}},
                   .method = "btree",
                   .where = "(close > 0)",
                   .options = {{"fillfactor", "70"}},
                   .comment = "fast"}},
      .comment = "all prices",
      .options = {{"fillfactor", "70"}}};
}

TEST_F(OperationsSqlite, APortableTableIsMadeOfSqlitesTypesWithoutWhatSqliteDoesNotKeep) {
  database.run("CREATE TABLE assets (key CHAR(36) NOT NULL PRIMARY KEY)");
  EXPECT_EQ(
      statements(CreateTable{everything()}),
      (Lines{"CREATE TABLE \"prices\" (\n"
             "  \"id\" INTEGER CONSTRAINT \"pk\" PRIMARY KEY AUTOINCREMENT,\n"
             "  \"asset\" CHAR(36) NOT NULL,\n"
             "  \"day\" TIMESTAMP DEFAULT CURRENT_TIMESTAMP,\n"
             "  \"close\" NUMERIC(12, 2) DEFAULT 0,\n"
             "  \"note\" TEXT DEFAULT (lower('A' || 'B')) COLLATE \"NOCASE\",\n"
             "  \"half\" REAL GENERATED ALWAYS AS (close / 2) VIRTUAL,\n"
             "  \"tags\" TEXT,\n"
             "  CONSTRAINT \"uq\" UNIQUE (\"asset\", \"day\"),\n"
             "  CHECK (close >= 0),\n"
             "  FOREIGN KEY (\"asset\") REFERENCES \"assets\" (\"key\") ON DELETE CASCADE\n"
             ")",
             "CREATE INDEX \"ix\" ON \"prices\" (\"day\" DESC, (lower(note))) WHERE close > 0"}));
  database.perform(CreateTable{everything()});
}

TEST_F(OperationsSqlite, AStrictTableHasStrictTypes) {
  Table table = everything();
  table.strict = true;
  table.constraints.pop_back();
  database.perform(CreateTable{table});
  Lines types;
  for (const Column& column : database.table("prices").columns)
    types.push_back(sqlite::declared_type(column.type, true));
  EXPECT_EQ(types, (Lines{"INTEGER", "TEXT", "TEXT", "REAL", "TEXT", "REAL", "TEXT"}));
}

TEST_F(OperationsSqlite, ATableIsMadeAndDroppedOnlyWhereItIsNotThere) {
  const CreateTable create{.table = {.name = "t", .columns = {{.name = "a", .type = text()}}},
                           .if_not_exists = true};
  database.perform(create);
  EXPECT_EQ(statements(create), Lines{});
  database.perform(DropTable{.name = "T"});
  database.perform(DropTable{.name = "t", .if_exists = true});
}

TEST_F(OperationsSqlite, DroppingATableLeavesTheRowsThatReferToNone) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t ON DELETE CASCADE);\n"
      "INSERT INTO t VALUES (1, NULL), (2, 1);\n");
  database.perform(DropTable{.name = "t"});
}

TEST_F(OperationsSqlite, RenamingATableIsFollowedEverywhere) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (t.a <> ''));\nCREATE INDEX i ON t (a) "
      "WHERE a > 'b';\nCREATE TABLE child (t INTEGER REFERENCES t (id));\nCREATE VIEW v AS SELECT "
      "t.a FROM t JOIN child ON child.t = t.id;\nCREATE TRIGGER tr AFTER INSERT ON child BEGIN "
      "UPDATE t SET a = 'x'; END;\nCREATE TRIGGER own AFTER INSERT ON t BEGIN SELECT 1; END;\n"
      "INSERT INTO t VALUES (1, 'x');\nINSERT INTO child VALUES (1);\n");
  database.perform(RenameTable{"t", "the things"});
  EXPECT_EQ(database.rows("SELECT * FROM v"), (Lines{"x"}));
  database.perform(RenameTable{"the things", "The Things"});
  EXPECT_EQ(database.rows("SELECT * FROM v"), (Lines{"x"}));
}

TEST_F(OperationsSqlite, WhatCanBeDoneInPlaceIs) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);\nCREATE TABLE child (c TEXT, t "
      "INTEGER REFERENCES t (id));\nCREATE VIEW v AS SELECT id, a FROM t;\nINSERT INTO t VALUES "
      "(1, 'x', 'y');\n");
  const AlterTable change = altered(
      {AddColumn{{.name = "c", .type = integer(), .nullable = false, .default_sql = "-1"}},
       RenameColumn{"id", "key"}, RenameColumn{"a", "A"}, DropColumn{"b"},
       DropColumn{.name = "none", .if_exists = true},
       AddColumn{.column = {.name = "c", .type = text()}, .if_not_exists = true},
       AddColumn{{.name = "d", .type = integer(), .generated = Generated{"c * 2", false}}}});
  EXPECT_EQ(
      statements(change),
      (Lines{"ALTER TABLE \"t\" ADD COLUMN \"c\" INTEGER NOT NULL DEFAULT -1",
             "ALTER TABLE \"t\" RENAME COLUMN \"id\" TO \"key\"",
             "ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"A\"",
             "ALTER TABLE \"t\" DROP COLUMN \"b\"",
             "ALTER TABLE \"t\" ADD COLUMN \"d\" INTEGER GENERATED ALWAYS AS (c * 2) VIRTUAL"}));
  database.perform(change);
  EXPECT_EQ(database.rows("SELECT * FROM t"), (Lines{"1|x|-1|-2"}));
  EXPECT_EQ(database.table("child").constraints.size(), 1U);
}

TEST_F(OperationsSqlite, ADropOfAColumnIsARebuildWhereSqliteIsTooOld) {
  database.run("CREATE TABLE t (a TEXT, b TEXT)");
  const Rendering rendering =
      database.objects().render(altered({DropColumn{"a"}}), database.catalog(), 3034000);
  EXPECT_EQ(rendering.statements.size(), 4U);
  EXPECT_TRUE(rendering.foreign_keys_off);
}

TEST_F(OperationsSqlite, ARebuildIsOneForAllChangesOfATable) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b TEXT);\nCREATE INDEX i ON t "
      "(b);\nCREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;\nINSERT INTO t VALUES (7, "
      "'x', '5');\n");
  const AlterTable change =
      altered({RenameColumn{"a", "name"}, AlterColumn{.name = "name", .nullable = false},
               AlterColumn{.name = "b", .type = integer()},
               AddColumn{{.name = "c", .default_sql = "CURRENT_DATE"}},
               AddConstraint{Check{.expression = "b > 0"}}});
  EXPECT_EQ(statements(change),
            (Lines{"ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"name\"",
                   "CREATE TABLE \"aludel_new_t\" (\n"
                   "  \"id\" INTEGER PRIMARY KEY AUTOINCREMENT,\n"
                   "  \"name\" TEXT NOT NULL,\n"
                   "  \"b\" INTEGER,\n"
                   "  \"c\" DEFAULT CURRENT_DATE,\n"
                   "  CHECK (b > 0)\n"
                   ")",
                   "INSERT INTO sqlite_sequence (name, seq) SELECT 'aludel_new_t', seq FROM "
                   "sqlite_sequence WHERE name = 't'",
                   "INSERT INTO \"aludel_new_t\" (\"id\", \"name\", \"b\")\n"
                   "SELECT \"id\", \"name\", \"b\"\n"
                   "FROM \"t\"",
                   "DROP TABLE \"t\"", "ALTER TABLE \"aludel_new_t\" RENAME TO \"t\"",
                   "CREATE INDEX \"i\" ON \"t\" (\"b\")",
                   "CREATE TRIGGER \"tr\" AFTER INSERT ON \"t\" BEGIN SELECT 1; END"}));
  database.perform(change);
  EXPECT_EQ(database.rows("SELECT id, name, typeof(b), c = date() FROM t"),
            (Lines{"7|x|integer|1"}));
}

TEST_F(OperationsSqlite, ARenameBesideARebuildIsFollowedInOtherTables) {
  database.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nCREATE TABLE child (id INTEGER, t INTEGER "
      "REFERENCES t (id) ON DELETE CASCADE);\nCREATE VIEW v AS SELECT t.id, child.id AS c FROM t "
      "JOIN child ON child.t = t.id;\nCREATE TRIGGER far AFTER UPDATE OF id ON child BEGIN UPDATE "
      "t "
      "SET a = new.id WHERE t.id = new.t; END;\nCREATE TRIGGER tr AFTER UPDATE OF id ON t BEGIN "
      "UPDATE child SET t = new.id WHERE t = old.id; END;\nINSERT INTO t VALUES (1, 'x');\nINSERT "
      "INTO child VALUES (5, 1);\n");
  database.perform(
      altered({RenameColumn{"id", "key"}, AlterColumn{.name = "a", .nullable = false}}));
  database.run("UPDATE child SET id = 6");
  EXPECT_EQ(database.rows("SELECT a FROM t"), (Lines{"6"}));
  EXPECT_EQ(database.rows("SELECT * FROM v"), (Lines{"1|6"}));
  database.run("DELETE FROM t");
  EXPECT_EQ(database.rows("SELECT * FROM child"), Lines{});
}

TEST_F(OperationsSqlite, AChangeThatChangesNothingSaysNothing) {
  database.run("CREATE TABLE t (a TEXT NOT NULL, b TIMESTAMP)");
  EXPECT_EQ(statements(altered({AlterColumn{.name = "a", .nullable = false},
                                AlterColumn{.name = "b", .type = timestamp_tz()}})),
            Lines{});
}

TEST_F(OperationsSqlite, NamesOfColumnsMayBeExchanged) {
  database.run(
      "CREATE TABLE t (a TEXT, b TEXT, c TEXT NOT NULL);\nINSERT INTO t VALUES ('a', 'b', 'c');\n");
  database.perform(altered({RenameColumn{"a", "x"}, RenameColumn{"b", "a"}, RenameColumn{"x", "b"},
                            AlterColumn{.name = "c", .nullable = true}}));
  EXPECT_EQ(database.rows("SELECT b, a, c FROM t"), (Lines{"a|b|c"}));
  database.perform(altered(
      {DropColumn{"c"}, RenameColumn{"b", "c"}, AlterColumn{.name = "a", .nullable = false}}));
  EXPECT_EQ(database.rows("SELECT c, a FROM t"), (Lines{"a|b"}));
}

TEST_F(OperationsSqlite, AnExpressionMakesNewValuesOfOldOnes) {
  database.run("CREATE TABLE t (a TEXT, b TEXT);\nINSERT INTO t VALUES ('1,5', 'x');\n");
  database.perform(altered(
      {AlterColumn{.name = "a", .type = real(), .using_expression = "replace(a, ',', '.')"},
       AddColumn{{.name = "both"}}, AlterColumn{.name = "both", .using_expression = "a || b"},
       DropColumn{"b"}, RenameColumn{"a", "number"}}));
  EXPECT_EQ(database.rows("SELECT typeof(number), number, both FROM t"), (Lines{"real|1.5|1,5x"}));
}

TEST_F(OperationsSqlite, ConstraintsAreAddedRenamedAndDroppedByNameAndByWhatTheyAre) {
  database.run(
      "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (a INTEGER, b TEXT UNIQUE, CHECK "
      "(a "
      "> 0), FOREIGN KEY (a) REFERENCES p);\nINSERT INTO p VALUES (1);\nINSERT INTO t VALUES (1, "
      "'x');\n");
  database.perform(altered(
      {AddConstraint{PrimaryKey{.name = "pk", .columns = {"a"}}},
       AddConstraint{Unique{.name = "uq", .columns = {"b", "a"}}}, RenameConstraint{"uq", "both"},
       DropConstraint{.kind = ConstraintKind::unique, .columns = {"b"}},
       DropConstraint{.kind = ConstraintKind::check, .expression = "(a > 0)"}}));
  EXPECT_FALSE(database.table("t").columns.at(0).nullable) << "a key holds no NULL";
  database.perform(altered(
      {DropConstraint{.name = "both"},
       DropConstraint{.kind = ConstraintKind::foreign_key, .columns = {"a"}},
       AddConstraint{ForeignKey{
           .name = "fk", .columns = {"a"}, .table = "p", .deferral = Deferral::deferrable}}}));
}

TEST_F(OperationsSqlite, TablesBecomeStrictAndWithoutRowidAndOrdinaryAgain) {
  database.run(
      "CREATE TABLE t (a VARCHAR(9) PRIMARY KEY, b BOOLEAN);\nINSERT INTO t VALUES ('x', 1);\n");
  database.perform(altered({SetStrict{true}}));
  database.perform(altered({SetWithoutRowid{true}}));
  EXPECT_EQ(database.rows("SELECT * FROM t"), (Lines{"x|1"}));
  database.perform(altered({SetStrict{false}, SetWithoutRowid{false}}));
  EXPECT_EQ(database.rows("SELECT rowid, * FROM t"), (Lines{"1|x|1"}));
}

TEST_F(OperationsSqlite, AKeyOfATableWithoutRowidIsRenamedAlsoWhereSqliteFailsTo) {
  database.run(
      "CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a), UNIQUE (a, b)) WITHOUT ROWID;\nCREATE "
      "TABLE child (t INTEGER REFERENCES t (a));\nINSERT INTO t VALUES (5, 'x');\nINSERT INTO "
      "child "
      "VALUES (5);\n");
  database.perform(altered({AddColumn{{.name = "c"}}, RenameColumn{"a", "key"},
                            AlterColumn{.name = "b", .nullable = false}}));
  EXPECT_EQ(database.rows("SELECT key, b FROM t"), (Lines{"5|x"}));
}

TEST_F(OperationsSqlite, IndexesAreMadeRenamedAndDropped) {
  database.run("CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE)");
  database.perform(CreateIndex{.table = "t",
                               .index = {.name = "i",
                                         .parts = {{.column = "a", .collation = "nocase"},
                                                   {.expression = "a || b", .descending = true},
                                                   {.column = "b", .collation = "BINARY"}},
                                         .unique = true,
                                         .where = "(a IS NOT NULL)"},
                               .concurrently = true});
  database.perform(RenameIndex{"t", "I", "j"});
  database.perform(DropIndex{.table = "t", .name = "j", .concurrently = true});
  database.perform(DropIndex{.table = "t", .name = "j", .if_exists = true});
}

TEST_F(OperationsSqlite, AViewIsReplacedAndKeepsItsTriggers) {
  database.run("CREATE TABLE t (a TEXT, b TEXT)");
  database.perform(CreateView{{.name = "v", .query = "SELECT a FROM t; -- all"}});
  database.perform(CreateTrigger{{.name = "tr",
                                  .table = "v",
                                  .timing = "INSTEAD OF INSERT",
                                  .action = "BEGIN INSERT INTO t (a) VALUES (new.a); END;"}});
  database.perform(
      CreateView{.view = {.name = "v", .query = "SELECT a, b FROM t", .columns = {"a", "c"}},
                 .replace = true});
  database.run("INSERT INTO v (a) VALUES ('x')");
  EXPECT_EQ(database.rows("SELECT * FROM t"), (Lines{"x|∅"}));
  database.perform(DropTrigger{.name = "tr", .table = "v"});
  database.perform(DropTrigger{.name = "tr", .table = "v", .if_exists = true});
  database.perform(DropView{.name = "v"});
  database.perform(DropView{.name = "v", .if_exists = true});
}

TEST_F(OperationsSqlite, RowsComeInAsTheyAre) {
  database.run("CREATE TABLE t (a, b DEFAULT 5)");
  const std::string nul("a\0b", 3);
  const std::string bytes = "\xff\xfe'";
  database.perform(BulkInsert{.table = "main.t",
                              .columns = {"a"},
                              .rows = {{"it's"},
                                       {nullptr},
                                       {12},
                                       {sql("1 + 1")},
                                       {true},
                                       {nul},
                                       {"x\r\ny"},
                                       {bytes},
                                       {"naïve"}}});
  EXPECT_EQ(database.rows("SELECT quote(a), b FROM t WHERE hex(a) NOT LIKE '%00%' AND hex(a) NOT "
                          "LIKE 'FF%' AND a NOT LIKE '%y'"),
            (Lines{"'it''s'|5", "12|5", "2|5", "1|5", "'naïve'|5"}));
  EXPECT_EQ(database.rows("SELECT hex(a), typeof(a) FROM t WHERE hex(a) LIKE '%00%' OR hex(a) LIKE "
                          "'FF%' OR a LIKE '%y'"),
            (Lines{"610062|text", "780D0A79|text", "FFFE27|text"}));
  database.perform(BulkInsert{.table = "t", .columns = {}, .rows = {{}, {}}});
  EXPECT_EQ(database.rows("SELECT count(*) FROM t"), (Lines{"11"}));
}

TEST_F(OperationsSqlite, ManyRowsAreFewStatements) {
  database.run("CREATE TABLE t (a, b)");
  BulkInsert insert{.table = "t", .columns = {"a", "b"}, .rows = {}};
  for (int i = 0; i < 100'000; ++i) insert.rows.push_back({i, "some text of a row"});
  const Lines sent = statements(insert);
  EXPECT_LT(sent.size(), 100U);
  for (const std::string& statement : sent) EXPECT_LT(statement.size(), 60'000U);
  database.perform(insert);
  EXPECT_EQ(database.rows("SELECT count(*), sum(a) FROM t"), (Lines{"100000|4999950000"}));
}

TEST_F(OperationsSqlite, SqlIsCutIntoStatementsAndIsOnlyForItsDatabase) {
  EXPECT_EQ(statements(Execute{.sql = "SELECT ';' ; -- two\nSELECT 2;"}),
            (Lines{"SELECT ';'", "SELECT 2"}));
  EXPECT_EQ(statements(Execute{.sql = "SELECT 1", .dialect = "postgresql"}), Lines{});
  EXPECT_EQ(statements(Backfill{.table = "t", .key = "id", .sql = "UPDATE t SET a = 1"}), Lines{});
  EXPECT_EQ(database.objects().render(Verify{"SELECT 1"}, {}, 3040001).verify, (Lines{"SELECT 1"}));
}

}  // namespace
}  // namespace aludel::testing
