// A fault at every point of the conversation with the server, in every revision of a corpus, up and
// down; then the same command again: the end is that of an undisturbed run.
#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "fault/support/crash_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

struct Slice {
  Server server;
  std::size_t index;
  std::size_t count;
  const char* corpus = "corpus/postgresql";
};

constexpr const char* code_corpus = "code_corpus/versions";

class Crash : public ::testing::TestWithParam<Slice> {};

/// The moves at this slice's places in the corpus, of a revision both ways; some of them where not
/// everything is to be proven.
std::vector<Move> picked(const std::vector<Move>& moves, std::mt19937& random) {
  std::vector<std::size_t> places;
  for (const Move& move : moves) {
    const std::size_t place = std::max(move.from, move.to);
    const bool own = (place - 1) % Crash::GetParam().count == Crash::GetParam().index;
    if (own && std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  if (!proof() && Crash::GetParam().count > 1) {
    std::vector<std::size_t> some;
    std::ranges::sample(places, std::back_inserter(some), 2, random);
    places = some;  // still in order
  }
  std::vector<Move> result;
  std::ranges::copy_if(moves, std::back_inserter(result), [&](const Move& move) {
    return std::ranges::find(places, std::max(move.from, move.to)) != places.end();
  });
  return result;
}

TEST_P(Crash, AtAnyPointThenTheSameCommandAgainEndsAsAnUndisturbedRun) {
  const auto server = url_of(GetParam().server);
  if (!server) {
    if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no such server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }
  const auto corpus =
      read_corpus(std::string(ALUDEL_SOURCE_DIR "/tests/fault/") + GetParam().corpus);
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  CrashTrial trial(*server, corpus);
  int deviations = 0;
  for (const Move& move : picked(moves_through(corpus), random)) {
    const Undisturbed wanted = trial.run_undisturbed(move);
    std::vector<FaultPlan> plans = all_faults(wanted.units);
    if (!proof()) {
      std::ranges::shuffle(plans, random);
      plans.resize(std::min<std::size_t>(plans.size(), 6));
    }
    for (const FaultPlan& plan : plans) {
      const std::string problems = trial.run_disturbed(move, wanted, plan);
      if (problems.empty()) continue;
      ++deviations;
      ADD_FAILURE() << "seed " << seed << "\n" << problems;
    }
  }
  tell_figures(fmt::format(
      "crash suite, {} on {} {} of {}: {} faults injected, {} times run again, {} deviations, "
      "seed {}",
      GetParam().corpus, name_of(GetParam().server), GetParam().index + 1, GetParam().count,
      trial.faults(), trial.runs_again(), deviations, seed));
  for (const auto& [ending, times] : trial.endings())
    tell_figures(fmt::format("  {:>5} × {}", times, ending));
}

TEST(CrashResets, ThatFailBehindACommitAreMadeAgain) {
  const auto server = url_of(Server::postgresql);
  if (!server) {
    if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no such server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/postgresql");
  CrashTrial trial(*server, corpus);
  for (const Move& move : moves_through(corpus)) {
    if (std::max(move.from, move.to) != 46) continue;  // it changes the role between segments
    const Undisturbed wanted = trial.run_undisturbed(move);
    for (const FaultPlan& plan : all_faults(wanted.units)) {
      const std::string& unit = wanted.units.at(static_cast<std::size_t>(plan.at - 1));
      if (plan.fault != Fault::refuse || !unit.starts_with("RESET")) continue;
      EXPECT_EQ(trial.run_disturbed(move, wanted, plan), "");
    }
  }
  EXPECT_GT(trial.faults(), 4);
}

TEST(CrashReading, AndWhatHasNothingToDoSaysWhatIsTrueAndWhatToType) {
  const auto server = url_of(Server::postgresql);
  if (!server) {
    if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no such server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }
  const auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/two-phases/postgresql");
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  CrashTrial trial(*server, corpus);
  const std::vector<Words> commands{{"status"},
                                    {"current"},
                                    {"history", "--verbose"},
                                    {"journal"},
                                    {"plan"},
                                    {"check", "--pending"},
                                    {"scripts", "status"},
                                    {"upgrade"},
                                    {"ensure-version"},
                                    {"db", "create", "--if-not-exists"},
                                    {"start", "--", "true"},
                                    {"maintain", "vacuum", "--dry-run"},
                                    {"scripts", "run"}};
  for (const Words& command : commands) {
    const Move move{corpus.size(), corpus.size(), command};
    const Undisturbed wanted = trial.run_undisturbed(move);
    std::vector<FaultPlan> plans = all_faults(wanted.units);
    std::erase_if(plans, [](const FaultPlan& plan) { return plan.fault == Fault::kill; });
    if (!proof()) {
      std::ranges::shuffle(plans, random);
      plans.resize(std::min<std::size_t>(plans.size(), 8));
    }
    for (const FaultPlan& plan : plans)
      EXPECT_EQ(trial.run_disturbed(move, wanted, plan), "") << "seed " << seed;
  }
  EXPECT_GT(trial.faults(), 40);
}

/// Eight parts, so that each ends within ctest's limit and two run side by side; on the newer
/// server a quarter of all.
std::vector<Slice> slices() {
  constexpr std::size_t parts = 8;
  std::vector<Slice> all;
  for (std::size_t part = 0; part < parts; ++part) all.push_back({Server::postgresql, part, parts});
  for (const std::size_t part : {3U, 6U}) all.push_back({Server::postgresql_newer, part, parts});
  for (const Server server : {Server::postgresql, Server::postgresql_newer})
    all.push_back({server, 0, 1, "corpus/two-phases/postgresql"});
  constexpr std::size_t parts_of_code = 4;
  for (std::size_t part = 0; part < parts_of_code; ++part)
    all.push_back({Server::postgresql, part, parts_of_code, code_corpus});
  if (proof()) all.push_back({Server::postgresql_newer, 1, parts_of_code, code_corpus});
  return all;
}

INSTANTIATE_TEST_SUITE_P(On, Crash, ::testing::ValuesIn(slices()), [](const auto& parameter) {
  if (parameter.param.count == 1) return "two_phases_on_" + name_of(parameter.param.server);
  return (parameter.param.corpus == std::string_view(code_corpus) ? "code_on_" : "") +
         name_of(parameter.param.server) + "_" + std::to_string(parameter.param.index + 1) +
         "_of_" + std::to_string(parameter.param.count);
});

}  // namespace
}  // namespace aludel::testing
