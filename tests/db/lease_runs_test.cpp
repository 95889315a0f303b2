// Many runs at once, through a transaction pooler and direct ones among them.
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "db/support/pooled.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;

class LeaseRuns : public Pooled {
 protected:
  static constexpr int steps = 5;

  void SetUp() override {
    Pooled::SetUp();
    if (!project) return;
    add("aaaa0000", "CREATE TABLE log (what TEXT);");
    for (int i = 1; i < steps; ++i) {
      add("aaaa000" + std::to_string(i), "INSERT INTO log VALUES ('" + std::to_string(i) +
                                             "');\nSELECT pg_sleep(0.0" + std::to_string(i) + ");");
    }
  }
  void expect_each_step_once() {
    EXPECT_EQ(version_rows(), Lines{"aaaa0004"});
    EXPECT_EQ(rows("SELECT what FROM log ORDER BY what"), (Lines{"1", "2", "3", "4"}));
    EXPECT_EQ(rows("SELECT name, count(*) FROM aludel_journal WHERE event = 'done' AND kind = "
                   "'revision' GROUP BY name HAVING count(*) <> 1"),
              Lines{});
    EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE event = 'failed'"), "0");
    EXPECT_EQ(advisory_locks(), 0);
    EXPECT_EQ(live_leases(), "0");
  }
  void start_over() {
    for (const char* table :
         {"log", "aludel_version", "aludel_journal", "aludel_text", "aludel_lease"})
      rows(std::string("DROP TABLE IF EXISTS ") + table);
  }
};

TEST_F(LeaseRuns, TenThroughThePoolerApplyEachStepOnceAndAllSucceed) {
  for (int round = 0; round < 3; ++round) {
    std::vector<Process> runs;
    for (int i = 0; i < 10; ++i) runs.push_back(project->start({"upgrade"}));
    for (Process& run : runs) EXPECT_EXIT_CODE(0, run.wait());
    expect_each_step_once();
    start_over();
  }
}

TEST_F(LeaseRuns, FiftyOfBothKindsApplyEachStepOnceAndAllSucceed) {
  for (int round = 0; round < 3; ++round) {
    std::vector<Process> runs;
    for (int i = 0; i < 50; ++i)
      runs.push_back((i % 2 == 0 ? *project : *direct).start({"upgrade"}));
    for (Process& run : runs) EXPECT_EXIT_CODE(0, run.wait());
    expect_each_step_once();
    start_over();
  }
}

TEST_F(LeaseRuns, SomeKilledAndSomePutToSleepLeaveEachStepDoneOnce) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](unsigned limit) { return random() % limit; };
  int passed = 0;
  for (int round = 0; round < 5; ++round) {
    std::vector<Process> runs;
    std::vector<Process*> asleep;
    for (int i = 0; i < 16; ++i)
      runs.push_back((below(3) > 0 ? *project : *direct).start({"upgrade"}));
    for (int i = 0; i < 6; ++i) {
      std::this_thread::sleep_for(milliseconds(below(120)));
      Process& victim = runs[below(16)];
      if (!victim.running()) continue;
      victim.signal(i % 2 == 0 ? SIGKILL : SIGSTOP);
      if (i % 2 == 1) asleep.push_back(&victim);
    }
    // A sleeper inside a transaction keeps the others out, as one behind a lost network does.
    std::this_thread::sleep_for(milliseconds(2500));
    for (const Process* sleeper : asleep) sleeper->signal(SIGCONT);
    for (Process& run : runs) {
      const Outcome outcome = run.wait();
      if (outcome.signal == SIGKILL) continue;
      const bool was_passed = outcome.exit_code == 5;
      passed += was_passed ? 1 : 0;
      EXPECT_TRUE(outcome.exit_code == 0 || (was_passed && says(outcome.err, "E0503")))
          << outcome.exit_code << "\n"
          << outcome.err;
    }
    EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
    expect_each_step_once();
    start_over();
  }
  RecordProperty("passed_while_asleep", passed);
}

}  // namespace
}  // namespace aludel::testing
