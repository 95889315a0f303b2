#include "revision/graph_check.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "revision/name_rules.hpp"
#include "revision/testing/graph_of.hpp"

namespace aludel {
namespace {

using testing::graph_of;
using testing::Ids;

/// All problems of a graph, "id:line message | hint".
Ids problems(const RevisionGraph& graph) {
  Ids lines;
  for (const GraphProblem& problem : graph.problems()) {
    lines.push_back(graph[problem.revision].id + ':' + std::to_string(problem.line) + ' ' +
                    problem.message + (problem.hint.empty() ? "" : " | " + problem.hint));
  }
  return lines;
}
Ids problems(std::string_view text) {
  return problems(graph_of(text));
}

TEST(GraphCheck, AGoodGraphHasNoProblem) {
  EXPECT_EQ(problems("a; b<-a labels L; c<-a depends b"), Ids{});
}
TEST(GraphCheck, AnEmptyGraphHasNoProblem) {
  EXPECT_EQ(problems(""), Ids{});
}

TEST(GraphCheck, ADuplicateIdNamesTheOtherFile) {
  EXPECT_EQ(
      problems("a; a"),
      (Ids{"a:1 the revision id `a` is already used by versions/1.sql:1 | give one of the two "
           "another id, and correct what names it as a parent"}));
}

TEST(GraphCheck, AMissingParentIsAnsweredWithTheNearestId) {
  EXPECT_EQ(
      problems("8f3c2a91d0e4; b<-8f3c2a91d0e5"),
      (Ids{"b:2 revision `b` has the parent `8f3c2a91d0e5`, and no file has that id | did you mean "
           "`8f3c2a91d0e4`?"}));
}

TEST(GraphCheck, APartialIdInAFileIsAnsweredWithTheWholeOne) {
  EXPECT_EQ(problems("8f3c2a91d0e4; b<-8f3c"),
            (Ids{"b:2 revision `b` has the parent `8f3c`, and no file has that id | did you mean "
                 "`8f3c2a91d0e4`? In "
                 "files ids are written in full"}));
}

TEST(GraphCheck, ALabelAsParentIsAnsweredWithItsRevision) {
  EXPECT_EQ(problems("a labels net; b<-net"),
            (Ids{"b:2 revision `b` has the parent `net`, and no file has that id | `net` is a "
                 "branch label; write the "
                 "id `a`"}));
}

TEST(GraphCheck, AnUnknownDependencyMayBeAMistypedLabel) {
  EXPECT_EQ(problems("a labels network; b depends netwrok"),
            (Ids{"b:4 revision `b` depends on `netwrok`, and no file has that id or branch label | "
                 "did you mean "
                 "`network`?"}));
}

TEST(GraphCheck, ACycleNamesItsMembersOnlyAndOnce) {
  const Ids found = problems("a; b<-a,d; c<-b; d<-c; innocent<-d");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0],
            "b:2 3 revisions need each other in a circle by down_revision: `b` needs `d` needs `c` "
            "needs `b` | "
            "one of them must name an older revision, or none");
}

TEST(GraphCheck, EveryCycleIsReported) {
  EXPECT_EQ(problems("a<-b; b<-a; c<-d; d<-c; e").size(), 2U);
}

TEST(GraphCheck, ACycleThroughADependencySaysSo) {
  const Ids found = problems("a depends b; b<-a");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(
      found[0].contains("by down_revision and depends_on together: `a` needs `b` needs `a`"))
      << found[0];
}

TEST(GraphCheck, ARevisionMayNotNeedItself) {
  EXPECT_TRUE(problems("a<-a")[0].contains("revision `a` names itself in down_revision"));
  EXPECT_TRUE(problems("a depends a")[0].contains("revision `a` names itself in depends_on"));
}

TEST(GraphCheck, WhatIsLeftWithoutTheCycleCanBeWalked) {
  const RevisionGraph graph = graph_of("a<-c; b<-a; c<-b; d<-c");
  EXPECT_EQ(testing::ids(graph, graph.closure(graph.all())).size(), 4U);
  EXPECT_EQ(testing::ids(graph, testing::closure_of(graph, {"d"})), (Ids{"c", "d"}));
}

TEST(GraphCheck, ALongCycleIsNotListedWhole) {
  std::string text = "r0<-r49";
  for (int i = 1; i < 50; ++i) text += "; r" + std::to_string(i) + "<-r" + std::to_string(i - 1);
  const Ids found = problems(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].contains("50 revisions")) << found[0];
  EXPECT_LT(found[0].size(), 500U);
}

TEST(GraphCheck, ALabelIsWrittenOnceAndIsNoId) {
  EXPECT_TRUE(problems("a labels L; b<-a labels L")[0].contains(
      "already used by revision `a` (versions/1.sql:3)"));
  EXPECT_TRUE(
      problems("a labels b; b")[0].contains("is also the id of a revision (versions/2.sql:1)"));
  EXPECT_EQ(problems("a labels L,L"), Ids{});
}

TEST(GraphCheck, AllProblemsComeAtOnceInFileOrder) {
  const RevisionGraph graph = graph_of("head; b<-nowhere labels base; b; c<-c");
  std::vector<Code> codes;
  for (const GraphProblem& problem : graph.problems()) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector{Code::bad_revision_id, Code::missing_parent, Code::label_conflict,
                                Code::duplicate_revision, Code::cycle}));
}

TEST(GraphCheck, TenThousandBrokenFilesAreReportedInTime) {
  std::vector<Revision> revisions(10'000);
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    revisions[i].id = "revision" + std::to_string(i);
    revisions[i].down_revision = {"missing" + std::to_string(i)};
  }
  EXPECT_EQ(RevisionGraph(std::move(revisions)).problems().size(), 10'000U);
}

TEST(NameRules, ForbidWhatCannotBeTypedAsATarget) {
  for (const char* good : {"8f3c2a91d0e4", "001", "a.b", "Head", "größe", "a_b"})
    EXPECT_EQ(why_not_a_name(good), "");
  for (const char* bad : {"", "head", "heads", "base", "current", "a@b", "a-b", "a+b", "a:b", "a b",
                          "a,b", "a/b", "a\\b", "a\tb", "a\x01", "\xff"}) {
    EXPECT_NE(why_not_a_name(bad), "") << bad;
  }
}

TEST(NameRules, CountCharactersAndNotBytes) {
  std::string name;
  for (int i = 0; i < 255; ++i) name += "ü";
  EXPECT_EQ(why_not_a_name(name), "");
  EXPECT_TRUE(why_not_a_name(name + "x").contains("256 characters"));
}

TEST(NameRules, LetAlembicFilesKeepSlashes) {
  EXPECT_EQ(why_not_a_name("a/b", RevisionKind::alembic), "");
}

}  // namespace
}  // namespace aludel
