// Repeatable scripts: when they run, in which order, and what becomes of what depends on them.
#include "db/support/scripts.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include "db/support/random_kills.hpp"

namespace aludel::testing {
namespace {

class Scripts : public WithScripts {
 protected:
  /// The journal's rows of scripts, "event name segment/segments", oldest first.
  Lines script_journal() {
    return rows(
        "SELECT event || ' ' || name || coalesce(' ' || segment || '/' || segments, '') FROM "
        "aludel_journal WHERE kind = 'script' ORDER BY id");
  }
};

TEST_P(Scripts, RunInOrderOfNameAndAfterWhatTheyRequire) {
  script("001_last.sql", "-- aludel:requires 002_second 003_third.sql\nSELECT 1;\n");
  script("002_second.sql", "SELECT 2;\n");
  script("003_third.sql", "SELECT 3;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(script_journal(),
            (Lines{"done 002_second.sql 1/1", "done 003_third.sql 1/1", "done 001_last.sql 1/1"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(Scripts, RunAgainWhenTheirStatementsChangeAndNotForAComment) {
  script("001.sql", "CREATE TABLE IF NOT EXISTS a (x integer);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("001.sql", "-- a word\nCREATE  TABLE IF NOT EXISTS a (x integer)\n");
  Outcome outcome = run({"scripts", "run"});
  EXPECT_TRUE(says(outcome.err, "nothing to do: no script is new or has changed"));
  script("001.sql", "CREATE TABLE IF NOT EXISTS a (x integer); INSERT INTO a VALUES (1);\n");
  outcome = run({"scripts", "status"});
  EXPECT_TRUE(says(outcome.out, "changed since it ran"));
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT x FROM a"), Lines{"1"});
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT x FROM a"), Lines{"1"});
  ASSERT_EXIT_CODE(0, run({"scripts", "run", "001", "--again"}));
  EXPECT_EQ(rows("SELECT x FROM a"), (Lines{"1", "1"}));
}

TEST_P(Scripts, OnceAndAlwaysAreWhatTheySay) {
  script("001_once.sql", "-- aludel:run once\nCREATE TABLE seen (x integer);\n");
  script("002_always.sql", "-- aludel:run always\nINSERT INTO seen VALUES (1);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("001_once.sql", "-- aludel:run once\nCREATE TABLE seen (x integer, y integer);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(value("SELECT count(*) FROM seen"), "2");
  EXPECT_TRUE(says(run({"scripts", "status"}).out, "changed since, and runs once"));
}

TEST_P(Scripts, MarkedOnesCountAsRun) {
  script("001.sql", "CREATE TABLE a (x integer);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001", "--reason", "made by hand"}));
  EXPECT_TRUE(says(run({"scripts", "run"}).err, "nothing to do"));
  EXPECT_EQ(value("SELECT reason FROM aludel_journal WHERE kind = 'script'"), "made by hand");
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001", "--pending"}));
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(value("SELECT count(*) FROM a"), "0");
}

TEST_P(Scripts, ARevisionTheyComeAfterHasToBeApplied) {
  project->add("aaaa0002", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  script("001.sql", "CREATE TABLE IF NOT EXISTS a (x integer);\n");
  script("002.sql", "-- aludel:after aaaa0002\nINSERT INTO b VALUES (1);\n");
  Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "comes after revision aaaa0002"));
  EXPECT_TRUE(says(outcome.err, "next: `aludel upgrade`, then `aludel scripts run`"));
  EXPECT_EQ(script_journal(), Lines{});  // not even the first
  script("002.sql", "-- aludel:after aaaa0003\nSELECT 1;\n");
  outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "did you mean `aaaa000"));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  script("002.sql", "-- aludel:after aaaa0002\nINSERT INTO b VALUES (1);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
}

TEST_P(Scripts, ThatRequireEachOtherInACircleAreRefused) {
  script("a.sql", "-- aludel:requires b\nSELECT 1;\n");
  script("b.sql", "-- aludel:requires c\nSELECT 1;\n");
  script("c.sql", "-- aludel:requires a\nSELECT 1;\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "in a circle: a.sql → b.sql → c.sql → a.sql"));
}

TEST_P(Scripts, OneThatStoppedHalfWayAndWhoseFileIsGoneIsToldAndEndedByItsName) {
  script("001.sql", "CREATE TABLE a (x integer);\n-- aludel:autocommit\nSELECT nothing;\n");
  EXPECT_EXIT_CODE(4, run({"scripts", "run"}));
  std::filesystem::remove(project->folder() / "migrations" / "scripts" / "001.sql");
  EXPECT_TRUE(says(run({"status"}).out, "001.sql stopped half-way, and its file is gone"));
  EXPECT_EXIT_CODE(1, run({"check", "--pending"}));
  const Outcome refused = run({"deploy"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "now: nothing was changed"));
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001.sql"}));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
  EXPECT_EXIT_CODE(0, run({"deploy"}));
}

TEST_P(Scripts, OneThatCannotBeReadBesideALostOneKeepsNothingElseFromBeingShown) {
  script("001.sql", "CREATE TABLE a (x integer);\n-- aludel:autocommit\nSELECT nothing;\n");
  EXPECT_EXIT_CODE(4, run({"scripts", "run"}));
  std::filesystem::remove(project->folder() / "migrations" / "scripts" / "001.sql");
  script("002.sql", "SELECT 'no end;\n");
  const Outcome outcome = run({"status"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.out, "cannot be read: "));
}

TEST_P(Scripts, ALinkToNowhereIsNotTakenForNoScript) {
  std::filesystem::create_directories(project->folder() / "migrations" / "scripts");
  std::filesystem::create_symlink("/nowhere/001.sql",
                                  project->folder() / "migrations" / "scripts" / "001.sql");
  const Outcome outcome = run({"deploy"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "migrations/scripts/001.sql: No such file"));
}

TEST_P(Scripts, ABrokenOneIsFixedAndRunAgain) {
  script("001.sql",
         "CREATE TABLE IF NOT EXISTS a (x integer);\n-- aludel:autocommit\nSELECT nothing;\n");
  Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "script 001.sql is in progress: 1 of 2 segments done"));
  EXPECT_TRUE(says(run({"scripts", "status"}).out, "stopped half-way"));
  // What is done is not done again while it reads the same.
  script("001.sql", "CREATE TABLE IF NOT EXISTS a (x integer);\n-- aludel:autocommit\nSELECT 1;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE kind = 'script' AND event = 'done'"),
            "2");
  script("001.sql", "INSERT INTO a VALUES (1);\n-- aludel:autocommit\nSELECT nothing;\n");
  EXPECT_EXIT_CODE(4, run({"scripts", "run"}));
  script("001.sql", "INSERT INTO a VALUES (2);\n-- aludel:autocommit\nSELECT 1;\n");
  outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "was changed since it stopped half-way: it begins anew"));
  EXPECT_EQ(rows("SELECT x FROM a ORDER BY x"), (Lines{"1", "2"}));
}

