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
  const char* corpus = "corpus/sqlite";
};

/// Where not everything is to be proven.
constexpr std::size_t sampled_faults_of_a_move = 12;
constexpr std::size_t sampled_faults_of_code = 2;
constexpr const char* code_corpus = "code_corpus/versions";

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
      read_corpus(std::string(ALUDEL_SOURCE_DIR "/tests/fault/") + GetParam().corpus);
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  const std::size_t sampled = has_code(corpus) ? sampled_faults_of_code : sampled_faults_of_a_move;
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
      plans.resize(sampled);
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
            static_cast<long long>(sampled) *
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

TEST(SqliteKill, AgainAndAgainEndsAsAnUndisturbedRun) {
  const auto corpus = read_corpus(std::string(ALUDEL_SOURCE_DIR "/tests/fault/") + code_corpus);
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  const std::size_t head = corpus.size();
  int deviations = 0;
  long long kills = 0;
  for (const char* mode : {"delete", "wal"}) {
    DiskTrial trial(corpus, mode, ALUDEL_CODE_PROGRAM);
    for (const Move& move :
         {Move{0, head, {"upgrade", "head"}}, Move{head, 0, {"downgrade", "base"}}}) {
      const DiskMove wanted = trial.run_undisturbed(move);
      const long long wanted_kills = trial.faults() + 3;
      for (int round = 0; round < 25 && (proof() || trial.faults() < wanted_kills); ++round) {
        const std::string problems = trial.run_killed(wanted, random);
        if (problems.empty()) continue;
        ++deviations;
        ADD_FAILURE() << "seed " << seed << "\n" << problems;
      }
    }
    kills += trial.faults();
  }
  EXPECT_GT(kills, 10);
  tell_figures(fmt::format("kills at random moments, {} on SQLite: {}, {} deviations, seed {}",
                           code_corpus, kills, deviations, seed));
}

INSTANTIATE_TEST_SUITE_P(
    With, SqliteDisk,
    ::testing::Values(Part{"delete", 0, 2}, Part{"delete", 1, 2}, Part{"wal", 0, 2},
                      Part{"wal", 1, 2}, Part{"delete", 0, 1, "corpus/two-phases/sqlite"},
                      Part{"wal", 0, 1, "corpus/two-phases/sqlite"},
                      Part{"delete", 0, 2, code_corpus}, Part{"delete", 1, 2, code_corpus},
                      Part{"wal", 0, 2, code_corpus}, Part{"wal", 1, 2, code_corpus}),
    [](const auto& parameter) {
      if (parameter.param.count == 1)
        return "two_phases_with_" + std::string(parameter.param.journal_mode);
      return (parameter.param.corpus == std::string_view(code_corpus) ? "code_with_" : "") +
             std::string(parameter.param.journal_mode) + "_" +
             std::to_string(parameter.param.index + 1) + "_of_" +
             std::to_string(parameter.param.count);
    });

}  // namespace
}  // namespace aludel::testing
