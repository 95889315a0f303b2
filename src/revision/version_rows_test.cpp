#include "revision/version_rows.hpp"

#include <gtest/gtest.h>

#include "revision/applied.hpp"
#include "revision/testing/graph_of.hpp"

namespace aludel {
namespace {

using testing::closure_of;
using testing::graph_of;
using testing::Ids;
using testing::ids;

Ids rows_of(const RevisionGraph& graph, const Ids& applied) {
  return ids(graph, version_rows(graph, closure_of(graph, applied), graph.all()));
}

TEST(VersionRows, AMergeReplacesTheRowsOfBothItsParents) {
  EXPECT_EQ(rows_of(graph_of("a; b<-a; c<-a; m<-b,c"), {"m"}), (Ids{"m"}));
}

TEST(VersionRows, ARevisionThatIsOnlyDependedUponHasNoRowOfItsOwn) {
  EXPECT_EQ(rows_of(graph_of("a; b; c<-b depends a"), {"c"}), (Ids{"c"}));
}

TEST(VersionRows, NothingAppliedIsNoRow) {
  EXPECT_EQ(rows_of(graph_of("a"), {}), Ids{});
}

TEST(VersionRows, OfADatabaseSeeThroughRevisionsOfOthers) {
  const RevisionGraph graph = graph_of("a in one; f<-a in two; c<-f in one");
  const RevisionSet applied = closure_of(graph, {"c"});
  EXPECT_EQ(ids(graph, version_rows(graph, applied, graph.of_database("one"))), (Ids{"c"}));
  EXPECT_EQ(ids(graph, version_rows(graph, applied, graph.of_database("two"))), (Ids{"f"}));
}

TEST(RunningRows, SayWhatAStepChanges) {
  const RevisionGraph graph = graph_of("a; b<-a; c<-a; m<-b,c");
  RunningRows rows(graph, graph.all(), closure_of(graph, {"b", "c"}));
  const RevisionIndex m = *graph.find("m");
  const RowChange up = rows.insert(m);
  EXPECT_EQ(ids(graph, up.removed), (Ids{"b", "c"}));
  EXPECT_EQ(ids(graph, up.added), (Ids{"m"}));
  EXPECT_EQ(rows.insert(m), RowChange{});
  const RowChange down = rows.erase(m);
  EXPECT_EQ(ids(graph, down.removed), (Ids{"m"}));
  EXPECT_EQ(ids(graph, down.added), (Ids{"b", "c"}));
  EXPECT_EQ(rows.erase(m), RowChange{});
}

TEST(AppliedState, ForgivesRowsThatAnotherRowImplies) {
  const RevisionGraph graph = graph_of("a; b<-a");
  const AppliedState state = applied_state(graph, graph.all(), Ids{"a", "b", "a"});
  EXPECT_EQ(ids(graph, state.rows), (Ids{"b"}));
}

TEST(AppliedState, NamesEveryRowWithoutAFile) {
  const RevisionGraph graph = graph_of("abcdef");
  try {
    (void)applied_state(graph, graph.all(), Ids{"abcdeg", "zzz"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 7);
    EXPECT_TRUE(error.diagnostic().message.contains("`abcdeg`, `zzz`"));
    EXPECT_EQ(error.diagnostic().hint, "did you mean `abcdef`?");
  }
}

TEST(AppliedState, RefusesARowOfAnotherDatabase) {
  const RevisionGraph graph = graph_of("a in one; b in two");
  EXPECT_THROW((void)applied_state(graph, graph.of_database("one"), Ids{"b"}), Error);
}

}  // namespace
}  // namespace aludel