TEST_P(Scripts, BesideTheRevisionsAreNamedByASetting) {
  project->write("migrations/versions/900_indexes.sql",
                 "CREATE INDEX IF NOT EXISTS ix ON prices (p);\n");
  const Outcome outcome = run({"upgrade"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "or is named by `scripts = [\"…\"]`"));
  const TestProject named(database->url(), "scripts = [\"migrations/versions/9*.sql\"]\n");
  named.write("migrations/versions/900_indexes.sql",
              "CREATE INDEX IF NOT EXISTS ix ON prices (p);\n");
  named.write("migrations/versions/aaaa0001.sql",
              "-- revision: aaaa0001\n-- down_revision:\n\n-- aludel:upgrade\nCREATE TABLE prices "
              "(id integer PRIMARY KEY, asset text, p integer);\n");
  database->disconnect();
  ASSERT_EXIT_CODE(0, named.run({"scripts", "run"}));
  EXPECT_TRUE(says(named.run({"status"}).out, "nothing, all revisions are applied"));
}

TEST_P(Scripts, AChangedViewTakesThePlaceOfTheOldOne) {
  script("001.sql", "CREATE VIEW v AS SELECT id FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  if (!on_postgresql()) {
    (void)database->rows("CREATE TRIGGER on_v INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
  }
  script("001.sql", "CREATE VIEW v AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT asset FROM v"), Lines{});
  if (!on_postgresql()) {
    EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"), Lines{"on_v"});
  }
}

