// Who keeps a statement waiting: named with what it does, and never with what it may not tell.
#include <filesystem>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Blockers : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    rows("CREATE TABLE asset (id INTEGER)");
    rows("CREATE TABLE price (id INTEGER)");
    project->add("aaaa0001", "ALTER TABLE asset ADD COLUMN n TEXT;");
    blocker_ = session("nightly report");
    blocker_->query("BEGIN");
  }
  std::unique_ptr<Connection> session(const std::string& name) {
    auto connection = database->connect();
    connection->query("SET application_name = '" + name + "'");
    return connection;
  }
  static std::string pid_of(Connection& connection) {
    return connection.query("SELECT pg_backend_pid()").rows.at(0).at(0).value_or("");
  }
  static bool has(const Process& process, const std::string& text) {
    return process.err_so_far().find(text) != std::string::npos;
  }

  std::unique_ptr<Connection> blocker_;
};
ALUDEL_ON_POSTGRESQL(Blockers);

TEST_P(Blockers, AreNamedWithTheirStateAndAgeAndWithoutTheirData) {
  blocker_->query("LOCK TABLE asset");
  blocker_->query("ALTER ROLE CURRENT_USER PASSWORD 'hunter2' VALID UNTIL 'infinity'");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "30s"});
  ASSERT_TRUE(eventually([&] { return has(upgrade, "held by pid " + pid_of(*blocker_)); }));
  blocker_->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "waiting for a lock (ACCESS EXCLUSIVE on asset) for 2 s"));
  EXPECT_TRUE(says(outcome.err, "(nightly report, postgres, "));
  EXPECT_FALSE(says(outcome.err, "hunter2"));
}

TEST_P(Blockers, ThatAreIdleInATransactionAreToldAsSuch) {
  blocker_->query("LOCK TABLE asset");
  blocker_->query("SELECT 'hunter2', 4711");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "30s"});
  ASSERT_TRUE(eventually([&] { return has(upgrade, "held by pid"); }));
  blocker_->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_TRUE(says(outcome.err, "idle in transaction for 2 s, transaction of 2 s): SELECT ?, ?"));
}

TEST_P(Blockers, ThatWaitThemselvesComeBehindTheOneTheyWaitFor) {
  blocker_->query("LOCK TABLE price");
  TestProject other(database->url(), "version_table = \"other_version\"\n");
  other.add("bbbb0001", "LOCK TABLE asset;\nALTER TABLE price ADD COLUMN n TEXT;");
  Process middle = other.start({"upgrade", "--lock-timeout", "60s"});
  ASSERT_TRUE(eventually([&] { return is_running("ALTER TABLE price"); }));
  Process upgrade = project->start({"upgrade", "--lock-timeout", "60s"});
  ASSERT_TRUE(eventually([&] { return has(upgrade, "held by pid " + pid_of(*blocker_)); }));
  blocker_->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, middle.wait());
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "; it waits for pid " + pid_of(*blocker_)));
}

TEST_P(Blockers, ThatAreAPreparedTransactionAreNamedByTheirName) {
  const auto holder = session("two phases");
  holder->query("BEGIN");
  holder->query("LOCK TABLE asset");
  holder->query("PREPARE TRANSACTION 'order 17'");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "30s"});
  EXPECT_TRUE(eventually([&] { return has(upgrade, "the prepared transaction 'order 17'"); }));
  holder->query("COMMIT PREPARED 'order 17'");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "`ROLLBACK PREPARED 'order 17'`"));
}

TEST_P(Blockers, OfAConcurrentIndexAreTheTransactionsItWaitsFor) {
  blocker_->query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  blocker_->query("SELECT 1");  // its snapshot is older than the index
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  Process upgrade = project->start({"upgrade", "--log-format", "json"});
  EXPECT_TRUE(eventually([&] { return has(upgrade, "\"waiting for old snapshots\""); }));
  EXPECT_TRUE(eventually([&] { return has(upgrade, "nightly report"); }));
  blocker_->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "the end of an older transaction"));
  EXPECT_TRUE(says(outcome.err, "\"unit\":\"transactions\",\"done\":0,\"total\":1"));
}

