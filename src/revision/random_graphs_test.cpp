// What must hold on every graph and for every target, tried on random ones. Prints the seed of what
// fails.
#include <algorithm>

#include <gtest/gtest.h>

#include "revision/applied.hpp"
#include "revision/history_range.hpp"
#include "revision/order.hpp"
#include "revision/plan_steps.hpp"
#include "revision/resolve_shown.hpp"
#include "revision/stamp_plan.hpp"
#include "revision/testing/graph_of.hpp"
#include "revision/testing/random_graph.hpp"
#include "revision/testing/refusal.hpp"
#include "revision/version_rows.hpp"

namespace aludel {
namespace {

using testing::below;
using testing::chance;
using testing::Ids;
using testing::Random;

constexpr std::uint64_t graphs = 2500;

std::vector<Revision> revisions(Random& random, int databases = 1) {
  testing::Mixture mixture;
  mixture.revisions = 1 + below(random, 20);
  mixture.dependency = chance(random, 50) ? 25 : 0;
  mixture.databases = databases;
  return testing::random_revisions(random, mixture);
}

RevisionSet random_applied(Random& random, const RevisionGraph& graph) {
  RevisionSet some(graph.size());
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    if (chance(random, 15)) some.insert(i);
  }
  return graph.closure(some);
}

Ids row_ids(const RevisionGraph& graph, const RevisionSet& applied, const RevisionSet& own) {
  return testing::ids(graph, version_rows(graph, applied, own));
}

std::string random_name(Random& random, const RevisionGraph& graph) {
  constexpr const char* words[] = {"head",    "heads", "base", "current", "",
                                   "nothere", "r100",  "@",    "\xff"};
  if (chance(random, 30)) return words[below(random, std::size(words))];
  const Revision& revision = graph[static_cast<RevisionIndex>(below(random, graph.size()))];
  if (!revision.branch_labels.empty() && chance(random, 50)) return revision.branch_labels.front();
  return revision.id.substr(0, chance(random, 80) ? revision.id.size() : below(random, 7));
}

std::string random_target(Random& random, const RevisionGraph& graph) {
  std::string target;
  if (chance(random, 30)) target += random_name(random, graph) + '@';
  if (chance(random, 60)) target += random_name(random, graph);
  if (chance(random, 50))
    target += (chance(random, 50) ? '+' : '-') + std::to_string(below(random, 5));
  if (chance(random, 5))
    target.insert(below(random, target.size() + 1), 1, static_cast<char>(below(random, 256)));
  return target;
}

void apply(const StepPlan& plan, RevisionSet& applied) {
  for (const Step& step : plan.steps) {
    const bool changed = step.direction == Direction::up ? applied.insert(step.revision)
                                                         : applied.erase(step.revision);
    EXPECT_TRUE(changed);
  }
}

void expect_runnable(const RevisionGraph& graph, const RevisionSet& applied, const StepPlan& plan) {
  std::vector<RevisionIndex> order;
  for (const Step& step : plan.steps) order.push_back(step.revision);
  if (!plan.steps.empty() && plan.steps.front().direction == Direction::down)
    std::ranges::reverse(order);
  EXPECT_TRUE(testing::is_upward(graph, order));
  RevisionSet after = applied;
  apply(plan, after);
  EXPECT_EQ(graph.closure(after), after);
}

template <typename Check>
void for_random_graphs(Check check) {
  for (std::uint64_t seed = 1; seed <= graphs && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    check(random, RevisionGraph(revisions(random)));
  }
}

TEST(RandomGraphs, RowsAreAnAntichainWhoseClosureIsTheAppliedSet) {
  for_random_graphs([](Random& random, const RevisionGraph& graph) {
    ASSERT_TRUE(graph.problems().empty());
    const RevisionSet applied = random_applied(random, graph);
    const auto rows = version_rows(graph, applied, graph.all());
    EXPECT_EQ(graph.closure(rows), applied);
    EXPECT_TRUE(testing::is_antichain(graph, rows));
  });
}

TEST(RandomGraphs, RunningRowsAreTheRowsOfEveryMoment) {
  for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const RevisionGraph graph(revisions(random, chance(random, 30) ? 2 : 1));
    const RevisionSet own = graph.of_database(graph[0].database);
    RunningRows running(graph, own, random_applied(random, graph));
    for (int i = 0; i < 30; ++i) {
      const auto revision = static_cast<RevisionIndex>(below(random, graph.size()));
      const std::vector<RevisionIndex> before = running.rows();
      const auto is_applied = [&](RevisionIndex one) { return running.applied().contains(one); };
      RowChange change;
      if (std::ranges::all_of(graph.needs(revision), is_applied) && !is_applied(revision)) {
        change = running.insert(revision);
      } else if (std::ranges::none_of(graph.dependents(revision), is_applied)) {
        change = running.erase(revision);
      }
      ASSERT_EQ(running.rows(), version_rows(graph, running.applied(), own));
      RevisionSet rows = set_of(before);
      for (const RevisionIndex row : change.removed) EXPECT_TRUE(rows.erase(row));
      for (const RevisionIndex row : change.added) EXPECT_TRUE(rows.insert(row));
      EXPECT_EQ(rows, set_of(running.rows()));
    }
  }
}