TEST_P(Scripts, SayWhatToDoWhereATableIsThereAlready) {
  script("001.sql", "CREATE TABLE a (x integer);\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("001.sql", "CREATE TABLE a (x integer);\nSELECT 1;\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "write `IF NOT EXISTS`, or `-- aludel:run once`"));
}

TEST_P(Scripts, RunOnceWhereManyStartAtTheSameTime) {
  script("001.sql", "CREATE TABLE a (x integer);\nINSERT INTO a VALUES (1);\n");
  script("002.sql", "INSERT INTO a VALUES (2);\n");
  database->disconnect();
  std::vector<Process> runs;
  for (int i = 0; i < 6; ++i) runs.push_back(project->start({"scripts", "run"}));
  for (Process& process : runs) EXPECT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(rows("SELECT x FROM a ORDER BY x"), (Lines{"1", "2"}));
}

TEST_P(Scripts, KilledAtAnyMomentAreFinishedByTheSameCommand) {
  const std::string index = on_postgresql() ? "CREATE INDEX CONCURRENTLY" : "CREATE INDEX";
  script("001.sql",
         "CREATE TABLE IF NOT EXISTS counted (x integer);\nINSERT INTO counted VALUES "
         "(1);\n" +
             index + " IF NOT EXISTS ix ON prices (asset);\n");
  script("002.sql", "CREATE VIEW v AS SELECT id FROM prices;\nINSERT INTO counted VALUES (2);\n");
  RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run({"scripts", "run"})); }));
  SCOPED_TRACE(kills.trace());
  (void)rows("CREATE VIEW dep AS SELECT id FROM v");
  const Lines catalog = database->catalog();
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    // Each time both scripts have changed, and the view is replaced with what depends on it.
    const std::string number = std::to_string(round + 10);
    (void)rows("DELETE FROM counted");
    (void)rows("DROP INDEX IF EXISTS ix");
    script("001.sql",
           "CREATE TABLE IF NOT EXISTS counted (x integer);\nINSERT INTO counted VALUES "
           "(1), (" +
               number + ");\n" + index + " IF NOT EXISTS ix ON prices (asset);\n");
    script("002.sql", "CREATE VIEW v AS SELECT id FROM prices WHERE id <> " + number +
                          ";\nINSERT INTO counted VALUES (2);\n");
    database->disconnect();
    kills.kill(project->start({"scripts", "run"}));
    ASSERT_EXIT_CODE(0, run({"scripts", "run"})) << "round " << round;
    ASSERT_EQ(rows("SELECT x FROM counted ORDER BY x"), (Lines{"1", "2", number}))
        << "round " << round;
    ASSERT_TRUE(says(run({"scripts", "status"}).err, "nothing is pending"));
    ASSERT_EQ(rows("SELECT id FROM dep"), Lines{});
  }
  EXPECT_EQ(database->catalog().size(), catalog.size());
  EXPECT_GT(kills.killed(), rounds / 3);
}

