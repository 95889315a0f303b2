// --kill-blockers: who is in the way for too long is ended, where that is asked for and allowed.
#include <csignal>
#include <future>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class KillBlockers : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    rows("CREATE TABLE asset (id INTEGER)");
    project->add("aaaa0001", "ALTER TABLE asset ADD COLUMN n TEXT;");
    blocker_ = database->connect();
    blocker_->query("SET application_name = 'nightly report'");
    blocker_->query("BEGIN");
    blocker_->query("LOCK TABLE asset");
  }
  bool blocker_is_there() {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "application_name = 'nightly report'") == "1";
  }
  /// The blocker waits for the answer of a statement.
  std::future<void> blocker_works() {
    return std::async(std::launch::async, [this] {
      try {
        blocker_->query("SELECT pg_sleep(40)");
      } catch (const Error&) {
      }
    });
  }
  std::string ended_rows() {
    return value("SELECT count(*) FROM aludel_journal WHERE event = 'blocker_ended'");
  }

  std::unique_ptr<Connection> blocker_;
};
ALUDEL_ON_POSTGRESQL(KillBlockers);

TEST_P(KillBlockers, EndsASessionThatIsIdleInItsTransactionAndJournalsIt) {
  const Outcome outcome = run({"upgrade", "--lock-timeout", "1s", "--kill-blockers", "after=3s"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "  ended pid "));
  EXPECT_TRUE(says(outcome.err, "(nightly report, postgres, idle in transaction for "));
  EXPECT_FALSE(blocker_is_there());
  EXPECT_EQ(value("SELECT kind || ' ' || name || ' ' || direction || ' ' || segment || ' ' || "
                  "statement || ' ' || reason FROM aludel_journal WHERE event = 'blocker_ended'"),
            "revision aaaa0001 upgrade 1 1 kill-blockers after=3000ms,only=idle");
  EXPECT_TRUE(says(value("SELECT detail FROM aludel_journal WHERE event = 'blocker_ended'"),
                   "(nightly report, postgres, idle in transaction"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_EXIT_CODE(0, run({"status"}));
}

TEST_P(KillBlockers, SaysThatItsRoleMayNotSeeOrEndWhoIsInTheWay) {
  const std::string guest = "guest of " + database->name();
  blocker_->query("COMMIT");
  rows("CREATE ROLE \"" + guest + "\"");
  rows("ALTER TABLE asset OWNER TO \"" + guest + "\"");
  rows("GRANT CREATE ON SCHEMA public TO \"" + guest + "\"");
  blocker_->query("BEGIN");
  blocker_->query("LOCK TABLE asset");
  for (const char* only : {"idle", "any"}) {
    Process upgrade = project->start(
        {"upgrade", "--kill-blockers", std::string("after=1s,only=") + only},
        {.environment = {{"PGOPTIONS", "-c role=guest\\ of\\ " + database->name()}}});
    EXPECT_TRUE(eventually([&] {
      return upgrade.err_so_far().find("this user may not end pid ") != std::string::npos;
    })) << only;
    upgrade.signal(SIGTERM);
    EXPECT_EXIT_CODE(143, upgrade.wait());
  }
  EXPECT_TRUE(blocker_is_there());
  blocker_.reset();
  rows("DROP OWNED BY \"" + guest + "\" CASCADE");
  rows("DROP ROLE \"" + guest + "\"");
}

TEST_P(KillBlockers, LeavesASessionAtWorkAlone) {
  TestProject impatient(database->url(), "lock_retry = \"1s\"\n");
  std::filesystem::copy_file(project->file_of("aaaa0001"), impatient.file_of("aaaa0001"));
  auto work = blocker_works();
  Process upgrade =
      impatient.start({"upgrade", "--lock-timeout", "30s", "--kill-blockers", "after=2s"});
  EXPECT_FALSE(eventually([&] { return !upgrade.running(); }, std::chrono::seconds(8)));
  EXPECT_TRUE(blocker_is_there());
  blocker_->cancel();
  work.wait();
  blocker_->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, upgrade.wait());
  EXPECT_EQ(ended_rows(), "0");
}

TEST_P(KillBlockers, CancelsTheStatementOfASessionAtWorkWhereAnyMayBe) {
  auto work = blocker_works();
  const Outcome outcome =
      run({"upgrade", "--lock-timeout", "30s", "--kill-blockers", "after=2s,only=any"});
  work.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "cancelled the statement of pid "));
  EXPECT_TRUE(blocker_is_there()) << "with its statement its transaction was rolled back";
  EXPECT_EQ(ended_rows(), "1");
}

