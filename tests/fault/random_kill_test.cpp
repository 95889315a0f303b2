// SIGKILL at random moments, again and again, until the command has gone all the way.
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "fault/support/crash_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

class RandomKill : public ::testing::TestWithParam<const char*> {};

TEST_P(RandomKill, AgainAndAgainEndsAsAnUndisturbedRun) {
  const auto server = url_of(Server::postgresql);
  if (!server) {
    if (servers_are_required()) FAIL() << "there is no PostgreSQL";
    GTEST_SKIP() << "there is no PostgreSQL: `scripts/test-servers run ctest …` brings it";
  }
  const auto corpus = read_corpus(std::string(ALUDEL_SOURCE_DIR "/tests/fault/") + GetParam());
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  CrashTrial trial(*server, corpus);
  const std::size_t head = corpus.size();
  int deviations = 0;
  for (const Move& move :
       {Move{0, head, {"upgrade", "head"}}, Move{head, 0, {"downgrade", "base"}}}) {
    const Undisturbed wanted = trial.run_undisturbed(move);
    // A fast machine is through before many a kill.
    const long long wanted_kills = trial.faults() + 10;
    for (int round = 0; round < 25 && (proof() || trial.faults() < wanted_kills); ++round) {
      const std::string problems = trial.run_killed(move, wanted, random);
      if (problems.empty()) continue;
      ++deviations;
      ADD_FAILURE() << "seed " << seed << "\n" << problems;
    }
  }
  tell_figures(fmt::format("kills at random moments, {}: {}, {} deviations, seed {}", GetParam(),
                           trial.faults(), deviations, seed));
  EXPECT_GT(trial.faults(), 10);
}

INSTANTIATE_TEST_SUITE_P(Of, RandomKill,
                         ::testing::Values("corpus/postgresql", "code_corpus/versions"),
                         [](const auto& parameter) {
                           return parameter.index == 0 ? "revisions_in_sql" : "revisions_in_code";
                         });

}  // namespace
}  // namespace aludel::testing
