// Repeatable scripts that meet what others depend on, what is there already, and what they made
// before.
#include "db/support/scripts.hpp"

namespace aludel::testing {
namespace {

class ScriptEdges : public WithScripts {};

class SqliteScriptEdges : public ScriptEdges {};

TEST_P(SqliteScriptEdges, AViewThatDoesNotFitItsSuccessorIsNamedAndNothingIsKept) {
  script("001.sql", "CREATE VIEW v AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)rows("CREATE VIEW dep AS SELECT id FROM v");
  (void)rows("CREATE VIEW other AS SELECT asset FROM v");
  (void)rows("CREATE VIEW broken AS SELECT missing FROM prices");
  script("001.sql", "CREATE VIEW v AS SELECT asset FROM prices;\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "script 001.sql replaces what view dep depends on"));
  EXPECT_TRUE(says(outcome.err, "the database refused view dep: no such column: id"));
  EXPECT_TRUE(says(outcome.err, "CREATE VIEW dep AS SELECT id FROM v"));
  EXPECT_TRUE(says(outcome.err, "nothing of this script was kept"));
  EXPECT_FALSE(says(outcome.err, "broken"));  // it was so before
  EXPECT_EQ(rows("SELECT id FROM dep"), Lines{});
  EXPECT_TRUE(says(run({"scripts", "status"}).out, "changed since it ran"));
}

TEST_P(SqliteScriptEdges, ADependentThatTheScriptDefinesAnewOrDropsIsNoHindrance) {
  script("001.sql", "CREATE VIEW \"V\" AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)rows("CREATE VIEW dep AS SELECT id FROM v");
  (void)rows("CREATE VIEW gone AS SELECT id FROM v");
  script("001.sql",
         "CREATE VIEW \"V\" AS SELECT asset FROM prices;\nCREATE VIEW dep AS SELECT asset FROM "
         "v;\nDROP VIEW gone;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT asset FROM dep"), Lines{});
}

TEST_P(SqliteScriptEdges, ATriggerThatDoesNotFitAChangedViewIsNamed) {
  script("001.sql", "CREATE VIEW v AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)rows("CREATE TABLE log (x integer)");
  for (const std::string event : {"INSERT", "DELETE", "UPDATE OF p"}) {
    SCOPED_TRACE(event);
    (void)rows("CREATE TRIGGER noted AFTER " + event +
               " ON prices BEGIN INSERT INTO log SELECT id FROM v; END");
    script("001.sql", "CREATE VIEW v AS SELECT asset FROM prices;\n");
    const Outcome outcome = run({"scripts", "run"});
    EXPECT_EXIT_CODE(4, outcome);
    EXPECT_TRUE(says(outcome.err, "replaces what trigger noted depends on"));
    EXPECT_EQ(rows("SELECT id FROM v"), Lines{});
    (void)rows("DROP TRIGGER noted");
  }
  // Its own triggers are made again, and have to fit as well.
  (void)rows(
      "CREATE TRIGGER own INSTEAD OF UPDATE ON v BEGIN INSERT INTO log VALUES (old.id); END");
  EXPECT_TRUE(says(run({"scripts", "run"}).err, "trigger own"));
  (void)rows("DROP TRIGGER own");
  (void)rows("CREATE TRIGGER own INSTEAD OF UPDATE ON v BEGIN SELECT new.asset; END");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"), Lines{"own"});
}

INSTANTIATE_TEST_SUITE_P(On, SqliteScriptEdges, ::testing::Values(Server::sqlite), server_name);

TEST_P(ScriptEdges, WhatTheSameFileMadeIsNotSaidToBeOfOthers) {
  project->add("aaaa0002", "CREATE TABLE twice (x integer);\nCREATE TABLE twice (x integer);", {});
  Outcome outcome = run({"upgrade"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "statement 1 of this file makes one of this name, in line "));
  EXPECT_FALSE(says(outcome.err, "by hand"));
  EXPECT_FALSE(says(outcome.err, "aludel stamp"));
  script("001.sql", "-- Twice\n\nCREATE TABLE a (x integer);\nCREATE TABLE A (x integer);\n");
  outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "statement 1 of this file makes one of this name, in line 3"));
  EXPECT_FALSE(says(outcome.err, "by hand"));
  EXPECT_FALSE(says(outcome.err, "scripts mark"));
}

TEST_P(ScriptEdges, ATableThatWasRenamedToTheNameIsOfThatRevision) {
  project->add("aaaa0002", "CREATE TABLE x1 (x integer);\nALTER TABLE x1 RENAME TO x2;",
               "DROP TABLE x2;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0003", "CREATE TABLE x2 (x integer);", {});
  const Outcome outcome = run({"upgrade"});
  EXPECT_TRUE(says(outcome.err, "revision aaaa0002 has made one of this name"));
}

TEST_P(ScriptEdges, AMarkThatItIsToRunIsSaid) {
  script("001.sql", "CREATE VIEW v AS SELECT id FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001", "--pending"}));
  EXPECT_TRUE(says(run({"scripts", "status"}).out, "to run again"));
  EXPECT_TRUE(says(run({"scripts", "status", "--json"}).out, "\"state\": \"to_be_run\""));
  EXPECT_TRUE(says(run({"check", "--pending"}).out, "to run again"));
  // It is its own work all the same, so that it is replaced.
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_TRUE(says(run({"scripts", "status"}).err, "nothing is pending"));
}

TEST_P(ScriptEdges, ThatRunAlwaysAreToldApartFromPendingOnes) {
  script("001.sql", "SELECT 1;\n");
  script("002.sql", "-- aludel:run always\nSELECT 2;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  const Outcome outcome = run({"scripts", "status"});
  EXPECT_TRUE(says(outcome.err, "nothing is pending; each run runs 1 script besides"));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(ScriptEdges, AViewThatIsNoMoreInItsScriptIsNamedWithItsDrop) {
  script("001.sql",
         "CREATE VIEW a AS SELECT id FROM prices;\nCREATE VIEW b AS SELECT id FROM a;\nCREATE VIEW "
         "moved AS SELECT id FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)rows("CREATE VIEW dep AS SELECT id FROM b");
  script("001.sql", "CREATE VIEW a AS SELECT id, p FROM prices;\n");
  script("002.sql", on_postgresql()
                        ? "CREATE OR REPLACE VIEW moved AS SELECT id FROM prices;\n"
                        : "CREATE VIEW IF NOT EXISTS moved AS SELECT id FROM prices;\n");
  Outcome outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, on_postgresql() ? "view public.b is left" : "view b is left"));
  EXPECT_TRUE(says(outcome.err, "`DROP VIEW "));
  EXPECT_FALSE(says(outcome.err, "moved is left"));
  EXPECT_FALSE(says(outcome.err, "dep is left"));
  (void)rows("DROP VIEW dep");
  (void)rows("DROP VIEW b");
  script("001.sql", "CREATE VIEW a AS SELECT id, p, asset FROM prices;\n");
  outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_FALSE(says(outcome.err, "is left"));
}

TEST_P(ScriptEdges, AnOverloadThatAChangedSignatureLeavesIsNamed) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has no functions of its own";
  const auto text = [](const std::string& arguments) {
    return "CREATE OR REPLACE FUNCTION tax(" + arguments +
           ") RETURNS integer LANGUAGE sql AS 'SELECT 1';\n";
  };
  script("001.sql", text("amount integer"));
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("001.sql", text("a int"));  // the same function
  Outcome outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_FALSE(says(outcome.err, "is left"));
  script("001.sql", text("a int, b text"));
  outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "`DROP FUNCTION public.tax(integer)`"));
}

