// SIGINT and SIGTERM: the statement is cancelled, nothing is kept, and what is true is told.
#include <csignal>
#include <thread>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Signal : public OnPostgresql {
 protected:
  [[nodiscard]] std::string long_statement() const {
    if (on_postgresql()) return "SELECT pg_sleep(30);";
    return "INSERT INTO asset WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
           "i < 2000000000) SELECT count(*) FROM n;";
  }
  /// Starts a run, and waits until it is in the middle of its long statement.
  Process in_the_middle() {
    Process process = project->start({"upgrade"});
    if (on_postgresql()) {
      EXPECT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
      return process;
    }
    EXPECT_TRUE(eventually([&] {
      return std::filesystem::exists(database->file()) &&
             version_rows_or_none() == Lines{"aaaa0001"};
    }));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return process;
  }
  Lines version_rows_or_none() {
    try {
      return version_rows();
    } catch (const Error&) {
      return {};
    }
  }
};
ALUDEL_ON_EVERY_DATABASE(Signal);

TEST_P(Signal, EndsARunWithItsCodeAndKeepsNothing) {
  for (const int number : {SIGINT, SIGTERM}) {
    SCOPED_TRACE(number);
    database.reset();
    database.emplace(GetParam());
    project.emplace(database->url());
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
    project->add("aaaa0002", "INSERT INTO asset VALUES (1);\n" + long_statement());
    Process process = in_the_middle();
    const auto begin = std::chrono::steady_clock::now();
    process.signal(number);
    const Outcome outcome = process.wait();
    EXPECT_EXIT_CODE(128 + number, outcome);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
    EXPECT_TRUE(says(outcome.err, "interrupted during statement 2 of revision aaaa0002"));
    EXPECT_TRUE(says(outcome.err, "nothing of this revision was kept"));
    EXPECT_TRUE(says(outcome.err, "the database is at aaaa0001"));
    EXPECT_EQ(outcome.err.find("applied 1"), std::string::npos) << outcome.err;
    EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
    EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "failed aaaa0002 1/1"}));
    if (on_postgresql()) {
      EXPECT_EQ(advisory_locks(), 0);
    }
    project->change("aaaa0002", "INSERT INTO asset VALUES (1);");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
}

TEST_P(Signal, ThatComesTwiceAtOnceIsOne) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  project->add("aaaa0002", "INSERT INTO asset VALUES (1);\n" + long_statement());
  Process process = in_the_middle();
  process.signal(SIGTERM);  // as `timeout` does: to the program and to its group
  process.signal(SIGINT);
  process.signal(SIGTERM);
  const Outcome outcome = process.wait();
  EXPECT_TRUE(outcome.exit_code == 143 || outcome.exit_code == 130) << outcome.exit_code;
  EXPECT_TRUE(says(outcome.err, "nothing of this revision was kept"));
  EXPECT_TRUE(says(outcome.err, "the database is at aaaa0001"));
}

TEST_P(Signal, OfAnAutocommitStatementIsGoneOnWithByTheNextRun) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite's autocommit statements are short";
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  project->add("aaaa0002", "-- aludel:autocommit\nSELECT pg_sleep(30);");
  Process process = in_the_middle();
  process.signal(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EXIT_CODE(130, outcome);
  EXPECT_TRUE(says(outcome.err, "revision aaaa0002 is in progress: 0 of 1 segments done"));
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "intent aaaa0002 1/1", "failed aaaa0002 1/1"}));
  project->change("aaaa0002", "-- aludel:autocommit\nINSERT INTO asset VALUES (1);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "1");
}

TEST_P(Signal, AnAutocommitStatementThatEndsWellInSpiteOfItIsNotRepeated) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite's autocommit statements are short";
  rows("CREATE TABLE asset (id INTEGER)");
  rows(
      "CREATE FUNCTION unmoved() RETURNS void LANGUAGE plpgsql AS $$ BEGIN BEGIN PERFORM "
      "pg_sleep(30); EXCEPTION WHEN query_canceled THEN NULL; END; INSERT INTO asset VALUES (1); "
      "END $$");
  project->add("aaaa0001",
               "-- aludel:autocommit\nSELECT unmoved();\nCREATE TABLE two (id INTEGER);");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT unmoved"); }));
  process.signal(SIGTERM);
  EXPECT_EXIT_CODE(143, process.wait());
  EXPECT_EQ(journal().at(1), "done aaaa0001 1/2");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "1");
}

TEST_P(Signal, WhileWaitingForTheMigrationLockEndsTheRun) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has no lock apart from its transactions";
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  project->add("aaaa0002", long_statement());
  Process first = in_the_middle();
  Process second = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] {
    return second.err_so_far().find("waiting for the migration lock") != std::string::npos;
  }));
  second.signal(SIGTERM);
  EXPECT_EXIT_CODE(143, second.wait());
  first.signal(SIGINT);
  EXPECT_EXIT_CODE(130, first.wait());
}

TEST_P(Signal, TheSecondOneEndsTheProgramAtOnce) {
  if (!on_postgresql()) GTEST_SKIP() << "a statement of SQLite ends at the first one";
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  // The function catches the cancellation: the first signal does not end it.
  project->add("aaaa0002",
               "CREATE FUNCTION stubborn() RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOOP BEGIN "
               "PERFORM pg_sleep(5); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END "
               "$$;\nSELECT stubborn() -- SELECT pg_sleep\n;");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT stubborn"); }));
  process.signal(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));  // sooner it is the same press
  EXPECT_TRUE(process.running());
  process.signal(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.signal, SIGINT);
  EXPECT_TRUE(says(outcome.err, "ended at once, in the middle"));
  rows(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT "
      "stubborn%' AND datname = current_database()");
  project->change("aaaa0002", "");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

}  // namespace
}  // namespace aludel::testing
