#include "revision/resolve.hpp"

#include <gtest/gtest.h>

#include "revision/resolve_shown.hpp"
#include "revision/testing/graph_of.hpp"
#include "revision/testing/refusal.hpp"

namespace aludel {
namespace {

using testing::graph_of;
using testing::has_code;
using testing::Ids;
using testing::ids;
using testing::refusal;

const RevisionGraph graph =
    graph_of("abcd11; abcd22<-abcd11 labels left; abcd33<-abcd11 labels right; efgh44<-abcd33");

std::string found(std::string_view name) {
  return graph[find_revision(graph, name)].id;
}
std::optional<Diagnostic> not_found(std::string_view name) {
  return refusal([&] { (void)find_revision(graph, name); });
}
Ids shown(std::string_view target, const Ids& rows = {}) {
  return ids(graph, resolve_shown(graph, graph.all(), rows, target));
}

TEST(FindRevision, ByIdLabelAndUniqueBeginning) {
  EXPECT_EQ(found("abcd11"), "abcd11");
  EXPECT_EQ(found("left"), "abcd22");
  EXPECT_EQ(found("efgh"), "efgh44");
  EXPECT_EQ(found("righ"), "abcd33");
}

TEST(FindRevision, AnAmbiguousBeginningListsTheCandidates) {
  const auto refused = not_found("abcd");
  ASSERT_TRUE(has_code(refused, Code::ambiguous_target));
  EXPECT_EQ(refused->notes, (Ids{"abcd11", "abcd22 (left)", "abcd33 (right)"}));
}

TEST(FindRevision, AtMostTenCandidatesAreListed) {
  std::string text;
  for (int i = 10; i < 60; ++i) text += "same" + std::to_string(i) + "; ";
  const RevisionGraph many = graph_of(text);
  const auto refused = refusal([&] { (void)find_revision(many, "same"); });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->notes.size(), 11U);
  EXPECT_EQ(refused->notes.back(), "… and 40 more");
}

TEST(FindRevision, FewerThanFourCharactersAreExplained) {
  const auto refused = not_found("efg");
  ASSERT_TRUE(has_code(refused, Code::unknown_target));
  EXPECT_EQ(refused->hint, "the beginning of an id is understood from four characters on");
  EXPECT_EQ(refused->notes, (Ids{"efgh44 (right)"}));
}

TEST(FindRevision, AMistypedNameIsAnsweredWithTheNearest) {
  EXPECT_EQ(not_found("lefd")->hint, "did you mean `left`?");
  EXPECT_EQ(not_found("efgh45")->hint, "did you mean `efgh44`?");
  EXPECT_EQ(not_found("zzzzzz")->hint, "");
}

TEST(FindRevision, ABranchNarrowsTheCandidates) {
  const auto left = find_revision(graph, "left");
  EXPECT_EQ(graph[find_revision(graph, "abcd2", left)].id, "abcd22");
  const auto refused = refusal([&] { (void)find_revision(graph, "efgh44", left); });
  ASSERT_TRUE(has_code(refused, Code::bad_target));
  EXPECT_EQ(refused->hint, "it is in the branch `right`");
}

TEST(ResolveShown, UnderstandsEverySymbol) {
  EXPECT_EQ(shown("heads"), (Ids{"abcd22", "efgh44"}));
  EXPECT_EQ(shown("right@head"), (Ids{"efgh44"}));
  EXPECT_EQ(shown("right@head-1"), (Ids{"abcd33"}));
  EXPECT_EQ(shown("base"), Ids{});
  EXPECT_EQ(shown("current", {"efgh44"}), (Ids{"efgh44"}));
  EXPECT_EQ(shown("current", {}), Ids{});
  EXPECT_EQ(shown("current-1", {"efgh44"}), (Ids{"abcd33"}));
  EXPECT_TRUE(refusal([] { (void)shown("-1"); }));
}

TEST(ResolveShown, SaysWhetherTheDatabaseMustBeAsked) {
  for (const char* text : {"current", "current-1", "-3:current", "current:", "x@current"}) {
    EXPECT_TRUE(mentions_current(text)) << text;
  }
  for (const char* text : {"", "head", "currently", "a:b", "acurrent"})
    EXPECT_FALSE(mentions_current(text)) << text;
}

TEST(ResolveParents, OfANewRevision) {
  const auto parents = [](std::string_view target) {
    return ids(graph, resolve_parents(graph, graph.all(), target));
  };
  EXPECT_EQ(parents("base"), Ids{});
  EXPECT_EQ(parents("left@head"), (Ids{"abcd22"}));
  EXPECT_EQ(parents("heads"), (Ids{"abcd22", "efgh44"}));
  EXPECT_TRUE(has_code(refusal([&] { (void)parents("head"); }), Code::several_heads));
  EXPECT_TRUE(has_code(refusal([&] { (void)parents("current"); }), Code::bad_target));
}

TEST(ResolveDependency, KeepsLabelsAndCompletesIds) {
  EXPECT_EQ(resolve_dependency(graph, "left"), "left");
  EXPECT_EQ(resolve_dependency(graph, "efgh"), "efgh44");
  EXPECT_THROW((void)resolve_dependency(graph, "nope"), Error);
}

}  // namespace
}  // namespace aludel
