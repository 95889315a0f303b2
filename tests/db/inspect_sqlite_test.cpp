// What SQLite keeps as text, as values.
#include "db/support/sqlite_memory.hpp"

namespace aludel::testing {
namespace {

using Lines = std::vector<std::string>;

class InspectSqlite : public ::testing::Test {
 protected:
  /// The table `t` made by `sql`.
  Table made(const std::string& sql) {
    database.run(sql);
    return database.table("t");
  }
  SqliteMemory database;
};

TEST_F(InspectSqlite, DeclaredTypesAreThePortableOnesWhereTheySayTheSame) {
  const Table table = made(
      "CREATE TABLE t (a integer, b BIGINT, c varchar( 20 ), d NUMERIC(12,2), e Double  Precision, "
      "f BLOB, g, h DATETIME, i INT, j \"my type\", k NUMERIC(5), l TIMESTAMP, m DECIMAL(10,5))");
  std::vector<Type> types;
  for (const Column& column : table.columns) types.push_back(column.type);
  EXPECT_EQ(types, (std::vector<Type>{integer(), big_int(), varchar(20), numeric(12, 2),
                                      double_precision(), bytes(), named(""), named("DATETIME"),
                                      named("INT"), named("my type"), numeric(5), timestamp(),
                                      named("DECIMAL(10,5)")}));
}

TEST_F(InspectSqlite, ConstraintsOfColumnsAreConstraintsOfTheTable) {
  database.run("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  const Table table = made(
      "CREATE TABLE t (\n"
      "  id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,\n"
      "  a TEXT COLLATE nocase NOT NULL UNIQUE DEFAULT 'it''s',\n"
      "  b INT CHECK (b > 0) CONSTRAINT positive CHECK ((b < 100)) DEFAULT (1 + 1),\n"
      "  c INTEGER REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY "
      "DEFERRED\n"
      "    DEFAULT -5 NULL,\n"
      "  d TEXT DEFAULT current_timestamp COLLATE \"rtrim\")");
  const Table expected = sorted(Table{
      .name = "t",
      .columns =
          {{.name = "id", .type = integer(), .identity = Identity{}},
           {.name = "a",
            .type = text(),
            .nullable = false,
            .default_sql = "'it''s'",
            .collation = "NOCASE"},
           {.name = "b", .type = named("INT"), .default_sql = "1 + 1"},
           {.name = "c", .type = integer(), .default_sql = "-5"},
           {.name = "d", .type = text(), .default_sql = "CURRENT_TIMESTAMP", .collation = "RTRIM"}},
      .constraints = {PrimaryKey{.name = "pk", .columns = {"id"}}, Unique{.columns = {"a"}},
                      Check{.expression = "b > 0"},
                      Check{.name = "positive", .expression = "b < 100"},
                      ForeignKey{.columns = {"c"},
                                 .table = "p",
                                 .on_delete = Action::cascade,
                                 .on_update = Action::set_null,
                                 .deferral = Deferral::initially_deferred}}});
  EXPECT_EQ(table, expected);
}

TEST_F(InspectSqlite, ConstraintsOfTablesNeedNoCommaBetweenThem) {
  database.run("CREATE TABLE p (x, y, UNIQUE (x, y))");
  const Table table = made(
      "CREATE TABLE t (a TEXT, b INTEGER, PRIMARY KEY (b AUTOINCREMENT) CONSTRAINT u UNIQUE (a, "
      "b)\n"
      "CHECK (a <> ',' AND b IN (1, (2))), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (x, y)\n"
      "MATCH SIMPLE NOT DEFERRABLE INITIALLY IMMEDIATE)");
  EXPECT_EQ(table.constraints,
            sorted(Table{.name = {},
                         .constraints = {PrimaryKey{.columns = {"b"}},
                                         Unique{.name = "u", .columns = {"a", "b"}},
                                         Check{.expression = "a <> ',' AND b IN (1, (2))"},
                                         ForeignKey{.name = "f",
                                                    .columns = {"a", "b"},
                                                    .table = "p",
                                                    .referred = {"x", "y"}}}})
                .constraints);
  EXPECT_EQ(table.columns.at(1).identity, Identity{});
}

TEST_F(InspectSqlite, NamesMayBeQuotedInFourWays) {
  const Table table = made(
      "CREATE TABLE [t] (\"a \"\"b\" TEXT, [c d] TEXT, `e``f` TEXT, 'g''h' TEXT, PRIMARY KEY([c "
      "d], "
      "'g''h'), CONSTRAINT \"u 1\" UNIQUE (`e``f`))");
  Lines names;
  for (const Column& column : table.columns) names.push_back(column.name);
  EXPECT_EQ(names, (Lines{"a \"b", "c d", "e`f", "g'h"}));
  EXPECT_EQ(table.constraints,
            (std::vector<Constraint>{PrimaryKey{.columns = {"c d", "g'h"}},
                                     Unique{.name = "u 1", .columns = {"e`f"}}}));
}

TEST_F(InspectSqlite, CommentsMayStandAnywhere) {
  const Table table = made(
      "CREATE /* 1 */ TABLE t -- the table, \n ( -- (\n a /* ), */ INTEGER -- PRIMARY KEY,\n"
      "  NOT /* x */ NULL, /* CHECK (a > 1) */ CHECK /* y */ (/* z */ a > 2 -- )\n))");
  EXPECT_EQ(table, (Table{.name = "t",
                          .columns = {{.name = "a", .type = integer(), .nullable = false}},
                          .constraints = {Check{.expression = "a > 2"}}}));
}

TEST_F(InspectSqlite, GeneratedColumnsAndOptionsOfTables) {
  const Table table = made(
      "CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT GENERATED ALWAYS AS (lower(a)) STORED,\n"
      "c ANY AS (a || ')') NOT NULL, generated TEXT) WITHOUT rowid, strict");
  EXPECT_EQ(table.columns,
            (std::vector<Column>{
                {.name = "a", .type = text(), .nullable = false},
                {.name = "b", .type = text(), .generated = Generated{.expression = "lower(a)"}},
                {.name = "c",
                 .type = named("ANY"),
                 .nullable = false,
                 .generated = Generated{.expression = "a || ')'", .stored = false}},
                {.name = "generated", .type = text()}}));
  EXPECT_TRUE(table.strict && table.without_rowid);
}

TEST_F(InspectSqlite, AKeyOfAnOrdinaryTableMayHoldNull) {
  EXPECT_TRUE(made("CREATE TABLE t (a TEXT PRIMARY KEY)").columns.at(0).nullable);
}

TEST_F(InspectSqlite, ANameIsATextWhereADefaultIsMeant) {
  const Table table = made(
      "CREATE TABLE t (a DEFAULT abc, b DEFAULT \"d e\", c DEFAULT TRUE, "
      "d DEFAULT x'00', e DEFAULT +1.5e3, f DEFAULT NULL)");
  Lines defaults;
  for (const Column& column : table.columns) defaults.push_back(column.default_sql.value_or("-"));
  EXPECT_EQ(defaults, (Lines{"'abc'", "'d e'", "TRUE", "x'00'", "+1.5e3", "NULL"}));
}

TEST_F(InspectSqlite, WhatATableCannotHoldIsNamed) {
  const Table table = made(
      "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b TEXT UNIQUE ON CONFLICT REPLACE, c TEXT NOT "
      "NULL ON CONFLICT IGNORE, UNIQUE (c COLLATE NOCASE, b DESC) ON CONFLICT ABORT)");
  EXPECT_EQ(table.beyond,
            (Lines{"COLLATE NOCASE in a unique constraint", "DESC in a unique constraint",
                   "DESC in its primary key", "ON CONFLICT IGNORE of NOT NULL of column c",
                   "ON CONFLICT REPLACE of a unique constraint"}));
  EXPECT_EQ(database.inspect().not_covered.at(2), "DESC in its primary key, of table t");
}

TEST_F(InspectSqlite, IndexesKeepExpressionsPredicatesDirectionsAndCollations) {
  database.run(
      "CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE);\n"
      "CREATE UNIQUE INDEX i1 ON t (a DESC, b COLLATE NOCASE, [b] COLLATE binary ASC);\n"
      "CREATE INDEX IF NOT EXISTS main.i2 ON t (lower(a) COLLATE rtrim DESC, (a || 'x'), a COLLATE "
      "BINARY) WHERE (b IS NOT NULL AND a <> ')');\n");
  EXPECT_EQ(database.table("t").indexes,
            (std::vector<Index>{
                {.name = "i1",
                 .parts = {{.column = "a", .descending = true},
                           {.column = "b", .collation = "NOCASE"},
                           {.column = "b", .collation = "BINARY"}},
                 .unique = true},
                {.name = "i2",
                 .parts = {{.expression = "lower(a)", .descending = true, .collation = "RTRIM"},
                           {.expression = "a || 'x'"},
                           {.column = "a", .collation = "BINARY"}},
                 .where = "b IS NOT NULL AND a <> ')'"}}));
}

TEST_F(InspectSqlite, ViewsAndTriggers) {
  database.run(
      "CREATE TABLE t (a TEXT, \"on\" TEXT);\n"
      "CREATE VIEW IF NOT EXISTS [v w] (x, \"y z\") AS SELECT a, 1 FROM t -- all of it;\n"
      "CREATE TRIGGER IF NOT EXISTS main.tr AFTER UPDATE OF a, \"on\" ON t WHEN new.a > 1\n"
      "BEGIN UPDATE t SET a = 1; SELECT 2; END;\n"
      "CREATE TRIGGER tv INSTEAD OF INSERT ON \"v w\" BEGIN SELECT 1; END;\n");
  const Catalog catalog = database.catalog();
  EXPECT_EQ(
      catalog.views,
      (std::vector<View>{{.name = "v w", .query = "SELECT a, 1 FROM t", .columns = {"x", "y z"}}}));
  EXPECT_EQ(
      catalog.triggers,
      (std::vector<Trigger>{{.name = "tr",
                             .table = "t",
                             .timing = "AFTER UPDATE OF a, \"on\"",
                             .action = "WHEN new.a > 1\nBEGIN UPDATE t SET a = 1; SELECT 2; END"},
                            {.name = "tv",
                             .table = "v w",
                             .timing = "INSTEAD OF INSERT",
                             .action = "BEGIN SELECT 1; END"}}));
}

TEST_F(InspectSqlite, VirtualTablesAreNamedAndWhatTheyKeepIsTheirs) {
  database.run(
      "CREATE TABLE t (a TEXT);\nCREATE VIRTUAL TABLE notes USING fts5(body);\n"
      "CREATE VIRTUAL TABLE areas USING rtree(id, x0, x1);\nCREATE TABLE notes_of_mine (a "
      "TEXT);\n");
  const Inspected found = database.inspect();
  Lines tables;
  for (const Table& table : found.catalog.tables) tables.push_back(table.name.name);
  EXPECT_EQ(tables, (Lines{"notes_of_mine", "t"}));
  EXPECT_EQ(found.not_covered, (Lines{"virtual table areas", "virtual table notes"}));
}

TEST_F(InspectSqlite, WhatIsLeftOutTakesItsIndexesAndTriggersAlong) {
  database.run(
      "CREATE TABLE Mine (a TEXT);\nCREATE INDEX i ON mine (a);\nCREATE TRIGGER tr AFTER INSERT ON "
      "mine BEGIN SELECT 1; END;\n");
  EXPECT_EQ(database.inspect({"mine"}).catalog, Catalog{});
}

TEST_F(InspectSqlite, TemporaryObjectsAndAttachedFilesAreNotOurs) {
  database.run(
      "CREATE TABLE t (a INTEGER);\nCREATE TEMP TABLE t (b INTEGER);\nCREATE TEMP TRIGGER tr AFTER "
      "INSERT ON t BEGIN SELECT 1; END;\nATTACH ':memory:' AS other;\nCREATE TABLE other.u (a);\n"
      "CREATE TEMP VIEW v AS SELECT 1;\n");
  EXPECT_EQ(database.catalog(),
            (Catalog{.tables = {{.name = "t", .columns = {{.name = "a", .type = integer()}}}}}));
}

TEST_F(InspectSqlite, ATextInAnIndexIsNoColumn) {
  database.run("CREATE TABLE t (a TEXT);\nCREATE INDEX i ON t (a, \"missing\");\n");
  EXPECT_EQ(database.table("t").indexes.at(0).parts.at(1), (IndexPart{.expression = "'missing'"}));
}

TEST_F(InspectSqlite, LineEndsOfAnotherSystemAreNoDifference) {
  EXPECT_EQ(made("CREATE TABLE t (\r\n  a INTEGER NOT\r\nNULL\r\n)"),
            (Table{.name = "t", .columns = {{.name = "a", .type = integer(), .nullable = false}}}));
}

TEST_F(InspectSqlite, ATextThatWouldNotComeBackAsItIsIsNotCovered) {
  database.run("CREATE TABLE t (a TEXT DEFAULT 'x\r\ny')");
  EXPECT_EQ(database.inspect().not_covered, (Lines{"table t, whose definition cannot be read"}));
}

TEST_F(InspectSqlite, WhatAlterTableWroteIsRead) {
  database.run(
      "CREATE TABLE t (a INTEGER, CHECK (a > 0));\nALTER TABLE t ADD COLUMN b TEXT NOT NULL "
      "DEFAULT "
      "'x' CHECK (b <> '');\nALTER TABLE t RENAME COLUMN a TO \"the a\";\nCREATE TABLE u AS SELECT "
      "* FROM t;\n");
  EXPECT_EQ(database.table("t").constraints,
            (std::vector<Constraint>{Check{.expression = "\"the a\" > 0"},
                                     Check{.expression = "b <> ''"}}));
  EXPECT_EQ(database.table("u").columns.at(0), (Column{.name = "the a", .type = named("INT")}));
}

}  // namespace
}  // namespace aludel::testing
