// Locks: the migration lock, a table's lock.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Locks : public OnPostgresql {};
ALUDEL_ON_POSTGRESQL(Locks);

TEST_P(Locks, ATableThatIsLockedForAWhileIsWaitedForAndTheBlockerNamed) {
  database->run("CREATE TABLE t (a integer)");
  project->add("aaaa0001", "ALTER TABLE t ADD b integer;");
  const auto blocker = database->connect();
  blocker->query("BEGIN");
  blocker->query("LOCK TABLE t");
  Process upgrade = project->start({"upgrade", "--lock-timeout", "3s"});
  ASSERT_TRUE(
      eventually([&] { return upgrade.err_so_far().find("attempt 2") != std::string::npos; }));
  blocker->query("ROLLBACK");
  const Outcome outcome = upgrade.wait();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "waiting for a lock"));
  EXPECT_TRUE(says(outcome.err, "idle in transaction"));
}

TEST_P(Locks, TheHolderOfTheMigrationLockIsNamed) {
  project->add("aaaa0001", "SELECT pg_sleep(5);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  const Outcome second = run({"upgrade", "--lock-wait", "1s"});
  EXPECT_EXIT_CODE(5, second);
  EXPECT_TRUE(says(second.err, "held by pid"));
  EXPECT_TRUE(says(second.err, "nothing was changed by this run"));
  EXPECT_EXIT_CODE(0, first.wait());
}

TEST_P(Locks, ARelativeDowngradeTakesNothingFromUnderARevisionThatCameMeanwhile) {
  for (const char* name : {"a", "b"})
    project->add(std::string("aaaa000") + name,
                 std::string("CREATE TABLE t") + name + " (x integer);",
                 std::string("DROP TABLE t") + name + ";");
  project->add("aaaa000c", "SELECT pg_sleep(2);\nCREATE TABLE tc (x integer);", "DROP TABLE tc;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa000b"}));
  Process upgrade = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  EXPECT_EXIT_CODE(7, run({"downgrade", "-1"}));
  EXPECT_EXIT_CODE(0, upgrade.wait());
  EXPECT_TRUE(database->has_table("tb"));
  EXPECT_EQ(version_rows(), Lines{"aaaa000c"});
}

TEST_P(Locks, AVersionTableThatTakesNoChangeEndsTheRun) {
  project->add("aaaa0001", "CREATE TABLE a (x integer);");
  project->add("aaaa0002", "CREATE TABLE b (x integer);");
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  database->run("CREATE RULE r AS ON UPDATE TO aludel_version DO INSTEAD NOTHING");
  EXPECT_EXIT_CODE(7, run({"upgrade"}));
  EXPECT_FALSE(database->has_table("b"));
}

}  // namespace
}  // namespace aludel::testing
