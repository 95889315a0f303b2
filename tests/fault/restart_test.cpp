// The server itself goes down without a word, at some points of some runs, and comes back.
#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "fault/support/crash_trial.hpp"
#include "fault/support/own_server.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

TEST(Restart, OfTheServerAtAnyPointThenTheSameCommandAgainEndsAsAnUndisturbedRun) {
  if (!url_of(Server::postgresql)) {
    if (servers_are_required()) FAIL() << "there is no PostgreSQL";
    GTEST_SKIP() << "there is no PostgreSQL: `scripts/test-servers run ctest …` brings it";
  }
  const OwnServer server(Server::postgresql);
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/postgresql");
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  CrashTrial trial(server.url(), corpus);
  std::vector<Move> all = moves_through(corpus);
  std::vector<Move> moves;
  std::ranges::sample(all, std::back_inserter(moves), proof() ? 100 : 4, random);
  int deviations = 0;
  for (const Move& move : moves) {
    const Undisturbed wanted = trial.run_undisturbed(move);
    const FaultPlan plan{.fault = Fault::call,
                         .at = 1 + static_cast<int>(random() % wanted.units.size()),
                         .answered = random() % 2 == 0,
                         .hook = [&] { server.restart_at_once(); }};
    const std::string problems = trial.run_disturbed(move, wanted, plan);
    if (problems.empty()) continue;
    ++deviations;
    ADD_FAILURE() << "seed " << seed << "\n" << problems;
  }
  tell_figures(
      fmt::format("server restarts: {}, {} deviations, seed {}", trial.faults(), deviations, seed));
}

}  // namespace
}  // namespace aludel::testing