TEST_P(Blockers, AreToldWithTheWholeTimeOfAllAttempts) {
  blocker_->query("LOCK TABLE asset");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "700ms"});
  ASSERT_TRUE(eventually([&] { return has(upgrade, "(ACCESS EXCLUSIVE on asset) for 1"); }));
  blocker_->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "attempt 2; held by pid"));
}

TEST_P(Blockers, AreToldWithTheQueueBehindUs) {
  blocker_->query("LOCK TABLE asset IN ACCESS SHARE MODE");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "30s"});
  ASSERT_TRUE(eventually([&] { return is_running("ALTER TABLE asset"); }));
  TestProject reader(database->url(), "version_table = \"other_version\"\n");
  reader.add("bbbb0001", "SELECT count(*) FROM asset;");
  Process behind = reader.start({"upgrade", "--lock-timeout", "30s"});
  EXPECT_TRUE(eventually([&] { return has(upgrade, "; 1 session waits behind this run"); }));
  blocker_->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, behind.wait());
  EXPECT_EXIT_CODE(0, upgrade.wait());
}

TEST_P(Blockers, AreNamedInTheErrorOfARunThatGaveUp) {
  TestProject impatient(database->url(), "lock_retry = 0\nlock_timeout = \"3s\"\n");
  std::filesystem::copy_file(project->file_of("aaaa0001"), impatient.file_of("aaaa0001"));
  blocker_->query("LOCK TABLE asset");
  const Outcome outcome = impatient.run({"upgrade", "--json"});
  EXPECT_EXIT_CODE(5, outcome);
  EXPECT_TRUE(says(outcome.out, "in the way: pid " + pid_of(*blocker_) + " (nightly report"));
}

TEST_P(Blockers, CannotBeSeenWithoutASecondSessionAndAllElseWorks) {
  rows("DROP ROLE IF EXISTS watch_single");
  rows("CREATE ROLE watch_single LOGIN CONNECTION LIMIT 1");
  rows("ALTER TABLE asset OWNER TO watch_single");
  rows("GRANT CREATE ON SCHEMA public TO watch_single");
  blocker_->query("LOCK TABLE asset");
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=watch_single");
  Process upgrade =
      project->start({"upgrade", "--url", url, "--lock-timeout", "30s", "--log-format", "json"});
  EXPECT_TRUE(eventually([&] { return has(upgrade, "\"elapsed_ms\":3"); }));
  EXPECT_FALSE(has(upgrade, "\"waiting\""));
  blocker_->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, upgrade.wait());
  rows("REASSIGN OWNED BY watch_single TO postgres");
  rows("DROP OWNED BY watch_single");
  rows("DROP ROLE watch_single");
}

TEST_P(Blockers, WhoseStateTheUserMayNotSeeAreNamedAllTheSame) {
  rows("DROP ROLE IF EXISTS watch_plain");
  rows("CREATE ROLE watch_plain LOGIN");
  rows("ALTER TABLE asset OWNER TO watch_plain");
  rows("GRANT CREATE ON SCHEMA public TO watch_plain");
  blocker_->query("LOCK TABLE asset");
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=watch_plain");
  Process upgrade = project->start({"upgrade", "--url", url, "--lock-timeout", "30s"});
  EXPECT_TRUE(eventually(
      [&] { return has(upgrade, "held by pid " + pid_of(*blocker_) + " (nightly report, "); }));
  blocker_->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_FALSE(says(outcome.err, "insufficient privilege"));
  rows("REASSIGN OWNED BY watch_plain TO postgres");
  rows("DROP OWNED BY watch_plain");
  rows("DROP ROLE watch_plain");
}

}  // namespace
}  // namespace aludel::testing
