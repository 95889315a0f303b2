// A loss is told of the object that is lost, whatever the plan has called it meanwhile.
#include "db/support/losses.hpp"

namespace aludel::testing {
namespace {

class LossesOfNames : public PlannedLosses<OnPostgresql> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run(
        "CREATE TABLE t (id integer PRIMARY KEY, b text, c integer);\n"
        "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 77) g;\n"
        "CREATE TABLE u (id integer, b numeric);\n"
        "INSERT INTO u SELECT g, 1.5 FROM generate_series(1, 55) g;\n"
        "CREATE SCHEMA z;\nCREATE TABLE z.t (id integer);\n"
        "INSERT INTO z.t SELECT generate_series(1, 333);\n"
        "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE felt (feels mood);\n"
        "CREATE TABLE \"d\xC3\xA4mon\" (id integer);\n"
        "CREATE MATERIALIZED VIEW sums AS SELECT 1 AS x;\n"
        "CREATE VIEW v AS SELECT id FROM t;\nCREATE MATERIALIZED VIEW of_v AS SELECT * FROM v;");
  }
};
ALUDEL_ON_POSTGRESQL(LossesOfNames);

TEST_P(LossesOfNames, AColumnThatWasThereIsNotNew) {
  EXPECT_TOLD("ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;\nALTER TABLE t DROP COLUMN b;",
              "column t.b with 77 values");
  EXPECT_NO_LOSS("ALTER TABLE t ADD COLUMN IF NOT EXISTS n text;\nALTER TABLE t DROP COLUMN n;");
  EXPECT_TOLD("ALTER TABLE t DROP COLUMN b, ADD COLUMN b text;", "column t.b with 77 values");
}

TEST_P(LossesOfNames, ASchemaIsTheOneWithTheCaseAndTheBlanksOfItsName) {
  database->run(
      "CREATE SCHEMA \"Z\";\nCREATE TABLE \"Z\".a (i integer);\n"
      "INSERT INTO \"Z\".a VALUES (1), (2);\nCREATE SCHEMA \"S X\";\n"
      "CREATE TABLE \"S X\".a (i integer);");
  EXPECT_TOLD("DROP SCHEMA \"Z\" CASCADE;", "table Z.a with 2 rows");
  EXPECT_TOLD("DROP SCHEMA \"S X\" CASCADE;", "table S X.a (empty)");
}

TEST_P(LossesOfNames, AColumnIsFollowedWhenItIsRenamed) {
  EXPECT_TOLD(
      "ALTER TABLE t ADD COLUMN n text;\nALTER TABLE t RENAME COLUMN n TO o;\n"
      "ALTER TABLE t RENAME b TO n;\nALTER TABLE t DROP COLUMN n;",
      "column t.b with 77 values");
  EXPECT_NO_LOSS(
      "ALTER TABLE t ADD COLUMN n text;\nALTER TABLE t RENAME COLUMN n TO o;\n"
      "ALTER TABLE t DROP COLUMN o;");
  EXPECT_TOLD(
      "ALTER TABLE t ADD COLUMN x text;\nALTER TABLE t RENAME TO o;\n"
      "ALTER TABLE u RENAME TO t;\nALTER TABLE t DROP COLUMN b;",
      "column u.b with 55 values");
}

TEST_P(LossesOfNames, ATemporaryTableIsNotTheOneThatItHides) {
  const std::string temporary = "CREATE TEMP TABLE t (id integer);\n";
  EXPECT_TOLD(temporary + "DROP TABLE public.t;", "table public.t with 77 rows");
  EXPECT_NO_LOSS(temporary + "DROP TABLE t;");
  EXPECT_TOLD(temporary + "DROP TABLE t;\nDROP TABLE t;", "table t with 77 rows");
  EXPECT_TOLD("CREATE TEMP TABLE t (id integer) ON COMMIT DROP;\nBEGIN;\nCOMMIT;\nDROP TABLE t;",
              "table t with");
  EXPECT_TOLD("CREATE TEMP TABLE IF NOT EXISTS t (id integer);\nDROP TABLE public.t;",
              "table public.t with 77 rows");
}