TEST(RandomGraphs, UpToTheHeadsAndDownToBaseReturnsToTheStart) {
  for_random_graphs([](Random& random, const RevisionGraph& graph) {
    const RevisionSet own = graph.all();
    RevisionSet applied = random_applied(random, graph);
    const StepPlan up = plan_upgrade(graph, own, row_ids(graph, applied, own), "heads");
    expect_runnable(graph, applied, up);
    apply(up, applied);
    EXPECT_EQ(applied, own);
    EXPECT_TRUE(plan_upgrade(graph, own, row_ids(graph, applied, own), "heads").steps.empty());
    const StepPlan down = plan_downgrade(graph, own, row_ids(graph, applied, own), "base");
    expect_runnable(graph, applied, down);
    apply(down, applied);
    EXPECT_TRUE(applied.empty());
  });
}

TEST(RandomGraphs, EveryRangeIsInOrderAndWholeHistoryIsComplete) {
  for_random_graphs([](Random& random, const RevisionGraph& graph) {
    const RevisionSet own = graph.all();
    std::vector<RevisionIndex> whole = history_range(graph, own, {}, "");
    EXPECT_EQ(whole.size(), graph.size());
    std::ranges::reverse(whole);
    EXPECT_TRUE(testing::is_upward(graph, whole));
    const auto lower = static_cast<RevisionIndex>(below(random, graph.size()));
    const auto upper = static_cast<RevisionIndex>(below(random, graph.size()));
    const bool reaches = graph.closure(std::vector{upper}).contains(lower);
    const auto refused = testing::refusal([&] {
      std::vector<RevisionIndex> some =
          history_range(graph, own, {}, graph[lower].id + ':' + graph[upper].id);
      EXPECT_EQ(some.front(), upper);
      EXPECT_EQ(some.back(), lower);
      std::ranges::reverse(some);
      EXPECT_TRUE(testing::is_upward(graph, some));
    });
    EXPECT_EQ(refused.has_value(), !reaches);
  });
}

TEST(RandomGraphs, AnyTargetIsPlannedSoundlyOrRefusedInWords) {
  for_random_graphs([](Random& random, const RevisionGraph& graph) {
    const RevisionSet own = graph.all();
    const RevisionSet applied = random_applied(random, graph);
    Ids rows = row_ids(graph, applied, own);
    for (int i = 0; i < 20; ++i) {
      const std::string target = random_target(random, graph);
      SCOPED_TRACE(target);
      const auto words = [](const std::optional<Diagnostic>& refused) {
        EXPECT_FALSE(refused && refused->message.empty());
        EXPECT_FALSE(refused && refused->code == info(Code::internal).id);
      };
      for (const auto plan : {plan_upgrade, plan_downgrade}) {
        words(testing::refusal([&] {
          const StepPlan once = plan(graph, own, rows, target);
          expect_runnable(graph, applied, once);
          EXPECT_EQ(once, plan(graph, own, rows, target));
        }));
      }
      words(testing::refusal([&] {
        const Ids targets =
            chance(random, 30) ? Ids{target, random_target(random, graph)} : Ids{target};
        EXPECT_TRUE(testing::is_antichain(graph, plan_stamp(graph, own, rows, targets)));
      }));
      words(testing::refusal([&] { (void)resolve_shown(graph, own, rows, target); }));
      words(testing::refusal([&] {
        (void)history_range(graph, own, rows, target + ':' + random_target(random, graph));
      }));
    }
  });
}

/// What stands between backticks at the start of a note.
std::string suggested(const std::string& note) {
  return note.substr(1, note.find('`', 1) - 1);
}

TEST(RandomGraphs, WhatAnAmbiguousWalkSuggestsCountsFromOnePlace) {
  for_random_graphs([](Random& random, const RevisionGraph& graph) {
    const RevisionSet own = graph.all();
    const Ids rows = row_ids(graph, random_applied(random, graph), own);
    for (const auto plan : {plan_upgrade, plan_downgrade}) {
      const std::string target = plan == plan_upgrade ? "+1" : "-1";
      const auto refused = testing::refusal([&] { (void)plan(graph, own, rows, target); });
      if (!testing::has_code(refused, Code::ambiguous_target)) continue;
      if (!refused->message.contains("the database is at")) continue;
      for (const std::string& note : refused->notes) {
        SCOPED_TRACE(note);
        const auto again = testing::refusal([&] { (void)plan(graph, own, rows, suggested(note)); });
        EXPECT_FALSE(again && again->message.contains("the database is at"));
        EXPECT_FALSE(testing::has_code(again, Code::unknown_target));
      }
    }
  });
}

TEST(RandomGraphs, ADatabaseRunsItsOwnRevisionsAndNamesTheOthersItWaitsFor) {
  for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const RevisionGraph graph(revisions(random, 2));
    const RevisionSet own = graph.of_database(graph[0].database);
    RevisionSet applied = graph.closure(random_applied(random, graph) & own);
    const Ids rows = row_ids(graph, applied, own);
    ASSERT_EQ(graph.closure(testing::indexes_of(graph, rows)), applied);
    const StepPlan plan = plan_upgrade(graph, own, rows, "heads");
    for (const Step& step : plan.steps) {
      EXPECT_TRUE(own.contains(step.revision));
      EXPECT_TRUE(applied.insert(step.revision));
    }
    for (const RevisionIndex other : plan.foreign) EXPECT_TRUE(applied.insert(other));
    EXPECT_EQ(applied, graph.closure(own));
    const Ids after = row_ids(graph, applied, own);
    const StepPlan down = plan_downgrade(graph, own, after, "base");
    EXPECT_EQ(down.steps.size(), own.size());
  }
}

}  // namespace
}  // namespace aludel
