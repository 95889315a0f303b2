#include "revision/plan_steps.hpp"

#include <gtest/gtest.h>

#include "revision/testing/graph_of.hpp"
#include "revision/testing/refusal.hpp"

namespace aludel {
namespace {

using testing::graph_of;
using testing::has_code;
using testing::Ids;
using testing::refusal;

Ids steps(const RevisionGraph& graph, const StepPlan& plan) {
  Ids ids;
  for (const Step& step : plan.steps) ids.push_back(graph[step.revision].id);
  return ids;
}
Ids up(const RevisionGraph& graph, const Ids& rows, std::string_view target) {
  return steps(graph, plan_upgrade(graph, graph.all(), rows, target));
}
Ids down(const RevisionGraph& graph, const Ids& rows, std::string_view target) {
  return steps(graph, plan_downgrade(graph, graph.all(), rows, target));
}
std::optional<Diagnostic> up_refused(const RevisionGraph& graph, const Ids& rows,
                                     std::string_view target) {
  return refusal([&] { (void)up(graph, rows, target); });
}
std::optional<Diagnostic> down_refused(const RevisionGraph& graph, const Ids& rows,
                                       std::string_view target) {
  return refusal([&] { (void)down(graph, rows, target); });
}

const RevisionGraph line = graph_of("a; b<-a; c<-b; d<-c");
const RevisionGraph diamond = graph_of("a; b1<-a; b2<-a; m<-b1,b2; z<-m");
const RevisionGraph fork = graph_of("a; b1<-a; c1<-b1; b2<-a labels L; c2<-b2");
const RevisionGraph two_roots =
    graph_of("a1 labels A; a2<-a1; a3<-a2; n1 labels L; n2<-n1 depends a2; n3<-n2");

TEST(PlanUpgrade, RunsWhatIsMissingOldestFirst) {
  EXPECT_EQ(up(line, {}, "head"), (Ids{"a", "b", "c", "d"}));
  EXPECT_EQ(up(line, {"b"}, "head"), (Ids{"c", "d"}));
  EXPECT_EQ(up(line, {"b"}, "+1"), (Ids{"c"}));
  EXPECT_EQ(up(line, {}, "head-1"), (Ids{"a", "b", "c"}));
  EXPECT_EQ(up(line, {}, "b+1"), (Ids{"a", "b", "c"}));
}

TEST(PlanUpgrade, ToWhatIsAppliedOrToBaseDoesNothing) {
  EXPECT_EQ(up(line, {"d"}, "head"), Ids{});
  EXPECT_EQ(up(line, {"d"}, "b"), Ids{});
  EXPECT_EQ(up(line, {"b"}, "base"), Ids{});
  EXPECT_EQ(up(graph_of(""), {}, "head"), Ids{});
}

TEST(PlanUpgrade, RepairsRowsOfWhichOneImpliesAnother) {
  EXPECT_EQ(up(line, {"a", "c"}, "head"), (Ids{"d"}));
}

TEST(PlanUpgrade, TakesDependenciesAlong) {
  EXPECT_EQ(up(two_roots, {}, "n2"), (Ids{"a1", "a2", "n1", "n2"}));
}

TEST(PlanUpgrade, ARevisionWithSeveralDependenciesImplyingEachOtherIsNoTrouble) {
  EXPECT_EQ(up(graph_of("a; b<-a; c<-a; d<-b depends a,c"), {}, "heads"),
            (Ids{"a", "c", "b", "d"}));
}

TEST(PlanUpgrade, HeadIsTheOneThatNoOtherHeadNeeds) {
  const RevisionGraph graph = graph_of("a1; a2<-a1; n1; n2<-n1 depends a2");
  EXPECT_EQ(up(graph, {}, "head").back(), "n2");
  EXPECT_EQ(up(graph, {"n2"}, "head"), Ids{});
}

TEST(PlanUpgrade, SeveralHeadsAreListedWithTheWaysOut) {
  const auto refused = up_refused(fork, {}, "head");
  ASSERT_TRUE(has_code(refused, Code::several_heads));
  EXPECT_EQ(refused->notes, (Ids{"c1", "c2 (L)"}));
  EXPECT_EQ(refused->next, "`aludel merge heads -m \"…\"` or `aludel upgrade heads`");
  EXPECT_EQ(up(fork, {}, "L@head"), (Ids{"a", "b2", "c2"}));
  EXPECT_EQ(up(fork, {}, "heads").size(), 5U);
}

TEST(PlanUpgrade, ABranchIsFollowedFromWhereItIs) {
  EXPECT_EQ(up(fork, {"c1"}, "L@+1"), (Ids{"b2"}));
  EXPECT_EQ(up(fork, {"c1", "b2"}, "L@+1"), (Ids{"c2"}));
  EXPECT_EQ(up(fork, {}, "L@+1"), (Ids{"a"}));
}

TEST(PlanUpgrade, AForkNamesWhatToType) {
  const auto refused = up_refused(fork, {"a"}, "+1");
  ASSERT_TRUE(has_code(refused, Code::ambiguous_target));
  EXPECT_EQ(refused->notes, (Ids{"`b1@+1` goes by b1", "`L@+1` goes by b2 (L)"}));
  EXPECT_EQ(up(fork, {"a"}, "b1@+1"), (Ids{"b1"}));
}

TEST(PlanUpgrade, SeveralRowsNameWhatToType) {
  const auto refused = up_refused(fork, {"b1", "b2"}, "+1");
  ASSERT_TRUE(has_code(refused, Code::ambiguous_target));
  EXPECT_EQ(refused->notes, (Ids{"`b1@+1` counts from b1", "`L@+1` counts from b2 (L)"}));
}

TEST(PlanUpgrade, AWalkThatLeavesTheGraphSaysHowFarItGoes) {
  const auto refused = up_refused(line, {"b"}, "+5");
  ASSERT_TRUE(has_code(refused, Code::bad_target));
  EXPECT_EQ(refused->message, "`+5` leaves the graph: only 2 steps up from `b` are there");
  EXPECT_EQ(refused->hint, "the last one is `+2`");
  EXPECT_TRUE(has_code(up_refused(line, {"d"}, "+1"), Code::bad_target));
  EXPECT_TRUE(has_code(up_refused(line, {}, "head+1"), Code::bad_target));
}

TEST(PlanUpgrade, DownIsTheOtherCommand) {
  EXPECT_EQ(up_refused(line, {"b"}, "-1")->next, "`aludel downgrade -1`");
}

TEST(PlanUpgrade, ANeedOfAnotherDatabaseIsReported) {
  const RevisionGraph graph = graph_of("a in one; f<-a in two; c<-f in one");
  const RevisionSet own = graph.of_database("one");
  const StepPlan plan = plan_upgrade(graph, own, {}, "head");
  EXPECT_EQ(steps(graph, plan), (Ids{"a", "c"}));
  EXPECT_EQ(testing::ids(graph, plan.foreign), (Ids{"f"}));
  EXPECT_EQ(steps(graph, plan_upgrade(graph, own, Ids{"a"}, "+1")), (Ids{"c"}));
  EXPECT_TRUE(
      has_code(refusal([&] { (void)plan_upgrade(graph, own, {}, "f"); }), Code::bad_target));
}

TEST(PlanDowngrade, UndoesWhatIsAboveNewestFirst) {
  EXPECT_EQ(down(line, {"d"}, "b"), (Ids{"d", "c"}));
  EXPECT_EQ(down(line, {"d"}, "base"), (Ids{"d", "c", "b", "a"}));
  EXPECT_EQ(down(line, {"c"}, "-1"), (Ids{"c"}));
  EXPECT_EQ(down(line, {"c"}, "-3"), (Ids{"c", "b", "a"}));
  EXPECT_EQ(down(line, {"d"}, "head-2"), (Ids{"d", "c"}));
  EXPECT_EQ(down(line, {"d"}, "base+1"), (Ids{"d", "c", "b"}));
  EXPECT_EQ(down(line, {"c"}, "c"), Ids{});
  EXPECT_EQ(down(line, {}, "base"), Ids{});
}

TEST(PlanDowngrade, AlsoUndoesWhatDependsOnItButNeverWhatItDependedOn) {
  EXPECT_EQ(down(two_roots, {"n3", "a3"}, "a1"), (Ids{"a3", "n3", "n2", "a2"}));
  EXPECT_EQ(down(two_roots, {"n3", "a3"}, "L@base"), (Ids{"n3", "n2", "n1"}));
}

TEST(PlanDowngrade, ABranchKeepsToItsSide) {
  EXPECT_EQ(down(fork, {"c1", "c2"}, "L@a"), (Ids{"c2", "b2"}));
  EXPECT_EQ(down(fork, {"c1", "c2"}, "L@-1"), (Ids{"c2"}));
  EXPECT_EQ(down(fork, {"c1", "c2"}, "a").size(), 4U);
  EXPECT_EQ(down(diamond, {"m"}, "b1@base+1"), (Ids{"m", "b1"}));
}

TEST(PlanDowngrade, AMergeNamesWhatToType) {
  const auto refused = down_refused(diamond, {"m"}, "-1");
  ASSERT_TRUE(has_code(refused, Code::ambiguous_target));
  EXPECT_EQ(refused->notes, (Ids{"`b1@-1` goes by b1", "`b2@-1` goes by b2"}));
  EXPECT_EQ(down(diamond, {"m"}, "b1@-1"), (Ids{"m"}));
  EXPECT_EQ(down(diamond, {"z"}, "b1@-3"), (Ids{"z", "m", "b1"}));
}

TEST(PlanDowngrade, SeveralRowsNameWhatToType) {
  const auto refused = down_refused(fork, {"c1", "c2"}, "-1");
  ASSERT_TRUE(has_code(refused, Code::ambiguous_target));
  EXPECT_EQ(refused->notes, (Ids{"`c1@-1` counts from c1", "`L@-1` counts from c2 (L)"}));
}

TEST(PlanDowngrade, RefusesWhatIsNotBelow) {
  for (const char* target : {"head", "heads", "d", "+1", "b@+1", "-9", "base-1"}) {
    EXPECT_TRUE(has_code(down_refused(line, {"c"}, target), Code::bad_target)) << target;
  }
  EXPECT_TRUE(has_code(down_refused(line, {}, "-1"), Code::bad_target));
  const RevisionGraph implied = graph_of("a1; a2<-a1; n1; n2<-n1 depends a2");
  const auto refused = down_refused(implied, {"n2"}, "a2");
  ASSERT_TRUE(has_code(refused, Code::bad_target));
  EXPECT_EQ(refused->notes, Ids{"n2"});
}

TEST(PlanDowngrade, WhatNeedsAnUndoneRevisionElsewhereIsReported) {
  const RevisionGraph graph = graph_of("a in one; f<-a in two");
  const StepPlan plan = plan_downgrade(graph, graph.of_database("one"), Ids{"a"}, "base");
  EXPECT_EQ(steps(graph, plan), (Ids{"a"}));
  EXPECT_EQ(testing::ids(graph, plan.foreign), (Ids{"f"}));
}

}  // namespace
}  // namespace aludel
