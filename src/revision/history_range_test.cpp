#include "revision/history_range.hpp"

#include <gtest/gtest.h>

#include "revision/testing/graph_of.hpp"
#include "revision/testing/refusal.hpp"

namespace aludel {
namespace {

using testing::graph_of;
using testing::has_code;
using testing::Ids;

Ids history(const RevisionGraph& graph, std::string_view range, const Ids& rows = {}) {
  return testing::ids(graph, history_range(graph, graph.all(), rows, range));
}

const RevisionGraph line = graph_of("a; b<-a; c<-b; d<-c; e<-d");

TEST(HistoryRange, ShowsBothBoundsNewestFirst) {
  EXPECT_EQ(history(line, ""), (Ids{"e", "d", "c", "b", "a"}));
  EXPECT_EQ(history(line, "b:d"), (Ids{"d", "c", "b"}));
  EXPECT_EQ(history(line, "d:"), (Ids{"e", "d"}));
  EXPECT_EQ(history(line, ":b"), (Ids{"b", "a"}));
  EXPECT_EQ(history(line, "base:b"), (Ids{"b", "a"}));
  EXPECT_EQ(history(line, "head-1:head"), (Ids{"e", "d"}));
}

TEST(HistoryRange, CountsTheLowerBoundFromTheUpperOne) {
  EXPECT_EQ(history(line, "-1:current", {"c"}), (Ids{"c", "b"}));
  EXPECT_EQ(history(line, "-1:"), (Ids{"e", "d"}));
  EXPECT_EQ(history(line, "-9:current", {"b"}), (Ids{"b", "a"}));
  EXPECT_EQ(history(line, "-1:current", {}), Ids{});
}

TEST(HistoryRange, CountsTheUpperBoundFromTheLowerOne) {
  EXPECT_EQ(history(line, "current:+2", {"b"}), (Ids{"d", "c", "b"}));
  EXPECT_EQ(history(line, ":+2"), (Ids{"b", "a"}));
  EXPECT_EQ(history(line, "d:+9"), (Ids{"e", "d"}));
}

TEST(HistoryRange, OfCurrentMeansWhatIsApplied) {
  EXPECT_EQ(history(line, "current:", {"d"}), (Ids{"e", "d"}));
  EXPECT_EQ(history(line, ":current", {"b"}), (Ids{"b", "a"}));
  EXPECT_EQ(history(line, ":current", {}), Ids{});
  EXPECT_EQ(history(graph_of("a; b<-a; x; y<-x"), "current:", {"a", "x"}).size(), 4U);
}

TEST(HistoryRange, GoesThroughDependencies) {
  EXPECT_EQ(history(graph_of("a; b<-a; x; y<-x depends a"), "a:y"), (Ids{"y", "a"}));
}

TEST(HistoryRange, ABranchHoldsForTheOpenEnd) {
  EXPECT_EQ(history(graph_of("a; b<-a labels L; c<-a"), "L@base:"), (Ids{"b", "a"}));
}

TEST(HistoryRange, RefusesWhatIsNoRange) {
  for (const char* range : {"a", "a:b:c", "-1:+1", "+1:", ":-1", "d:b", "nope:", "-1:x@"}) {
    EXPECT_TRUE(testing::refusal([&] { (void)history(line, range); })) << range;
  }
}

}  // namespace
}  // namespace aludel
