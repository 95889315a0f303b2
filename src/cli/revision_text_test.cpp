#include "cli/revision_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "revision/testing/graph_of.hpp"

namespace aludel {

namespace {

using testing::graph_of;

constexpr LineParts history{.parents = true, .labels = true, .message = true, .current = false};

std::string line(const RevisionGraph& graph, const std::string& id, const LineParts& parts) {
  return revision_line(graph, graph.find(id).value(), parts);
}

TEST(RevisionLine, IsAlembics) {
  const RevisionGraph graph =
      graph_of("a; b<-a labels left; c<-a; m<-b,c; d labels other depends m");
  EXPECT_EQ(line(graph, "a", history), "<base> -> a (branchpoint)");
  EXPECT_EQ(line(graph, "m", history), "b, c -> m (left) (effective head) (mergepoint)");
  EXPECT_EQ(line(graph, "d", history), "<base> (m) -> d (other) (head)");
  EXPECT_EQ(line(graph, "d", {}), "d (head)");
  EXPECT_EQ(line(graph, "c", {.current = true}), "c (current)");
}

TEST(RevisionLine, TheMessageIsItsFirstParagraphOnOneLine) {
  std::vector<Revision> revisions = testing::revisions_of("a");
  revisions[0].message = "First\nline\n\nSecond paragraph";
  EXPECT_EQ(line(RevisionGraph(revisions), "a", {.message = true}), "a (head), First line");
}

TEST(RevisionBlock, ShowsWhatThereIsAndNoEmptyFields) {
  std::vector<Revision> revisions = testing::revisions_of("a; b<-a depends a in shop");
  revisions[1].message = "Message\n\nmore";
  revisions[1].created = "2026-11-21 10:00:00+00:00";
  const RevisionGraph graph(revisions);
  EXPECT_EQ(revision_block(graph, graph.find("b").value(), true),
            "Rev: b (head) (current)\nParent: a\nAlso depends on: a\nDatabase: shop\n"
            "Path: versions/2.sql\n\n    Message\n\n    more\n\n"
            "    Create Date: 2026-11-21 10:00:00+00:00\n");
}

TEST(RevisionJson, HasEveryFieldAlways) {
  const RevisionGraph graph = graph_of("a; b<-a labels x");
  const auto json = revision_json(graph, graph.find("a").value());
  EXPECT_EQ(json.dump(),
            R"({"revision":"a","down_revision":[],"depends_on":[],"branch_labels":["x"],)"
            R"("database":null,"message":"","created":null,"path":"versions/1.sql","kind":"sql",)"
            R"("is_head":false,"is_implied_head":false,"is_branch_point":false,)"
            R"("is_merge_point":false})");
}

}  // namespace

}  // namespace aludel
