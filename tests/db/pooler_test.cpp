// PgBouncer before the server, recognised before the first lock (in transaction mode:
// lease_test.cpp).
#include <chrono>
#include <cstdlib>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Pooler : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const char* pool = std::getenv(("ALUDEL_TEST_PGBOUNCER_" + GetParam()).c_str());
    if (pool == nullptr || !url_of(Server::postgresql)) {
      if (servers_are_required()) FAIL() << "there is no PgBouncer";
      GTEST_SKIP() << "there is no PgBouncer: `scripts/test-servers run ctest …` brings it";
    }
    database.emplace(Server::postgresql);
    project.emplace(with_database(pool, database->name()));
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
    project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);", "DROP INDEX ix;");
  }
  std::optional<TestDatabase> database;
  std::optional<TestProject> project;
};

INSTANTIATE_TEST_SUITE_P(On, Pooler, ::testing::Values("SESSION", "TRANSACTION", "STATEMENT"),
                         [](const auto& parameter) { return parameter.param; });

TEST_P(Pooler, IsUsedInSessionModeRefusedInStatementModeAndElseAsFarAsItGoes) {
  const Outcome outcome = project->run({"upgrade"});
  if (GetParam() == "SESSION") {
    EXPECT_EXIT_CODE(0, outcome);
    EXPECT_EQ(database->value("SELECT version_num FROM aludel_version"), "aaaa0002");
    EXPECT_EQ(database->value("SELECT count(*) FROM aludel_journal WHERE backend IS NULL"), "0");
    EXPECT_FALSE(database->has_table("aludel_lease"));
    EXPECT_EXIT_CODE(0, project->run({"downgrade", "base"}));
  } else {
    EXPECT_EXIT_CODE(8, outcome);
    EXPECT_TRUE(says(outcome.err, "E0805"));
    EXPECT_TRUE(says(outcome.err, "`migration_url`"));
    EXPECT_TRUE(says(outcome.err, "nothing was changed"));
    EXPECT_TRUE(says(outcome.err, GetParam() == "STATEMENT" ? "a pooler in statement mode"
                                                            : "statement 1 needs a session"));
    EXPECT_FALSE(database->has_table("aludel_version"));
    EXPECT_FALSE(database->has_table("asset"));
  }
  EXPECT_EQ(
      database->rows("SELECT pid, mode FROM pg_locks WHERE locktype = 'advisory' AND database "
                     "= (SELECT oid FROM pg_database WHERE datname = current_database())"),
      Lines{});
}

TEST_P(Pooler, InSessionModeDoesNotHideWhoBlocks) {
  if (GetParam() != "SESSION") GTEST_SKIP() << "of a session pool";
  database->run("CREATE TABLE asset (id INTEGER)");
  const auto blocker = database->connect();
  blocker->query("SET application_name = 'nightly report'");
  blocker->query("BEGIN");
  blocker->query("LOCK TABLE asset");
  project->change("aaaa0001", "ALTER TABLE asset ADD COLUMN n TEXT;");
  Process upgrade = project->start({"upgrade", "aaaa0001", "--lock-timeout", "0"});
  EXPECT_TRUE(
      eventually([&] { return upgrade.err_so_far().find("nightly report") != std::string::npos; }));
  blocker->query("COMMIT");
  EXPECT_EXIT_CODE(0, upgrade.wait());
}

TEST_P(Pooler, DoesNotStandInTheWayOfReading) {
  TestProject direct(database->url());
  direct.add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  ASSERT_EXIT_CODE(0, direct.run({"upgrade"}));
  for (int i = 0; i < 2; ++i) {
    const Outcome current = project->run({"current"});
    EXPECT_EXIT_CODE(0, current);
    EXPECT_EQ(current.out, "aaaa0001\n");
    EXPECT_EXIT_CODE(0, project->run({"status"}));
    EXPECT_EXIT_CODE(1, project->run({"check", "--pending"}));
  }
}

TEST_P(Pooler, WithFewerSessionsThanRunsServesThemAll) {
  if (GetParam() == "STATEMENT") GTEST_SKIP() << "all are refused";
  project->change("aaaa0002", "INSERT INTO asset VALUES (1);\nSELECT pg_sleep(0.3);");
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Process> runs;
  for (int i = 0; i < 20; ++i) runs.push_back(project->start({"upgrade"}));  // it has five sessions
  for (Process& run : runs) EXPECT_EXIT_CODE(0, run.wait());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  EXPECT_EQ(database->value("SELECT count(*) FROM asset"), "1");
}

TEST_P(Pooler, RefusedRunsLeaveThePoolUsable) {
  if (GetParam() == "SESSION") GTEST_SKIP() << "nothing is refused";
  for (int i = 0; i < 4; ++i) EXPECT_EXIT_CODE(8, project->run({"upgrade"}));
  const int bookkeeping = GetParam() == "STATEMENT" ? 8 : 0;
  EXPECT_EXIT_CODE(bookkeeping, project->run({"stamp", "head"}));
  EXPECT_EXIT_CODE(bookkeeping, project->run({"ensure-version"}));
  EXPECT_EXIT_CODE(0, project->run({"current"}));
}

}  // namespace
}  // namespace aludel::testing
