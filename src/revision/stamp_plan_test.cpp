#include "revision/stamp_plan.hpp"

#include <gtest/gtest.h>

#include "revision/testing/graph_of.hpp"
#include "revision/testing/refusal.hpp"

namespace aludel {
namespace {

using testing::graph_of;
using testing::has_code;
using testing::Ids;

Ids stamp(const RevisionGraph& graph, const Ids& rows, const Ids& targets) {
  return testing::ids(graph, plan_stamp(graph, graph.all(), rows, targets));
}
std::optional<Diagnostic> refused(const RevisionGraph& graph, const Ids& rows, const Ids& targets) {
  return testing::refusal([&] { (void)stamp(graph, rows, targets); });
}

const RevisionGraph diamond = graph_of("a; b1<-a; b2<-a; m<-b1,b2");
const RevisionGraph fork = graph_of("a; b1<-a; c1<-b1; b2<-a labels L; c2<-b2");
const RevisionGraph two_roots = graph_of("a1; a2<-a1; n1 labels L; n2<-n1 depends a2; o");

TEST(PlanStamp, SetsTheLineageOfTheTargetToIt) {
  EXPECT_EQ(stamp(diamond, {}, {"m"}), Ids{"m"});
  EXPECT_EQ(stamp(diamond, {"b1", "b2"}, {"m"}), Ids{"m"});
  EXPECT_EQ(stamp(diamond, {"b1", "b2"}, {"a"}), Ids{"a"});
  EXPECT_EQ(stamp(diamond, {"m"}, {"b1"}), Ids{"b1"});
  EXPECT_EQ(stamp(fork, {"c1"}, {"c2"}), (Ids{"c1", "c2"}));
  EXPECT_EQ(stamp(two_roots, {"n2", "o"}, {"a2"}), (Ids{"a2", "o"}));
}

TEST(PlanStamp, SeveralTargetsBelowOneRow) {
  EXPECT_EQ(stamp(diamond, {"m"}, {"b1", "b2"}), (Ids{"b1", "b2"}));
}

TEST(PlanStamp, HeadsAreAllOfThem) {
  EXPECT_EQ(stamp(fork, {"a"}, {"heads"}), (Ids{"c1", "c2"}));
}

TEST(PlanStamp, BaseEmptiesTheTableAndABranchOnlyItsRows) {
  EXPECT_EQ(stamp(fork, {"c1", "c2"}, {"base"}), Ids{});
  EXPECT_EQ(stamp(fork, {"c1", "c2"}, {"L@base"}), Ids{"c1"});
}

TEST(PlanStamp, CountsFromTheRows) {
  EXPECT_EQ(stamp(fork, {"b1"}, {"+1"}), Ids{"c1"});
  EXPECT_EQ(stamp(fork, {"c1"}, {"-1"}), Ids{"b1"});
  EXPECT_EQ(stamp(fork, {"c1", "c2"}, {"L@-1"}), (Ids{"c1", "b2"}));
  EXPECT_EQ(stamp(two_roots, {"n2"}, {"-1"}), (Ids{"a2", "n1"}));
  EXPECT_EQ(stamp(fork, {"a"}, {"-1"}), Ids{});
  EXPECT_EQ(stamp(fork, {}, {"c2-1"}), Ids{"b2"});
  EXPECT_TRUE(has_code(refused(fork, {"c1", "c2"}, {"-1"}), Code::ambiguous_target));
}

TEST(PlanStamp, RefusesTargetsThatImplyEachOther) {
  EXPECT_TRUE(has_code(refused(diamond, {}, {"a", "m"}), Code::bad_target));
  EXPECT_TRUE(has_code(refused(two_roots, {}, {"n2", "a2"}), Code::bad_target));
  EXPECT_TRUE(has_code(refused(diamond, {"m"}, {"base", "a"}), Code::bad_target));
  EXPECT_EQ(stamp(diamond, {}, {"b1", "b1"}), Ids{"b1"});
}

TEST(PlanStamp, RepairsRowsOfWhichOneImpliesAnother) {
  EXPECT_EQ(stamp(diamond, {"a", "m"}, {"m"}), Ids{"m"});
}

}  // namespace
}  // namespace aludel