TEST_P(LossesOfNames, WhatATemporaryTableHoldsIsLostUnlessItIsPutBack) {
  const std::string moved = "CREATE TEMP TABLE old AS SELECT * FROM u;\nDROP TABLE u;\n";
  EXPECT_TOLD(moved, "table u with 55 rows");
  EXPECT_NO_LOSS(moved +
                 "CREATE TABLE u (id integer, b numeric);\nINSERT INTO u SELECT * FROM old;");
  EXPECT_NO_LOSS("CREATE TEMP TABLE old AS SELECT * FROM u;\nDROP TABLE old;");
  EXPECT_NO_LOSS(moved +
                 "CREATE TABLE u (id integer, b numeric, c text);\n"
                 "INSERT INTO u (id, b) SELECT id, b FROM old;\nDROP TABLE old;");
  EXPECT_TOLD(moved + "CREATE TABLE u (id integer);\nINSERT INTO u SELECT id FROM old;",
              "table u with 55 rows");
}

TEST_P(LossesOfNames, EscapesInANameAreRead) {
  EXPECT_TOLD("DROP TABLE U&\"\\0074\";", "table t with 77 rows");
  EXPECT_TOLD("DROP TABLE U&\"d!00E4mon\" UESCAPE '!';", "table d\xC3\xA4mon");
  EXPECT_TOLD("DROP TABLE public.U&\"d\\+0000E4mon\", U&\"\\0075\";", "table u with 55 rows");
  EXPECT_TOLD("DO $$ BEGIN DROP TABLE U&\"\\0075\"; END $$;", "perhaps table u");
}

TEST_P(LossesOfNames, ThePathThatARevisionSetsSaysWhichTableIsMeant) {
  EXPECT_TOLD("SET search_path = z;\nDROP TABLE t;", "table z.t with 333 rows");
  EXPECT_TOLD("SET LOCAL search_path TO 'z';\nTRUNCATE t;", "333 rows of z.t");
  EXPECT_TOLD("SET search_path = z, public;\nDROP TABLE t;",
              "table t with an unknown number of rows");
  EXPECT_TOLD("SELECT set_config('search_path', 'z', false);\nDELETE FROM t;",
              "an unknown number of rows of t");
  EXPECT_TOLD("SET statement_timeout = 0;\nDROP TABLE t;", "table t with 77 rows");
  EXPECT_TOLD("DO $$ BEGIN SET search_path = z; END $$;\nDROP TABLE t;",
              "table t with an unknown number of rows");
  EXPECT_TOLD(
      "SET search_path = public;\nCREATE TABLE n (id integer);\nSET search_path = z;\n"
      "DROP TABLE IF EXISTS n;\nDROP TABLE t;",
      "table z.t with 333 rows");
}

TEST_P(LossesOfNames, ARenamedSchemaIsStillTheSame) {
  const std::string text = told("ALTER SCHEMA z RENAME TO zz;\nDROP SCHEMA zz CASCADE;");
  EXPECT_TRUE(says(text, "table z.t with 333 rows")) << text;
  EXPECT_TOLD("ALTER SCHEMA z RENAME TO zz;\nDROP TABLE zz.t;", "table z.t with 333 rows");
  EXPECT_TOLD("ALTER SCHEMA z RENAME TO zz;\nCREATE SCHEMA z;\nDROP SCHEMA zz CASCADE;",
              "table z.t with 333 rows");
  EXPECT_NO_LOSS(
      "ALTER SCHEMA z RENAME TO zz;\nCREATE SCHEMA z;\nCREATE TABLE z.t (id integer);\n"
      "DROP SCHEMA z CASCADE;");
}