TEST_P(ScriptEdges, ThatMeetWhatIsThereAreToldHowItIsWrittenForTheKind) {
  struct Case {
    std::string sql;
    std::string how;
  };
  std::vector<Case> cases{
      {"CREATE TABLE t (x integer)", "write `IF NOT EXISTS`, or `-- aludel:run once`"},
      {"CREATE UNIQUE INDEX ix ON prices (p)", "write `DROP INDEX IF EXISTS …` before it"}};
  if (on_postgresql()) {
    cases.push_back({"CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)",
                     "write `CREATE OR REPLACE`"});
    cases.push_back({"CREATE TYPE mood AS ENUM ('a')", "write `DROP TYPE IF EXISTS …` before it"});
    cases.push_back({"CREATE DOMAIN d AS text", "write `DROP DOMAIN IF EXISTS …` before it"});
    cases.push_back(
        {"CREATE TRIGGER tr BEFORE UPDATE ON prices FOR EACH ROW EXECUTE FUNCTION "
         "suppress_redundant_updates_trigger()",
         "write `CREATE OR REPLACE`"});
    cases.push_back({"CREATE SCHEMA s", "write `IF NOT EXISTS`"});
  } else {
    cases.push_back({"CREATE TRIGGER tr AFTER INSERT ON prices BEGIN SELECT 1; END",
                     "write `DROP TRIGGER IF EXISTS …` before it"});
  }
  for (const Case& each : cases) {
    SCOPED_TRACE(each.sql);
    script("001.sql", each.sql + ";\n");
    ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
    script("001.sql", each.sql + ";\nSELECT 1;\n");
    const Outcome outcome = run({"scripts", "run"});
    EXPECT_EXIT_CODE(4, outcome);
    EXPECT_TRUE(says(outcome.err, each.how));
    EXPECT_FALSE(says(outcome.err, "scripts mark"));  // it is this script's work already
    script("001.sql", "SELECT 1;\n");
    ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  }
}

ALUDEL_ON_EVERY_DATABASE(ScriptEdges);

}  // namespace
}  // namespace aludel::testing