TEST_P(KillBlockers, EndsASessionThatDoesNotHeedTheCancelWhereAnyMayBe) {
  auto work = std::async(std::launch::async, [this] {
    try {
      blocker_->query(
          "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(40); EXCEPTION WHEN query_canceled "
          "THEN NULL; END; END LOOP; END $$");
    } catch (const Error&) {
    }
  });
  const Outcome outcome =
      run({"upgrade", "--lock-timeout", "30s", "--kill-blockers", "after=2s,only=any"});
  work.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "cancelled the statement of pid "));
  EXPECT_TRUE(says(outcome.err, "  ended pid "));
  EXPECT_FALSE(blocker_is_there());
  EXPECT_EQ(ended_rows(), "2");
}

TEST_P(KillBlockers, NeverEndsAnotherRunWhateverItsName) {
  blocker_->query("ROLLBACK");
  TestProject other(database->url(), "version_table = \"other_version\"\n");
  other.add("bbbb0001", "LOCK TABLE asset;\nSELECT pg_sleep(8);");
  for (const char* name : {"aludel", "something else"}) {
    Process first = other.start({"upgrade"}, {.environment = {{"PGAPPNAME", name}}});
    ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
    const Outcome outcome =
        run({"upgrade", "--lock-timeout", "30s", "--kill-blockers", "after=2s,only=any"});
    EXPECT_EXIT_CODE(0, outcome);
    EXPECT_TRUE(says(outcome.err, "held by pid"));
    EXPECT_EXIT_CODE(0, first.wait());
    EXPECT_EQ(ended_rows(), "0");
    EXPECT_EXIT_CODE(0, other.run({"stamp", "base"}));
    project->add(std::string("aaaa000") + (name[0] == 'a' ? "2" : "3"),
                 "ALTER TABLE asset ADD COLUMN c" + std::string(1, name[0]) + " TEXT;");
  }
}

TEST_P(KillBlockers, SaysThatTheUserHasNoRightAndGoesOnWaiting) {
  rows("DROP ROLE IF EXISTS watch_kill");
  rows("CREATE ROLE watch_kill LOGIN");
  rows("GRANT pg_read_all_stats TO watch_kill");
  blocker_->query("ALTER TABLE asset OWNER TO watch_kill");
  blocker_->query("COMMIT");
  blocker_->query("BEGIN");
  blocker_->query("LOCK TABLE asset");
  rows("GRANT CREATE ON SCHEMA public TO watch_kill");
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=watch_kill");
  Process upgrade = project->start(
      {"upgrade", "--url", url, "--lock-timeout", "30s", "--kill-blockers", "after=2s"});
  EXPECT_TRUE(eventually([&] {
    return upgrade.err_so_far().find("this user may not end pid ") != std::string::npos;
  }));
  EXPECT_TRUE(blocker_is_there());
  blocker_->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, upgrade.wait());
  EXPECT_EQ(ended_rows(), "0");
  rows("REASSIGN OWNED BY watch_kill TO postgres");
  rows("DROP OWNED BY watch_kill");
  rows("DROP ROLE watch_kill");
}

TEST_P(KillBlockers, IsRefusedWithoutAChangeWhereItIsNotUnderstood) {
  EXPECT_EXIT_CODE(2, run({"upgrade", "--kill-blockers", "after=2s,only=all"}));
  EXPECT_FALSE(database->has_table("aludel_version"));
}

using KillBlockersOfAFile = OnSqlite;
ALUDEL_ON_SQLITE(KillBlockersOfAFile);

TEST_P(KillBlockersOfAFile, IsRefused) {
  project->add("aaaa0001", "CREATE TABLE t (a integer);");
  const Outcome outcome = run({"upgrade", "--kill-blockers", "after=2s"});
  EXPECT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "--kill-blockers is for PostgreSQL"));
}

}  // namespace
}  // namespace aludel::testing
