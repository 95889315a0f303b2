// Many runs at the same moment: every step is applied once, and all of them succeed.
#include <algorithm>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class ConcurrentRuns : public OnDatabase {
 protected:
  static constexpr int runners = 10;

  std::vector<Outcome> start_all(const Words& words) {
    database->disconnect();
    std::vector<Process> processes;
    processes.reserve(runners);
    for (int i = 0; i < runners; ++i) processes.push_back(project->start(words));
    std::vector<Outcome> outcomes;
    for (Process& process : processes) outcomes.push_back(process.wait());
    return outcomes;
  }
  void expect_each_step_once(int steps) {
    EXPECT_EQ(rows("SELECT name, segment, count(*) FROM aludel_journal WHERE event = 'done' AND "
                   "kind = 'revision' GROUP BY name, segment HAVING count(*) <> 1"),
              Lines{});
    EXPECT_EQ(value("SELECT count(DISTINCT name) FROM aludel_journal WHERE kind = 'revision'"),
              std::to_string(steps));
    EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE event = 'failed'"), "0");
  }
};
ALUDEL_ON_EVERY_DATABASE(ConcurrentRuns);

TEST_P(ConcurrentRuns, UpgradeToTheHead) {
  const std::string concurrently = on_postgresql() ? "CONCURRENTLY " : "";
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER, name VARCHAR(9));");
  project->add("aaaa0002", "INSERT INTO asset VALUES (1, 'gold');");
  project->add("aaaa0003", "CREATE INDEX " + concurrently +
                               "ix_asset_id ON asset (id);\n"
                               "CREATE INDEX " +
                               concurrently + "ix_asset_name ON asset (name);");
  project->add("aaaa0004", "INSERT INTO asset VALUES (2, 'silver');",
               "DELETE FROM asset WHERE id = 2;");
  for (int round = 0; round < 3; ++round) {
    for (const Outcome& outcome : start_all({"upgrade"})) EXPECT_EXIT_CODE(0, outcome);
    EXPECT_EQ(version_rows(), Lines{"aaaa0004"});
    EXPECT_EQ(value("SELECT count(*) FROM asset"), "2");
    expect_each_step_once(4);
    database->run("DROP TABLE asset;\nDROP TABLE aludel_version;\nDROP TABLE aludel_journal;\n");
  }
}

TEST_P(ConcurrentRuns, RelativeTargetsCountFromWhereTheRunGetsItsTurn) {
  for (int i = 0; i < runners; ++i) {
    project->add("aaaa000" + std::to_string(i),
                 "CREATE TABLE t" + std::to_string(i) + " (id INTEGER);");
  }
  for (const Outcome& outcome : start_all({"upgrade", "+1"})) EXPECT_EXIT_CODE(0, outcome);
  // A run plans before it waits: what others did meanwhile may have been its step.
  expect_each_step_once(
      std::stoi(value("SELECT count(DISTINCT name) FROM aludel_journal WHERE kind = 'revision'")));
}

TEST_P(ConcurrentRuns, UpAndDownEndsAtOneOfBoth) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
  database->disconnect();
  std::vector<Process> processes;
  for (int i = 0; i < 6; ++i) {
    processes.push_back(project->start(i % 2 == 0 ? Words{"upgrade"} : Words{"downgrade", "base"}));
  }
  for (Process& process : processes) EXPECT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(version_rows().size(), database->has_table("asset") ? 1U : 0U);
}

TEST_P(ConcurrentRuns, StampAndEnsureVersionTakeTheirTurnToo) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  for (const Outcome& outcome : start_all({"ensure-version"})) EXPECT_EXIT_CODE(0, outcome);
  for (const Outcome& outcome : start_all({"stamp", "head"})) EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

}  // namespace
}  // namespace aludel::testing
