// A disk that fails at any call that SQLite makes, in every revision of a corpus, up and down, with
// a rollback journal and with a write-ahead log; then the same command again: the end is that of an
// undisturbed run.
#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fault/support/disk_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

struct Part {
  const char* journal_mode;
  std::size_t index;
  std::size_t count;
  const char* corpus = "sqlite";
};

/// Where not everything is to be proven.
constexpr std::size_t sampled_faults_of_a_move = 12;

class SqliteDisk : public ::testing::TestWithParam<Part> {};

/// This part's moves: every revision is in one part of each journal mode, both ways.
std::vector<Move> own_moves(const std::vector<Move>& moves) {
  std::vector<Move> part;
  for (std::size_t k = SqliteDisk::GetParam().index; k < moves.size();
       k += SqliteDisk::GetParam().count)
    part.push_back(moves[k]);
  return part;
}

TEST_P(SqliteDisk, FailsAtAnyCallThenTheSameCommandAgainEndsAsAnUndisturbedRun) {
  const auto corpus =
      read_corpus(std::string(ALUDEL_SOURCE_DIR "/tests/fault/corpus/") + GetParam().corpus);
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  DiskTrial trial(corpus, GetParam().journal_mode);
  long long meant = 0;
  int deviations = 0;
  for (const Move& move : own_moves(moves_through(corpus))) {
    const DiskMove wanted = trial.run_undisturbed(move);
    std::vector<DiskFaultPlan> plans = all_disk_faults(wanted.calls);
    ASSERT_GT(plans.size(), 200) << describe(move)
                                 << ": even a revision of nothing has its "
                                    "bookkeeping";
    if (!proof()) {
      std::ranges::shuffle(plans, random);
      plans.resize(sampled_faults_of_a_move);
    }
    meant += static_cast<long long>(plans.size());
    for (const DiskFaultPlan& plan : plans) {
      const std::string problems = trial.run_disturbed(wanted, plan);
      if (problems.empty()) continue;
      ++deviations;
      ADD_FAILURE() << "seed " << seed << "\n" << problems;
    }
  }
  EXPECT_EQ(trial.faults(), meant) << "some did not strike";
  EXPECT_GE(trial.faults(),
            static_cast<long long>(sampled_faults_of_a_move) *
                (GetParam().count == 1 ? 1 : static_cast<long long>(corpus.size())));
  tell_figures(
      fmt::format("disk suite, {}, {} {} of {}: {} faults injected, {} deviations, "
                  "seed {}",
                  GetParam().corpus, GetParam().journal_mode, GetParam().index + 1,
                  GetParam().count, trial.faults(), deviations, seed));
  for (const auto& [ending, times] : trial.endings())
    tell_figures(fmt::format("  {:>5} × {}", times, ending));
}

TEST(SqliteDiskSays, ThatACommitMayHaveBeenKeptWhenOnlyItsSyncFailed) {
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/sqlite");
  DiskTrial trial(corpus, "wal");
  const DiskMove wanted = trial.run_undisturbed(moves_through(corpus).at(2));
  int in_doubt = 0;
  for (const DiskFaultPlan& plan : all_disk_faults(wanted.calls)) {
    if (plan.fault != "dead" || plan.call != "sync app.db-wal") continue;
    EXPECT_EQ(trial.run_disturbed(wanted, plan), "");
    in_doubt += static_cast<int>(trial.said_last().contains(
        "now: whether the last transaction was kept is not known; before it the database was at "
        "s001\n"));
  }
  EXPECT_GT(in_doubt, 0);
}

TEST(SqliteDiskSays, ThatADataMigrationIsInProgressFromItsBeginOn) {
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/sqlite");
  DiskTrial trial(corpus, "wal");
  int before_the_first_batch = 0;
  for (const Move& move : moves_through(corpus)) {
    if (std::max(move.from, move.to) != 38) continue;  // of six rows in each batch
    const DiskMove wanted = trial.run_undisturbed(move);
    for (const DiskFaultPlan& plan : all_disk_faults(wanted.calls)) {
      if (plan.fault != "dead" || plan.call != "lock app.db") continue;
      EXPECT_EQ(trial.run_disturbed(wanted, plan), "");
      before_the_first_batch +=
          static_cast<int>(trial.said_last().contains("0 of 1 segments done, and 0 of 40 rows"));
    }
  }
  EXPECT_GT(before_the_first_batch, 0);
}

INSTANTIATE_TEST_SUITE_P(With, SqliteDisk,
                         ::testing::Values(Part{"delete", 0, 2}, Part{"delete", 1, 2},
                                           Part{"wal", 0, 2}, Part{"wal", 1, 2},
                                           Part{"delete", 0, 1, "two-phases/sqlite"},
                                           Part{"wal", 0, 1, "two-phases/sqlite"}),
                         [](const auto& parameter) {
                           if (parameter.param.count == 1)
                             return "two_phases_with_" + std::string(parameter.param.journal_mode);
                           return std::string(parameter.param.journal_mode) + "_" +
                                  std::to_string(parameter.param.index + 1) + "_of_" +
                                  std::to_string(parameter.param.count);
                         });

}  // namespace
}  // namespace aludel::testing
