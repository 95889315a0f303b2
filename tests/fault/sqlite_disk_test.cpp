// A disk that fails at any call that SQLite makes, in every revision of a corpus, up and down, with
// a rollback journal and with a write-ahead log; then the same command again: the end is that of an
// undisturbed run.
#include <algorithm>
#include <iostream>
#include <random>

#include <gtest/gtest.h>

#include "fault/support/disk_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

struct Part {
  const char* journal_mode;
  std::size_t index;
  std::size_t count;
};

class SqliteDisk : public ::testing::TestWithParam<Part> {};

/// This part's moves; some of them where not everything is to be proven.
std::vector<Move> picked(const std::vector<Move>& moves, std::mt19937& random) {
  std::vector<Move> part;
  for (std::size_t k = SqliteDisk::GetParam().index; k < moves.size();
       k += SqliteDisk::GetParam().count)
    part.push_back(moves[k]);
  if (proof()) return part;
  std::vector<Move> some;
  std::ranges::sample(part, std::back_inserter(some), 6, random);
  return some;
}

TEST_P(SqliteDisk, FailsAtAnyCallThenTheSameCommandAgainEndsAsAnUndisturbedRun) {
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/sqlite");
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  DiskTrial trial(corpus, GetParam().journal_mode);
  int deviations = 0;
  for (const Move& move : picked(moves_through(corpus), random)) {
    const DiskMove wanted = trial.run_undisturbed(move);
    std::vector<DiskFaultPlan> plans = all_disk_faults(wanted.calls);
    if (!proof()) {
      std::ranges::shuffle(plans, random);
      plans.resize(std::min<std::size_t>(plans.size(), 25));
    }
    for (const DiskFaultPlan& plan : plans) {
      const std::string problems = trial.run_disturbed(wanted, plan);
      if (problems.empty()) continue;
      ++deviations;
      ADD_FAILURE() << "seed " << seed << "\n" << problems;
    }
  }
  std::cout << "faults injected: " << trial.faults() << ", deviations: " << deviations << ", seed "
            << seed << "\n";
  for (const auto& [ending, times] : trial.endings())
    std::cout << "  " << ending << ": " << times << "\n";
}

INSTANTIATE_TEST_SUITE_P(With, SqliteDisk,
                         ::testing::Values(Part{"delete", 0, 2}, Part{"delete", 1, 2},
                                           Part{"wal", 0, 2}, Part{"wal", 1, 2}),
                         [](const auto& parameter) {
                           return std::string(parameter.param.journal_mode) + "_" +
                                  std::to_string(parameter.param.index + 1) + "_of_" +
                                  std::to_string(parameter.param.count);
                         });

}  // namespace
}  // namespace aludel::testing
