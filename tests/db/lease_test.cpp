// Behind a pooler in transaction mode a lease stands for the migration lock.
#include <chrono>
#include <csignal>
#include <thread>

#include "db/support/pooled.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

class Lease : public Pooled {
 protected:
  /// A run through the pooler that stands still between two attempts at `asset`, which this test
  /// has locked until `blocker_` ends.
  Process stopped_run() {
    rows("CREATE TABLE asset (id INTEGER)");
    add("aaaa0001", "ALTER TABLE asset ADD COLUMN n TEXT;");
    blocker_ = database->connect();
    blocker_->query("BEGIN");
    blocker_->query("LOCK TABLE asset");
    Process run = project->start({"upgrade", "--lock-timeout", "50ms"});
    EXPECT_TRUE(
        eventually([&] { return run.err_so_far().find("attempt 5") != std::string::npos; }));
    run.signal(SIGSTOP);
    return run;
  }
  void expect_that_nothing_is_left() {
    EXPECT_EQ(advisory_locks(), 0);
    EXPECT_EQ(live_leases(), "0");
  }
  std::unique_ptr<Connection> blocker_;
};

TEST_F(Lease, LetsEveryCommandWork) {
  add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  add("aaaa0002", "SET LOCAL statement_timeout = '9s';\nINSERT INTO asset VALUES (1);",
      "DELETE FROM asset;");
  EXPECT_EXIT_CODE(0, project->run({"ensure-version"}));
  EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  EXPECT_EXIT_CODE(0, project->run({"downgrade", "base"}));
  EXPECT_EXIT_CODE(0, project->run({"upgrade", "--transaction", "all"}));
  EXPECT_EXIT_CODE(0, project->run({"stamp", "aaaa0001"}));
  EXPECT_EXIT_CODE(0, project->run({"repair", "--applied"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  expect_that_nothing_is_left();
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE backend IS NULL"), "0");
}

TEST_F(Lease, LeavesNoSettingInThePool) {
  add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  add("aaaa0002", "SELECT 1;");
  add("aaaa0003", "SELECT no_such_function();");
  EXPECT_EXIT_CODE(4, project->run({"upgrade"}));
  EXPECT_EXIT_CODE(0, project->run({"downgrade", "base"}));
  std::vector<std::unique_ptr<Connection>> pool;
  for (int i = 0; i < 5; ++i) {  // all that the pooler has
    pool.push_back(connect_to(url));
    pool.back()->query("BEGIN");
    // What a pooler itself keeps in step with its clients is set by it.
    EXPECT_EQ(lines_of(pool.back()->query(
                  "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name NOT IN "
                  "('application_name', 'client_encoding', 'DateStyle', 'TimeZone', "
                  "'standard_conforming_strings')")),
              Lines{});
  }
  expect_that_nothing_is_left();
}

TEST_F(Lease, IsMadeOnlyWhereAPoolerNeedsIt) {
  add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  EXPECT_EXIT_CODE(0, direct->run({"upgrade"}));
  EXPECT_FALSE(database->has_table("aludel_lease"));
  EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
  EXPECT_FALSE(database->has_table("aludel_lease")) << "nothing was to be done";
  EXPECT_EXIT_CODE(0, project->run({"downgrade", "base"}));
  EXPECT_TRUE(database->has_table("aludel_lease"));
}

TEST_F(Lease, LiesBesideTheJournal) {
  TestProject taken_over(url, "version_table = \"alembic_version\"\n");
  taken_over.add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  EXPECT_EXIT_CODE(0, taken_over.run({"upgrade"}));
  EXPECT_EQ(value("SELECT to_regclass('aludel.aludel_lease')"), "aludel.aludel_lease");
  EXPECT_EQ(value("SELECT version_table FROM aludel.aludel_lease"), "public.alembic_version");
}

TEST_F(Lease, RefusesWhatNeedsASessionBeforeAnythingRuns) {
  add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);", "DROP INDEX ix;");
  add("aaaa0003", "SET search_path = other;\nCREATE TEMP TABLE t (id INTEGER);");
  const Outcome refused = project->run({"upgrade"});
  EXPECT_EXIT_CODE(8, refused);
  for (const char* part :
       {"revision aaaa0002", "revision aaaa0003", "aaaa0003.sql:8:1", "SET LOCAL", "ON COMMIT DROP",
        "outside a transaction", "migration_url", "nothing was changed"})
    EXPECT_TRUE(says(refused.err, part));
  EXPECT_FALSE(database->has_table("asset"));
  EXPECT_FALSE(database->has_table("aludel_version"));
}

TEST_F(Lease, RefusesWhatAVariableMakesNeedASession) {
  project->write("migrations/versions/aaaa0001.sql",
                 "-- revision: aaaa0001\n\n-- aludel:variables what:raw\n-- aludel:upgrade\n"
                 "CREATE TABLE asset (id INTEGER);\n{{what}};\n");
  EXPECT_EXIT_CODE(8, project->run({"upgrade", "-x", "what=SET search_path = other"}));
  EXPECT_EXIT_CODE(0, project->run({"upgrade", "-x", "what=SET LOCAL search_path = other"}));
}

TEST_F(Lease, IsMadeByEnsureVersionForThoseWhoMayNot) {
  add("aaaa0001", "CREATE TABLE shop.asset (id INTEGER);");
  ASSERT_EXIT_CODE(0, direct->run({"ensure-version"}));
  const std::string role = "role_of_" + database->name();
  const auto begin_sessions = [&](const std::string& as) {
    rows("ALTER ROLE postgres IN DATABASE " + database->name() + as);
    rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        "current_database() AND pid <> pg_backend_pid()");
  };
  database->run("CREATE ROLE " + role + ";\nCREATE SCHEMA shop AUTHORIZATION " + role +
                ";\nGRANT SELECT, INSERT, UPDATE, DELETE ON aludel_version, aludel_journal, "
                "aludel_text TO " +
                role);
  begin_sessions(" SET role = " + role);
  const Outcome refused = project->run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "`aludel ensure-version` through this pooler"));
  EXPECT_EQ(value("SELECT to_regclass('shop.asset')"), "∅");

  begin_sessions(" RESET role");
  EXPECT_EXIT_CODE(0, project->run({"ensure-version"}));
  begin_sessions(" SET role = " + role);
  const Outcome ungranted = project->run({"upgrade"});
  EXPECT_EXIT_CODE(4, ungranted);
  EXPECT_TRUE(says(ungranted.err, "\"public\".aludel_lease TO role_of_test_"));
  rows("GRANT SELECT, INSERT, UPDATE ON aludel_lease TO " + role);
  EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
  EXPECT_EQ(value("SELECT to_regclass('shop.asset')"), "shop.asset");
}

