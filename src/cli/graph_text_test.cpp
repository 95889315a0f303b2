#include "cli/graph_text.hpp"

#include <gtest/gtest.h>

#include "revision/order.hpp"
#include "revision/testing/graph_of.hpp"
#include "revision/testing/random_graph.hpp"

namespace aludel {

namespace {

using testing::graph_of;
using Rows = std::vector<std::string>;

Rows drawn(const RevisionGraph& graph, const std::vector<std::string>& applied = {}) {
  const auto order = newest_first(graph, graph.all(), graph.all());
  std::vector<std::string> text;
  for (const RevisionIndex revision : order) text.push_back(graph[revision].id);
  return draw_graph(graph, order, testing::closure_of(graph, applied), text);
}

TEST(GraphText, ALineIsAColumn) {
  EXPECT_EQ(drawn(graph_of("a; b<-a; c<-b"), {"b"}), (Rows{"○  c", "●  b", "●  a"}));
}

TEST(GraphText, BranchesAndMergesAreJoinedByLines) {
  EXPECT_EQ(drawn(graph_of("a; b<-a; c<-a; m<-b,c")),
            (Rows{"○  m", "├─╮", "│ ○  c", "○ │  b", "├─╯", "○  a"}));
}

TEST(GraphText, SeveralRootsStandBesideEachOther) {
  EXPECT_EQ(drawn(graph_of("a; b")), (Rows{"○  a", "○  b"}));
}

TEST(GraphText, NothingIsDrawnOfNothing) {
  EXPECT_TRUE(drawn(graph_of("")).empty());
}

TEST(GraphText, EveryRevisionOfARandomGraphStandsOnOneRow) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    testing::Random random(seed);
    const RevisionGraph graph(testing::random_revisions(random, {}));
    std::size_t marks = 0;
    for (const std::string& row : drawn(graph)) {
      marks += row.find("○") != std::string::npos ? 1U : 0U;
      EXPECT_FALSE(row.ends_with(' ')) << "seed " << seed;
    }
    EXPECT_EQ(marks, graph.size()) << "seed " << seed;
  }
}

}  // namespace

}  // namespace aludel
