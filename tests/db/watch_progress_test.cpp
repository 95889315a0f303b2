// How far a statement is, while it runs.
#include <csignal>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Progress : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    rows(
        "CREATE FUNCTION slow(n integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_sleep(0.02); RETURN n; END $$");
    rows("CREATE TABLE price (id integer, filler text)");
    rows("INSERT INTO price SELECT g, repeat('x', 1000) FROM generate_series(1, 200) g");
  }
  /// Runs `sql` as a revision, with its progress as JSON.
  std::string progress_of(const std::string& sql) {
    project->add("aaaa0001", sql);
    const Outcome outcome = run({"upgrade", "--log-format", "json"});
    EXPECT_EXIT_CODE(0, outcome);
    return outcome.err;
  }
};
ALUDEL_ON_POSTGRESQL(Progress);

TEST_P(Progress, OfAnIndexIsItsPhaseAndBlocks) {
  const std::string told = progress_of("CREATE INDEX ix ON price (slow(id));");
  EXPECT_TRUE(says(told,
                   "\"event\":\"statement_progress\",\"revision\":\"aaaa0001\",\"statement\":"
                   "1,\"statements\":1,\"elapsed_ms\":2"));
  EXPECT_TRUE(says(told,
                   "\"command\":\"CREATE INDEX\",\"relation\":\"price\",\"phase\":"
                   "\"building index: scanning table\",\"unit\":\"blocks\",\"done\":"));
  EXPECT_TRUE(says(told, "\"total\":29,"));
}

TEST_P(Progress, OfAVacuumIsToldOutsideATransaction) {
  rows("DELETE FROM price WHERE id % 2 = 0");
  const std::string told =
      progress_of("SET vacuum_cost_delay = 100;\nSET vacuum_cost_limit = 1;\nVACUUM price;");
  EXPECT_TRUE(says(told, "\"command\":\"VACUUM\",\"relation\":\"price\""));
}

TEST_P(Progress, OfAFullVacuumCountsItsIndexes) {
  rows("CREATE INDEX ix ON price (slow(id))");
  const std::string told = progress_of("VACUUM FULL price;");
  EXPECT_TRUE(says(told,
                   "\"command\":\"VACUUM FULL\",\"relation\":\"price\",\"phase\":"
                   "\"rebuilding index\",\"unit\":\"indexes\""));
}

TEST_P(Progress, OfAnAnalyzeIsItsPhase) {
  const std::string told =
      progress_of("SET vacuum_cost_delay = 100;\nSET vacuum_cost_limit = 1;\nANALYZE price;");
  EXPECT_TRUE(says(told, "\"command\":\"ANALYZE\",\"relation\":\"price\",\"phase\":\""));
}

TEST_P(Progress, OfACopyKnowsHowMuchThereIsToSend) {
  rows("CREATE TABLE day (id integer CHECK (slow(id) > 0))");
  std::string copy = "COPY day FROM STDIN;\n";
  for (int i = 1; i <= 200; ++i) copy += std::to_string(1000 + i) + "\n";
  const std::string told = progress_of(copy + "\\.\n");
  EXPECT_TRUE(says(told, "\"command\":\"COPY FROM\",\"relation\":\"day\""));
  EXPECT_TRUE(says(told, "\"unit\":\"bytes\",\"done\":1000,\"total\":1000"));
}

TEST_P(Progress, OfAStatementThatTheServerSaysNothingOfIsItsTime) {
  const std::string told = progress_of("CREATE TABLE t (a integer);\nSELECT pg_sleep(3.5);");
  EXPECT_TRUE(says(told, "\"statement\":2,\"statements\":2,\"elapsed_ms\":2"));
  EXPECT_TRUE(says(told, "\"statement\":2,\"statements\":2,\"elapsed_ms\":3"));
  EXPECT_TRUE(says(told, "\"command\":null"));
}

class EveryProgress : public OnDatabase {
 protected:
  [[nodiscard]] std::string long_statement() const {
    return on_postgresql() ? "SELECT pg_sleep(12);"
                           : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                             "i < 400000000) SELECT count(*) FROM n;";
  }
};
ALUDEL_ON_EVERY_DATABASE(EveryProgress);

TEST_P(EveryProgress, IsALineEveryTenSecondsWhereThereIsNoTerminal) {
  project->add("aaaa0001", long_statement());
  Process upgrade = project->start({"upgrade"});
  EXPECT_TRUE(eventually([&] {
    return upgrade.err_so_far().find("  … aaaa0001  statement 1 of 1 for 10 s\n") !=
           std::string::npos;
  }));
  upgrade.signal(SIGINT);
  EXPECT_EXIT_CODE(130, upgrade.wait());
}

TEST_P(EveryProgress, IsNotToldOfAShortStatement) {
  project->add("aaaa0001", "CREATE TABLE t (a integer);\nINSERT INTO t VALUES (1);");
  const Outcome outcome = run({"upgrade", "--log-format", "json"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_FALSE(says(outcome.err, "statement_progress"));
  if (on_postgresql()) {
    EXPECT_EQ(value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'aludel "
                    "watcher' AND datname = current_database()"),
              "0");
  }
}

}  // namespace
}  // namespace aludel::testing
