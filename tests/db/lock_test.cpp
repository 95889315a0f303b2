// Waiting: for a table that another session has locked, and for the migration lock.
#include <chrono>
#include <csignal>
#include <thread>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

class TableLock : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    rows("CREATE TABLE asset (id INTEGER)");
    blocker_ = database->connect();
    blocker_->query("SET application_name = 'nightly report'");
    blocker_->query("BEGIN");
    blocker_->query("LOCK TABLE asset IN ACCESS EXCLUSIVE MODE");
  }
  std::unique_ptr<Connection> blocker_;
};
ALUDEL_ON_POSTGRESQL(TableLock);

TEST_P(TableLock, IsWaitedForRepeatedAndTold) {
  project->add("aaaa0001", "CREATE TABLE log (id INTEGER);\nALTER TABLE asset ADD COLUMN n TEXT;");
  Process process = project->start({"upgrade", "--lock-timeout", "2500ms"});
  ASSERT_TRUE(
      eventually([&] { return process.err_so_far().find("attempt 2") != std::string::npos; }));
  EXPECT_FALSE(database->has_table("log")) << "between two attempts nothing is kept";
  blocker_->query("COMMIT");
  const Outcome outcome = process.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "waiting for a lock"));
  EXPECT_TRUE(says(outcome.err, "nightly report"));
  EXPECT_EQ(journal(), Lines{"done aaaa0001 1/1"});
}

TEST_P(TableLock, ThatIsNeverHadEndsWithItsCodeAndNothingKept) {
  TestProject patient(database->url(), "lock_retry = \"3s\"\nlock_timeout = \"2500ms\"\n");
  patient.add("aaaa0001", "CREATE TABLE log (id INTEGER);\nALTER TABLE asset ADD COLUMN n TEXT;");
  const auto begin = steady_clock::now();
  const Outcome outcome = patient.run({"upgrade"});
  EXPECT_EXIT_CODE(5, outcome);
  EXPECT_GE(steady_clock::now() - begin, seconds(3));
  EXPECT_LT(steady_clock::now() - begin, seconds(12));
  EXPECT_TRUE(says(outcome.err, "statement 2 of revision aaaa0001"));
  EXPECT_TRUE(says(outcome.err, "nothing of this revision was kept"));
  EXPECT_TRUE(says(outcome.err, "nightly report"));
  EXPECT_FALSE(database->has_table("log"));
  EXPECT_EQ(journal(), Lines{"failed aaaa0001 1/1"});
  EXPECT_EQ(advisory_locks(), 0);
}

TEST_P(TableLock, TheDirectiveIsStrongerThanTheSetting) {
  TestProject patient(database->url(), "lock_retry = 0\nlock_timeout = \"30s\"\n");
  patient.add("aaaa0001", "-- aludel:timeout lock=200ms\nALTER TABLE asset ADD COLUMN n TEXT;");
  const auto begin = steady_clock::now();
  EXPECT_EXIT_CODE(5, patient.run({"upgrade"}));
  EXPECT_LT(steady_clock::now() - begin, seconds(3));
}

TEST_P(TableLock, IsNotTimedForAConcurrentIndex) {
  blocker_->query("ROLLBACK");
  blocker_->query("BEGIN");
  blocker_->query("INSERT INTO asset VALUES (1)");
  project->add("aaaa0001", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  Process process = project->start({"upgrade", "--lock-timeout", "100ms"});
  std::this_thread::sleep_for(seconds(1));
  EXPECT_TRUE(process.running());
  blocker_->query("COMMIT");
  EXPECT_EXIT_CODE(0, process.wait());
}

TEST_P(TableLock, OfTheVersionTableByAnotherSessionIsWaitedFor) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  blocker_->query("LOCK TABLE aludel_version IN ROW EXCLUSIVE MODE");
  Process process = project->start({"upgrade", "--lock-timeout", "300ms"});
  ASSERT_TRUE(
      eventually([&] { return process.err_so_far().find("attempt 2") != std::string::npos; }));
  blocker_->query("COMMIT");
  EXPECT_EXIT_CODE(0, process.wait());
}

TEST_P(TableLock, AStatementThatRunsTooLongIsEndedByItsTimeout) {
  project->add("aaaa0001",
               "-- aludel:timeout statement=300ms\nCREATE TABLE one (id INTEGER);\n"
               "SELECT pg_sleep(20);");
  const Outcome outcome = run({"upgrade"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "statement timeout"));
  EXPECT_FALSE(database->has_table("one"));
  project->change("aaaa0001", "-- aludel:timeout statement=0\nSELECT pg_sleep(0.5);");
  TestProject strict(database->url(), "statement_timeout = \"200ms\"\n");
  std::filesystem::copy_file(project->file_of("aaaa0001"), strict.file_of("aaaa0001"));
  EXPECT_EXIT_CODE(0, strict.run({"upgrade"}));
}

using MigrationLock = OnPostgresql;
ALUDEL_ON_POSTGRESQL(MigrationLock);

TEST_P(MigrationLock, ThatIsHeldTooLongEndsWithItsCodeAndNamesTheHolder) {
  project->add("aaaa0001", "SELECT pg_sleep(30);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  const auto begin = steady_clock::now();
  const Outcome second = run({"upgrade", "--lock-wait", "2s"});
  EXPECT_EXIT_CODE(5, second);
  EXPECT_GE(steady_clock::now() - begin, seconds(2));
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
  EXPECT_TRUE(says(second.err, "another run held the migration lock for 2"));
  EXPECT_TRUE(says(second.err, "held by pid "));
  EXPECT_TRUE(says(second.err, "SELECT pg_sleep(?)"));
  EXPECT_TRUE(says(second.err, "nothing was changed by this run"));
  EXPECT_EXIT_CODE(5, run({"upgrade", "--lock-wait", "0"}));
  first.signal(SIGINT);
  EXPECT_EXIT_CODE(130, first.wait());
}

TEST_P(MigrationLock, OfAnotherVersionTableIsAnother) {
  project->add("aaaa0001", "SELECT pg_sleep(30);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  TestProject other(database->url(), "version_table = \"other_version\"\n");
  other.add("bbbb0001", "CREATE TABLE one (id INTEGER);");
  EXPECT_EXIT_CODE(0, other.run({"upgrade", "--lock-wait", "2s"}));
  first.signal(SIGINT);
  EXPECT_EXIT_CODE(130, first.wait());
  EXPECT_EQ(value("SELECT version_num FROM other_version"), "bbbb0001");
}

TEST_P(MigrationLock, IsNotTakenWhereNothingIsPending) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0002", "SELECT pg_sleep(30);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  EXPECT_EXIT_CODE(0, run({"upgrade", "aaaa0001", "--lock-wait", "1s"}));
  EXPECT_EXIT_CODE(0, run({"status"}));
  EXPECT_EXIT_CODE(0, run({"current"}));
  first.signal(SIGINT);
  EXPECT_EXIT_CODE(130, first.wait());
}

}  // namespace
}  // namespace aludel::testing
