// What runs behind a statement: functions, triggers, rules; and what is only made runs nothing.
#include "db/support/losses.hpp"

namespace aludel::testing {
namespace {

class LossesOfBodies : public PlannedLosses<OnPostgresql> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run(
        "CREATE TABLE t (id integer PRIMARY KEY, b text);\n"
        "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 7) g;\n"
        "CREATE TABLE u (t_id integer REFERENCES t ON DELETE CASCADE);\n"
        "INSERT INTO u VALUES (1), (2);\n"
        "CREATE FUNCTION wipe() RETURNS integer LANGUAGE sql AS 'DELETE FROM u; SELECT 1';\n"
        "CREATE FUNCTION wipe_too() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM u; "
        "RETURN NULL; END';\n"
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.b := now(); RETURN "
        "NEW; END';\n"
        "CREATE TABLE watched (id integer);\nCREATE TABLE stamped (b text);\n"
        "CREATE TRIGGER w AFTER INSERT ON watched EXECUTE FUNCTION wipe_too();\n"
        "CREATE TRIGGER s BEFORE INSERT ON stamped FOR EACH ROW EXECUTE FUNCTION stamp();\n"
        "CREATE TABLE ruled (id integer);\n"
        "CREATE RULE r AS ON INSERT TO ruled DO ALSO DELETE FROM u;");
  }
};
ALUDEL_ON_POSTGRESQL(LossesOfBodies);

TEST_P(LossesOfBodies, TruncateCallsNoOnDelete) {
  EXPECT_FALSE(says(told("TRUNCATE ONLY u;\nTRUNCATE ONLY t;"), "ON DELETE CASCADE"));
  EXPECT_TOLD("TRUNCATE ONLY t;", "7 rows of t");
  EXPECT_TOLD("DELETE FROM t;", "rows of u that refer to them (ON DELETE CASCADE)");
}

TEST_P(LossesOfBodies, WhatIsOnlyMadeLosesNothing) {
  EXPECT_NO_LOSS("CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM t; END;");
  EXPECT_NO_LOSS("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM t';");
  EXPECT_NO_LOSS("CREATE RULE n AS ON UPDATE TO t DO INSTEAD DELETE FROM u;");
  EXPECT_NO_LOSS("CREATE TRIGGER n AFTER INSERT ON t EXECUTE FUNCTION wipe_too();");
}

TEST_P(LossesOfBodies, WhatIsMadeLosesWhenItIsCalled) {
  const std::string made =
      "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'DELETE FROM t; SELECT 1';\n";
  EXPECT_TOLD(made + "SELECT f();", "perhaps rows of t (in f())");
  EXPECT_TOLD(
      made + "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT f()';\nSELECT g();",
      "perhaps rows of t (in f())");
  EXPECT_TOLD("CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT wipe()';\nSELECT g();",
              "perhaps what wipe() does");
  EXPECT_TOLD(made + "DO $$ DECLARE x integer; BEGIN x := f(); END $$;",
              "perhaps rows of t (in f())");
  EXPECT_TOLD(made + "INSERT INTO u SELECT f();", "perhaps rows of t (in f())");
  EXPECT_TOLD("CREATE FUNCTION e() RETURNS void LANGUAGE sql AS E'DELETE\\nFROM t';\nSELECT e();",
              "perhaps what its body does, in e()");
}

TEST_P(LossesOfBodies, TriggersAndRulesOfThePlanFire) {
  EXPECT_TOLD(
      "CREATE TRIGGER n AFTER INSERT ON t EXECUTE FUNCTION wipe_too();\n"
      "INSERT INTO t VALUES (8);",
      "perhaps what wipe_too() does");
  EXPECT_TOLD("CREATE RULE n AS ON INSERT TO t DO ALSO DELETE FROM u;\nINSERT INTO t VALUES (8);",
              "perhaps rows of u");
}

TEST_P(LossesOfBodies, TriggersAndRulesThatAreThereFire) {
  EXPECT_TOLD("INSERT INTO watched VALUES (1);", "perhaps rows of u (in trigger w)");
  EXPECT_TOLD("INSERT INTO ruled VALUES (1);", "perhaps rows of u (in rule r)");
  EXPECT_NO_LOSS("INSERT INTO stamped VALUES ('x');");
}

TEST_P(LossesOfBodies, TheServersOwnMayLoseToo) {
  EXPECT_TOLD("SELECT lo_unlink(5);", "perhaps what lo_unlink() does");
  EXPECT_TOLD("SELECT query_to_xml('DELETE FROM t', false, false, '');",
              "perhaps what query_to_xml() does");
  EXPECT_TOLD("DELETE FROM pg_class WHERE relname = 't';", "pg_class");
  EXPECT_TOLD("UPDATE pg_catalog.pg_attribute SET attisdropped = true;",
              "perhaps what is changed in pg_catalog.pg_attribute");
}

TEST_P(LossesOfBodies, AnExtensionTakesTheColumnsOfItsTypes) {
  if (value("SELECT count(*) FROM pg_available_extensions WHERE name = 'hstore'") == "0")
    GTEST_SKIP() << "the server has no hstore";
  database->run(
      "CREATE EXTENSION hstore;\nCREATE TABLE h (id integer, x hstore);\n"
      "INSERT INTO h VALUES (1, 'a=>1'), (2, NULL);");
  EXPECT_TOLD("DROP EXTENSION hstore CASCADE;", "column h.x with 1 value");
}

TEST_P(LossesOfBodies, AnAttributeOfATypeIsInColumns) {
  EXPECT_TOLD("CREATE TYPE pair AS (a integer, b integer);\nALTER TYPE pair DROP ATTRIBUTE b;",
              "what columns of type pair hold in the dropped attribute");
}

class LossesOfTriggersInAFile : public PlannedLosses<OnSqlite> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run("CREATE TABLE t (id INTEGER PRIMARY KEY);");
    database->run("CREATE TABLE u (id INTEGER PRIMARY KEY REFERENCES t ON DELETE CASCADE);");
    database->run("INSERT INTO t VALUES (1), (2);");
    database->run("CREATE TABLE watched (id INTEGER);");
    database->run("CREATE TRIGGER w AFTER INSERT ON watched BEGIN DELETE FROM t; END;");
    database->run("CREATE TRIGGER x AFTER UPDATE ON watched BEGIN UPDATE u SET id = 1; END;");
  }
};
ALUDEL_ON_SQLITE(LossesOfTriggersInAFile);

TEST_P(LossesOfTriggersInAFile, TheyFire) {
  const std::string made = "CREATE TRIGGER n AFTER INSERT ON u BEGIN DELETE FROM t; END;\n";
  EXPECT_NO_LOSS(made);
  EXPECT_TOLD(made + "INSERT INTO u VALUES (1);", "perhaps rows of t (in trigger n)");
  EXPECT_TOLD("INSERT INTO watched VALUES (1);", "perhaps rows of t (in trigger w)");
  EXPECT_NO_LOSS("INSERT INTO u VALUES (1);");
}

TEST_P(LossesOfTriggersInAFile, ForeignKeysAreOnHoweverItIsWritten) {
  for (const std::string on : {"1", "ON", "'on'", "true", "2"})
    EXPECT_TOLD("PRAGMA foreign_keys = " + on + ";\nDELETE FROM t;",
                "rows of u that refer to them (ON DELETE CASCADE)");
}

}  // namespace
}  // namespace aludel::testing
