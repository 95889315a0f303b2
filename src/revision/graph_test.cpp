#include "revision/graph.hpp"

#include <gtest/gtest.h>

#include "revision/testing/graph_of.hpp"

namespace aludel {
namespace {

using testing::closure_of;
using testing::graph_of;
using testing::Ids;
using testing::ids;
using testing::indexes_of;

Ids labels(const RevisionGraph& graph, std::string_view id) {
  return graph.labels_of(*graph.find(id));
}

TEST(RevisionSet, IteratesInFileOrderAndCountsItsMembers) {
  RevisionSet set(3);
  EXPECT_TRUE(set.insert(200));
  EXPECT_TRUE(set.insert(0));
  EXPECT_TRUE(set.insert(64));
  EXPECT_FALSE(set.insert(64));
  EXPECT_EQ(std::vector<RevisionIndex>(set.begin(), set.end()),
            (std::vector<RevisionIndex>{0, 64, 200}));
  EXPECT_TRUE(set.erase(64));
  EXPECT_FALSE(set.erase(64));
  EXPECT_FALSE(set.erase(5000));
  EXPECT_EQ(set.size(), 2U);
}

TEST(RevisionSet, EqualMembersAreEqualWhateverTheRoom) {
  RevisionSet small;
  RevisionSet large(1000);
  EXPECT_EQ(small, large);
  small.insert(3);
  large.insert(3);
  EXPECT_EQ(small, large);
  large.insert(900);
  EXPECT_NE(small, large);
  EXPECT_EQ(small | large, large);
  EXPECT_EQ((large - small).size(), 1U);
  EXPECT_TRUE((RevisionSet() & large).empty());
}

TEST(RevisionGraph, KnowsNeighboursInBothDirections) {
  const RevisionGraph graph = graph_of("a; b<-a; c<-a; m<-b,c depends d; d");
  const RevisionIndex m = *graph.find("m");
  EXPECT_EQ(ids(graph, graph.parents(m)), (Ids{"b", "c"}));
  EXPECT_EQ(ids(graph, graph.dependencies(m)), (Ids{"d"}));
  EXPECT_EQ(ids(graph, graph.needs(m)), (Ids{"b", "c", "d"}));
  EXPECT_EQ(ids(graph, graph.children(*graph.find("a"))), (Ids{"b", "c"}));
  EXPECT_EQ(ids(graph, graph.dependents(*graph.find("d"))), (Ids{"m"}));
  EXPECT_TRUE(graph.children(*graph.find("d")).empty());
}

TEST(RevisionGraph, ADependencyThatIsAlsoAParentIsNeededOnce) {
  const RevisionGraph graph = graph_of("a; b<-a,a depends a,a");
  EXPECT_EQ(ids(graph, graph.needs(*graph.find("b"))), (Ids{"a"}));
}

TEST(RevisionGraph, TellsBranchPointsMergePointsAndHeads) {
  const RevisionGraph graph = graph_of("a; b<-a; c<-a; m<-b,c; d; n<-d; x depends n");
  EXPECT_TRUE(graph.is_branch_point(*graph.find("a")));
  EXPECT_TRUE(graph.is_merge_point(*graph.find("m")));
  EXPECT_TRUE(graph.is_head(*graph.find("m")));
  EXPECT_FALSE(graph.is_implied_head(*graph.find("m")));
  EXPECT_TRUE(graph.is_implied_head(*graph.find("n")));
  EXPECT_FALSE(graph.is_head(*graph.find("d")));
}

TEST(RevisionGraph, ClosureAndDescendantsFollowDependencies) {
  const RevisionGraph graph = graph_of("a; b<-a; x; y<-x depends a");
  EXPECT_EQ(ids(graph, closure_of(graph, {"y"})), (Ids{"a", "x", "y"}));
  EXPECT_EQ(ids(graph, graph.descendants(indexes_of(graph, {"a"}))), (Ids{"a", "b", "y"}));
}

TEST(RevisionGraph, ADependencyMayBeALabel) {
  const RevisionGraph graph = graph_of("a labels net; x depends net");
  EXPECT_EQ(ids(graph, graph.dependencies(*graph.find("x"))), (Ids{"a"}));
}

TEST(RevisionGraph, OfADatabaseAreItsOwnRevisions) {
  const RevisionGraph graph = graph_of("a in one; b<-a in two; c<-b in one");
  EXPECT_EQ(ids(graph, graph.of_database("one")), (Ids{"a", "c"}));
  EXPECT_EQ(graph.all().size(), 3U);
}

TEST(Labels, GoUpToDescendantsAndDownToTheBranchPoint) {
  const RevisionGraph graph = graph_of("a; b<-a; c<-b labels L; d<-c; e<-c; o<-a");
  EXPECT_EQ(labels(graph, "a"), Ids{});
  for (const char* id : {"b", "c", "d", "e"}) EXPECT_EQ(labels(graph, id), Ids{"L"}) << id;
  EXPECT_EQ(labels(graph, "o"), Ids{});
}

TEST(Labels, DoNotGoThroughDependencies) {
  const RevisionGraph graph = graph_of("a labels L; x depends a");
  EXPECT_EQ(labels(graph, "x"), Ids{});
}

TEST(Labels, OfAMergeGoDownBothItsParents) {
  const RevisionGraph graph = graph_of("a; x; m<-a,x labels L; n<-m");
  EXPECT_EQ(labels(graph, "a"), Ids{"L"});
  EXPECT_EQ(labels(graph, "x"), Ids{"L"});
  EXPECT_EQ(labels(graph, "n"), Ids{"L"});
}

TEST(Labels, StandInTheOrderOfTheirFiles) {
  const RevisionGraph graph = graph_of("z<-y labels last,again; y labels first");
  EXPECT_EQ(labels(graph, "z"), (Ids{"last", "again", "first"}));
}

}  // namespace
}  // namespace aludel