TEST_P(LossesOfNames, WhatIsPutIntoASchemaGoesWithIt) {
  EXPECT_TOLD("CREATE SCHEMA n;\nALTER TABLE t SET SCHEMA n;\nDROP SCHEMA n CASCADE;",
              "table t with 77 rows");
  EXPECT_TOLD(
      "CREATE SCHEMA n;\nCREATE TABLE n.c AS SELECT * FROM u;\nDROP TABLE u;\n"
      "DROP SCHEMA n CASCADE;",
      "table u with 55 rows");
  const std::string rescued = told("ALTER TABLE z.t SET SCHEMA public;\nDROP SCHEMA z CASCADE;");
  EXPECT_FALSE(says(rescued, "333")) << rescued;
}

TEST_P(LossesOfNames, ARenamedTypeOrViewIsStillTheSame) {
  EXPECT_TOLD("ALTER TYPE mood RENAME TO humour;\nDROP TYPE humour CASCADE;",
              "column felt.feels (empty)");
  EXPECT_TOLD("ALTER MATERIALIZED VIEW sums RENAME TO s;\nDROP MATERIALIZED VIEW s;",
              "materialized view sums");
  EXPECT_TOLD(
      "CREATE TYPE n AS ENUM ('sad');\nALTER TABLE felt ALTER feels TYPE n USING 'sad';\n"
      "DROP TYPE n CASCADE;",
      "type n");
  EXPECT_TOLD("DROP VIEW v CASCADE;", "materialized view of_v");
  EXPECT_NO_LOSS("DROP VIEW v;");
}

TEST_P(LossesOfNames, ARenameInABodyMakesNamesUnsure) {
  EXPECT_TOLD("DO $$ BEGIN ALTER TABLE t RENAME TO o; END $$;\nDROP TABLE o;", "table o");
  EXPECT_TOLD(
      "CREATE TABLE n (id integer);\n"
      "DO $$ BEGIN ALTER TABLE n RENAME TO m; ALTER TABLE u RENAME TO n; END $$;\n"
      "DROP TABLE n;",
      "table n");
}

class LossesOfNamesInAFile : public PlannedLosses<OnSqlite> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run("CREATE TABLE p (id INTEGER PRIMARY KEY, b TEXT);");
    database->run("INSERT INTO p VALUES (1, 'x'), (2, 'y');");
  }
};
ALUDEL_ON_SQLITE(LossesOfNamesInAFile);

TEST_P(LossesOfNamesInAFile, AStringIsANameWhereOneIsWanted) {
  for (const std::string name : {"'p'", "[p]", "`p`", "\"P\"", "main.'p'", "main.[p]"})
    EXPECT_TOLD("DROP TABLE " + name + ";", "p with 2 rows");
  EXPECT_TOLD("DROP TABLE IF EXISTS 'p';", "table p with 2 rows");
  EXPECT_TOLD("DELETE FROM 'p' WHERE b = 'x';", "1 row of p");
  EXPECT_TOLD("ALTER TABLE 'p' DROP COLUMN 'b';", "column p.b with 2 values");
  EXPECT_TOLD("ALTER TABLE 'p' RENAME TO 'q';\nDROP TABLE q;", "table p with 2 rows");
}

TEST_P(LossesOfNamesInAFile, ATemporaryTableIsNotTheOneThatItHides) {
  const std::string temporary = "CREATE TEMP TABLE p (id INTEGER);\n";
  EXPECT_TOLD(temporary + "DROP TABLE main.p;", "table main.p with 2 rows");
  EXPECT_NO_LOSS(temporary + "DROP TABLE p;");
  EXPECT_NO_LOSS("CREATE TABLE n (id INTEGER);\nDROP TABLE main.n;");
}

TEST_P(LossesOfNamesInAFile, TheCatalogItselfIsNotWrittenUnseen) {
  EXPECT_TOLD("PRAGMA writable_schema = ON;\nUPDATE sqlite_schema SET sql = '' WHERE name = 'p';",
              "perhaps what is changed in sqlite_schema");
}

TEST_P(LossesOfNamesInAFile, AnAttachedFileMayHaveTheTable) {
  EXPECT_TOLD("ATTACH 'other.db' AS o;\nDROP TABLE IF EXISTS t;", "table t");
}

}  // namespace
}  // namespace aludel::testing