TEST_F(Lease, IsNotNeededWithAMigrationUrl) {
  TestProject both(url, "migration_url = \"" + database->url() + "\"\n");
  both.add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  both.add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);", "DROP INDEX ix;");
  EXPECT_EXIT_CODE(0, both.run({"upgrade"}));
  EXPECT_FALSE(database->has_table("aludel_lease"));
  const Outcome status = both.run({"status"});
  EXPECT_TRUE(says(status.out, "pgbouncer-transaction")) << "reading commands use `url`";
  EXPECT_EXIT_CODE(0, both.run({"downgrade", "base"}));
  EXPECT_EXIT_CODE(8, both.run({"upgrade", "--url", url})) << "--url wins over both";
}

TEST_F(Lease, DoesNotSettleWhatADirectRunBegan) {
  add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  ASSERT_EXIT_CODE(0, direct->run({"upgrade"}));
  add("aaaa0002", "VACUUM asset;");
  rows(
      "INSERT INTO aludel_journal (format, version_table, run_id, kind, name, direction, segment, "
      "segments, statement, event, at_utc, tool_version) VALUES (1, 'public.aludel_version', 'x', "
      "'revision', 'aaaa0002', 'upgrade', 1, 1, 1, 'intent', now(), '0')");
  project->change("aaaa0002", "SELECT 1;");
  const Outcome refused = project->run({"upgrade"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "was begun and not seen to end"));
  expect_that_nothing_is_left();
}

TEST_F(Lease, OfAHolderThatSleptAndWasPassedLetsItWriteNothing) {
  Process sleeper = stopped_run();
  const auto begin = steady_clock::now();
  Process second = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return value("SELECT fence FROM aludel_lease") == "2"; }));
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
  blocker_->query("COMMIT");
  EXPECT_EXIT_CODE(0, second.wait());
  const Lines before = rows("SELECT * FROM aludel_journal ORDER BY id");
  sleeper.signal(SIGCONT);
  const Outcome woken = sleeper.wait();
  EXPECT_EXIT_CODE(5, woken);
  EXPECT_TRUE(says(woken.err, "error[E0503]: this run lost the migration lock"));
  EXPECT_EQ(rows("SELECT * FROM aludel_journal ORDER BY id"), before);
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  expect_that_nothing_is_left();
}

TEST_F(Lease, ThatExpiredIsFencedOffByADirectRun) {
  Process sleeper = stopped_run();
  Process second = direct->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("ALTER TABLE asset"); }));
  blocker_->query("COMMIT");
  EXPECT_EXIT_CODE(0, second.wait());
  ASSERT_EXIT_CODE(0, direct->run({"stamp", "base"}));  // the rows are as the sleeper knows them
  const Lines before = rows("SELECT * FROM aludel_journal ORDER BY id");
  sleeper.signal(SIGCONT);
  const Outcome woken = sleeper.wait();
  EXPECT_EXIT_CODE(5, woken);
  EXPECT_TRUE(says(woken.err, "E0503"));
  EXPECT_EQ(rows("SELECT * FROM aludel_journal ORDER BY id"), before);
}