TEST_P(Scripts, ThatRunOnceAreAskedAboutWhereNothingTells) {
  if (!on_postgresql()) GTEST_SKIP() << "every autocommit statement of SQLite may run again";
  (void)rows(
      "CREATE PROCEDURE slow() LANGUAGE plpgsql AS $$ BEGIN COMMIT; PERFORM pg_sleep(30); END $$");
  script("001.sql", "-- aludel:run once\n-- aludel:autocommit\nCALL slow();\n");
  database->disconnect();
  Process process = project->start({"scripts", "run"});
  for (int i = 0;
       i < 200 && value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL%'") == "0";
       ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  process.signal(SIGKILL);
  (void)process.wait();
  (void)rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CALL%'");
  (void)rows("CREATE OR REPLACE PROCEDURE slow() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$");
  const Outcome asked = run({"scripts", "run"});
  EXPECT_EXIT_CODE(9, asked);
  EXPECT_TRUE(
      says(asked.err, "`aludel scripts mark 001.sql --pending` to run it from its beginning"));
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001", "--pending"}));
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("002.sql",
         "-- aludel:autocommit\nCALL slow();\n");  // may run again, and is not asked about
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
}

TEST_P(Scripts, ThatAreToRunArePending) {
  script("001.sql", "SELECT 1;\n");
  script("002.sql", "-- aludel:run always\nSELECT 2;\n");
  Outcome outcome = run({"check", "--pending"});
  EXPECT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.err, "2 scripts to run"));
  outcome = run({"status"});
  EXPECT_TRUE(says(outcome.out, "001.sql  new"));
  EXPECT_TRUE(says(outcome.out, "`aludel scripts run`"));
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(Scripts, ANewOneReplacesNothingThatOthersMade) {
  (void)rows("CREATE VIEW hand AS SELECT id FROM prices");
  script("001.sql", "CREATE VIEW hand AS SELECT asset FROM prices;\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "already exists"));
  EXPECT_TRUE(says(outcome.err, "`aludel scripts mark 001.sql` that it is this script's work"));
  EXPECT_EQ(rows("SELECT id FROM hand"), Lines{});
  ASSERT_EXIT_CODE(0, run({"scripts", "mark", "001"}));
  script("001.sql", "CREATE VIEW hand AS SELECT asset, p FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT asset, p FROM hand"), Lines{});
}

TEST_P(Scripts, ADeploymentOfScriptsAloneIsBackedUpAndPutBack) {
  if (GetParam() == Server::postgresql_newer) GTEST_SKIP() << "there is no pg_dump of it";
  (void)rows("INSERT INTO prices VALUES (1, 'a', 5)");
  script("001.sql", "DELETE FROM prices;\n");
  script("002.sql", "SELECT no_such_thing;\n");
  const Outcome outcome = run({"deploy", "--backup", "--restore-on-failure"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "the database was restored from the backup"));
  EXPECT_EQ(rows("SELECT id FROM prices"), Lines{"1"});
}

