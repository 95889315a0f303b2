// SIGKILL at any moment, then the same command again: the end is that of an undisturbed run.
#include <chrono>
#include <csignal>
#include <thread>

#include "db/support/fixture.hpp"
#include "db/support/random_kills.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;

class Kill : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    const std::string index = on_postgresql() ? "INDEX CONCURRENTLY" : "INDEX";
    project->add("aaaa0001",
                 "CREATE TABLE asset (id INTEGER PRIMARY KEY, name VARCHAR(9));\n"
                 "CREATE TABLE log (what VARCHAR(9));");
    project->add("aaaa0002",
                 "INSERT INTO asset SELECT i, 'a' || i FROM (WITH RECURSIVE n(i) AS (SELECT 1 "
                 "UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n) AS numbers;\n"
                 "INSERT INTO log VALUES ('two');");
    project->add("aaaa0003", "BEGIN;\nINSERT INTO log VALUES ('three');\nCOMMIT;\nCREATE " + index +
                                 " ix_asset_name ON asset (name);\n"
                                 "BEGIN;\nINSERT INTO log VALUES ('3b');\nCOMMIT;");
    project->add("aaaa0004",
                 "ALTER TABLE asset ADD COLUMN day DATE;\nINSERT INTO log VALUES "
                 "('four');");
  }
  Lines everything() {
    Lines all = database->catalog();
    for (const std::string& line : rows("SELECT what FROM log ORDER BY what")) all.push_back(line);
    all.push_back(value("SELECT count(*) FROM asset"));
    all.push_back(version_rows().front());
    return all;
  }
  void start_over() {
    for (const char* table : {"asset", "log", "aludel_version", "aludel_journal", "aludel_text"})
      rows(std::string("DROP TABLE IF EXISTS ") + table);
  }
};
ALUDEL_ON_EVERY_DATABASE(Kill);

TEST_P(Kill, AtRandomMomentsLosesNothingAndRepeatsNothing) {
  RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run({"upgrade"})); }));
  SCOPED_TRACE(kills.trace());
  const Lines undisturbed = everything();
  const int rounds = 30;
  for (int round = 0; round < rounds; ++round) {
    start_over();
    database->disconnect();
    kills.kill(project->start({"upgrade"}));
    ASSERT_EXIT_CODE(0, run({"upgrade"})) << "round " << round;
    ASSERT_EQ(everything(), undisturbed) << "round " << round;
  }
  EXPECT_GT(kills.killed(), rounds / 3);
}

using KillOnPostgresql = OnPostgresql;
ALUDEL_ON_POSTGRESQL(KillOnPostgresql);

TEST_P(KillOnPostgresql, ASecondRunWaitsUntilTheServerHasStoppedWorkingForTheFirst) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);\nSELECT pg_sleep(30);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  first.signal(SIGKILL);
  EXPECT_EQ(first.wait().signal, SIGKILL);
  ASSERT_TRUE(is_running("SELECT pg_sleep"));
  ASSERT_EQ(advisory_locks(), 1);

  project->change("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  const auto begin = std::chrono::steady_clock::now();
  Process second = project->start({"upgrade"});
  while (is_running("SELECT pg_sleep")) {
    ASSERT_FALSE(database->has_table("asset"));
    ASSERT_TRUE(second.running());
    std::this_thread::sleep_for(milliseconds(20));
  }
  ASSERT_EXIT_CODE(0, second.wait());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
  EXPECT_EQ(journal(), Lines{"done aaaa0001 1/1"});
}

TEST_P(KillOnPostgresql, DuringAConcurrentBuildLeavesAnIndexThatTheNextRunBuildsAgain) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);\nINSERT INTO asset VALUES (1);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix_asset ON asset (id);");
  const auto old_snapshot = database->connect();
  old_snapshot->query("BEGIN");
  old_snapshot->query("INSERT INTO asset VALUES (2)");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("CREATE INDEX CONCURRENTLY"); }));
  first.signal(SIGKILL);
  (void)first.wait();
  ASSERT_TRUE(eventually([&] { return !is_running("CREATE INDEX CONCURRENTLY"); }));
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_asset'::regclass"), "f");
  old_snapshot->query("COMMIT");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "is INVALID: it is dropped and built again"));
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_asset'::regclass"), "t");
}

TEST_P(KillOnPostgresql, TheServerEndingTheSessionIsToldAsALostConnection) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);\nSELECT pg_sleep(30);");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  rows(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' "
      "AND datname = current_database() AND pid <> pg_backend_pid()");
  const Outcome outcome = process.wait();
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_TRUE(says(outcome.err, "`aludel upgrade` again"));
  project->change("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

}  // namespace
}  // namespace aludel::testing