TEST_F(Lease, OfASleeperThatNobodyPassedIsStillItsOwn) {
  Process sleeper = stopped_run();
  std::this_thread::sleep_for(seconds(3));
  EXPECT_EQ(live_leases(), "0");
  blocker_->query("COMMIT");
  sleeper.signal(SIGCONT);
  EXPECT_EXIT_CODE(0, sleeper.wait());
  EXPECT_EQ(journal(), Lines{"done aaaa0001"});
}

/// One that a busy machine does not let run out before the other run has looked at it.
class LongLease : public Lease {
 protected:
  LongLease() { settings = "lease_time = \"8s\"\n"; }
};

TEST_F(LongLease, OfAKilledHolderIsWaitedForToItsEndAndNoLonger) {
  Process holder = stopped_run();
  holder.signal(SIGKILL);
  blocker_->query("COMMIT");
  const auto begin = steady_clock::now();
  const Outcome next = project->run({"upgrade"});
  EXPECT_EXIT_CODE(0, next);
  EXPECT_LT(steady_clock::now() - begin, seconds(12));
  EXPECT_TRUE(says(next.err, "held by the lease of "));
  EXPECT_TRUE(says(next.err, ", which expires in "));
}

TEST_F(LongLease, IsWaitedForByADirectRun) {
  Process holder = stopped_run();
  Process second = direct->start({"upgrade"});
  ASSERT_TRUE(
      eventually([&] { return second.err_so_far().find("the lease of") != std::string::npos; }));
  holder.signal(SIGCONT);
  blocker_->query("COMMIT");
  EXPECT_EXIT_CODE(0, holder.wait());
  EXPECT_EXIT_CODE(0, second.wait());
  EXPECT_EQ(journal(), Lines{"done aaaa0001"});
}

TEST_F(Lease, CannotBeTakenOverWhileATransactionIsAlive) {
  add("aaaa0001", "SELECT pg_sleep(2);\nCREATE TABLE asset (id INTEGER);");
  Process holder = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  holder.signal(SIGSTOP);
  std::this_thread::sleep_for(milliseconds(2500));
  EXPECT_EQ(live_leases(), "0");
  for (const TestProject* other : {&*project, &*direct}) {
    const Outcome late = other->run({"upgrade", "--lock-wait", "1s"});
    EXPECT_EXIT_CODE(5, late);
    EXPECT_TRUE(says(late.err, ", in a transaction: pid "));
  }
  holder.signal(SIGCONT);
  EXPECT_EXIT_CODE(0, holder.wait());
  EXPECT_EQ(journal(), Lines{"done aaaa0001"});
  expect_that_nothing_is_left();
}

TEST_F(Lease, OfARunThatIsAliveIsNotLostToThoseWhoWait) {
  // Between its attempts, and behind ones that took longer than the lease and were rolled back.
  for (const char* lock_timeout : {"10ms", "2500ms"}) {
    rows("CREATE TABLE asset (id INTEGER)");
    const auto blocker = database->connect();
    blocker->query("BEGIN");
    blocker->query("LOCK TABLE asset");
    TestProject patient(
        url, "lease_time = \"1s\"\nlock_timeout = \"" + std::string(lock_timeout) + "\"\n");
    patient.add("aaaa0001", "ALTER TABLE asset ADD COLUMN n TEXT;");
    Process holder = patient.start({"upgrade"});
    ASSERT_TRUE(
        eventually([&] { return holder.err_so_far().find("attempt 2") != std::string::npos; }));
    std::vector<Process> waiting;
    for (int i = 0; i < 4; ++i) waiting.push_back(patient.start({"upgrade"}));
    std::this_thread::sleep_for(seconds(7));
    EXPECT_EQ(value("SELECT fence FROM aludel_lease"), "1");
    blocker->query("COMMIT");
    EXPECT_EXIT_CODE(0, holder.wait());
    for (Process& each : waiting) EXPECT_EXIT_CODE(0, each.wait());
    EXPECT_EQ(journal(), Lines{"done aaaa0001"});
    database->run(
        "DROP TABLE asset;\nDROP TABLE aludel_version;\nDROP TABLE aludel_journal;\nDROP TABLE "
        "aludel_lease");
  }
}

TEST_F(Lease, IsGivenBackAtOnceByARunThatIsInterruptedOrFails) {
  add("aaaa0001", "SELECT pg_sleep(30);");
  Process holder = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  holder.signal(SIGINT);
  EXPECT_EXIT_CODE(130, holder.wait());
  expect_that_nothing_is_left();
  project->change("aaaa0001", "SELECT no_such_function();");
  EXPECT_EXIT_CODE(4, project->run({"upgrade"}));
  expect_that_nothing_is_left();
  EXPECT_EQ(journal(), (Lines{"failed aaaa0001", "failed aaaa0001"}));
}

}  // namespace
}  // namespace aludel::testing