TEST_P(Scripts, ThatCannotBeOrderedAreToldBeforeADeploymentBegins) {
  project->add("aaaa0002", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  script("001.sql", "-- aludel:requires 002.sql\nSELECT 1;\n");
  script("002.sql", "-- aludel:requires 001.sql\nSELECT 1;\n");
  EXPECT_EXIT_CODE(3, run({"deploy"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

INSTANTIATE_TEST_SUITE_P(On, Scripts,
                         ::testing::Values(Server::sqlite, Server::postgresql,
                                           Server::postgresql_newer),
                         [](const auto& parameter) { return name_of(parameter.param); });

class Rebuilds : public Scripts {};

TEST_P(Rebuilds, WhatDependsOnAChangedViewIsMadeAgainAsItWas) {
  script("001.sql", "CREATE VIEW v AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  for (const char* sql :
       {"INSERT INTO prices VALUES (1, 'a', 5)", "COMMENT ON VIEW v IS 'the root'",
        "GRANT SELECT ON v TO PUBLIC", "CREATE VIEW dep AS SELECT * FROM v",
        "COMMENT ON COLUMN dep.asset IS 'a column'", "GRANT SELECT (id) ON dep TO PUBLIC",
        "ALTER VIEW dep ALTER COLUMN asset SET DEFAULT 'x'",
        "CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT asset, count(*) AS n FROM dep "
        "GROUP BY 1",
        "CREATE UNIQUE INDEX m_asset ON m (asset)", "COMMENT ON INDEX m_asset IS 'an index'",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER t INSTEAD OF INSERT ON dep FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE MATERIALIZED VIEW unfilled AS SELECT * FROM m WITH NO DATA"}) {
    (void)database->rows(sql);
  }
  const char* what_there_is =
      "SELECT c.relname, c.relkind, c.reloptions, c.relacl, c.relispopulated, "
      "obj_description(c.oid, 'pg_class'), CASE WHEN c.relkind = 'i' THEN pg_get_indexdef(c.oid) "
      "WHEN c.relname <> 'v' THEN pg_get_viewdef(c.oid) END, (SELECT array_agg((attname, attacl, "
      "atthasdef, col_description(attrelid, attnum)) ORDER BY attnum) FROM pg_attribute WHERE "
      "attrelid = c.oid AND attnum > 0 AND relname <> 'v'), (SELECT array_agg(tgname) FROM "
      "pg_trigger WHERE tgrelid = c.oid) FROM pg_class c WHERE relnamespace = "
      "'public'::regnamespace "
      "AND relname IN ('v', 'dep', 'm', 'm_asset', 'unfilled') ORDER BY 1";
  const Lines before = rows(what_there_is);
  ASSERT_EQ(before.size(), 5U);
  script("001.sql",
         "CREATE OR REPLACE VIEW v AS SELECT id, upper(asset) AS asset, p, 1 AS one FROM "
         "prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));  // columns at the end: replaced in place
  script("001.sql", "CREATE OR REPLACE VIEW v AS SELECT p, id, asset FROM prices;\n");
  const Outcome outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err,
                   "made again behind 001.sql: view public.dep, materialized view "
                   "public.m, materialized view public.unfilled"));
  EXPECT_EQ(rows(what_there_is), before);
  EXPECT_EQ(rows("SELECT asset, n FROM m"), Lines{"a|1"});
}

TEST_P(Rebuilds, AFunctionInASchemaWhoseNameNeedsQuotesIsReplaced) {
  rows("CREATE SCHEMA \"Re ports\"");
  const std::string begin =
      "CREATE FUNCTION \"Re ports\".\"F f\"() RETURNS integer LANGUAGE sql AS ";
  script("001.sql", begin + "'SELECT 1';\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  script("001.sql", begin + "'SELECT 2';\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(value("SELECT \"Re ports\".\"F f\"()"), "2");
}

TEST_P(Rebuilds, AFunctionWithAnotherResultTakesWhatUsesItAlong) {
  script("001.sql",
         "CREATE FUNCTION tax(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';\n"
         "CREATE FUNCTION tax(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)database->rows("CREATE INDEX ix ON prices (tax(p))");
  (void)database->rows("CREATE VIEW v AS SELECT tax(p) FROM prices");
  (void)database->rows("ALTER TABLE prices ADD CONSTRAINT taxed CHECK (tax(p) > 0)");
  script("001.sql",
         "CREATE OR REPLACE FUNCTION tax(amount integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS "
         "'SELECT $1::bigint';\n");
  const Outcome outcome = run({"scripts", "run"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_EQ(value("SELECT pg_get_function_result('tax(integer)'::regprocedure)"), "bigint");
  EXPECT_EQ(value("SELECT count(*) FROM pg_indexes WHERE indexname = 'ix'"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM pg_constraint WHERE conname = 'taxed'"), "1");
  EXPECT_EQ(rows("SELECT tax FROM v"), Lines{});
  EXPECT_EQ(value("SELECT to_regprocedure('tax(text)') IS NOT NULL"), "t");
}

TEST_P(Rebuilds, DropWithCascadeLosesNothingUnseen) {
  script("001.sql", "CREATE MATERIALIZED VIEW m AS SELECT asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)database->rows("CREATE VIEW dep AS SELECT asset FROM m");
  script(
      "001.sql",
      "DROP MATERIALIZED VIEW IF EXISTS m CASCADE;\nCREATE MATERIALIZED VIEW m AS SELECT asset, p "
      "FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows("SELECT * FROM dep"), Lines{});
}

TEST_P(Rebuilds, WhatCannotBeMadeAgainIsNamedAndNothingIsKept) {
  script("001.sql", "CREATE VIEW v AS SELECT id, asset FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)database->rows("CREATE TABLE holds (x v)");
  script("001.sql", "CREATE OR REPLACE VIEW v AS SELECT asset FROM prices;\n");
  Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "cannot be made again by themselves"));
  EXPECT_TRUE(says(outcome.err, "holds"));
  (void)database->rows("DROP TABLE holds");
  (void)database->rows("CREATE VIEW dep AS SELECT id FROM v");
  outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "view public.dep"));
  EXPECT_TRUE(says(outcome.err, "does not exist (SQLSTATE 42703)"));
  EXPECT_TRUE(says(outcome.err, "nothing of this script was kept"));
  EXPECT_EQ(rows("SELECT id FROM dep"), Lines{});
}

INSTANTIATE_TEST_SUITE_P(On, Rebuilds,
                         ::testing::Values(Server::postgresql, Server::postgresql_newer),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace aludel::testing
