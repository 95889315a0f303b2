#include "revision/header.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

using Names = std::vector<std::string>;

constexpr const char* sections = "\n-- aludel:upgrade\n-- aludel:downgrade\n";

struct Read {
  Revision revision;
  std::vector<Diagnostic> problems;
};

Read read(const std::string& header, const std::string& body = sections) {
  Read result;
  result.revision = read_sql_header(SourceText("a.sql", header + body), result.problems);
  return result;
}

std::string only_problem(const Read& read) {
  if (read.problems.size() != 1) return std::to_string(read.problems.size()) + " problems";
  const Diagnostic& problem = read.problems.front();
  return std::to_string(problem.place->line) + ": " + problem.message;
}

TEST(Header, HoldsAllThatARevisionSaysOfItself) {
  const auto [revision, problems] = read(
      "-- Add indexes\n-- to prices.\n--\n-- Ticket: 812\n--\n-- revision: b\n"
      "-- down_revision: a1, a2\n-- branch_labels: x,y\n-- depends_on: z\n-- database: shop\n"
      "-- created: 2026-11-21 10:00:00+00:00\n-- x-reviewer: Ann\n");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(revision.id, "b");
  EXPECT_EQ(revision.message, "Add indexes\nto prices.\n\nTicket: 812");
  EXPECT_EQ(revision.down_revision, (Names{"a1", "a2"}));
  EXPECT_EQ(revision.branch_labels, (Names{"x", "y"}));
  EXPECT_EQ(revision.depends_on, (Names{"z"}));
  EXPECT_EQ(revision.database, "shop");
  EXPECT_EQ(revision.created, "2026-11-21 10:00:00+00:00");
  EXPECT_EQ(revision.lines.revision, 6);
  EXPECT_EQ(revision.lines.depends_on, 9);
}

TEST(Header, AnEmptyOrMissingParentMakesABase) {
  EXPECT_TRUE(read("-- revision: a\n-- down_revision:\n").revision.down_revision.empty());
  EXPECT_TRUE(read("-- revision: a\n").revision.down_revision.empty());
}

TEST(Header, NeedsNoMessageAndNoBlanks) {
  const auto [revision, problems] = read("--revision:a\n--down_revision:b\n");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(revision.id, "a");
  EXPECT_EQ(revision.message, "");
  EXPECT_EQ(revision.down_revision, (Names{"b"}));
}

TEST(Header, AnUnknownKeyIsAnsweredWithTheNearest) {
  const Read result = read("-- revision: a\n-- downrevision: b\n");
  EXPECT_EQ(only_problem(result), "2: unknown header key `downrevision`");
  EXPECT_EQ(result.problems.front().hint,
            "did you mean `down_revision`? Keys of your own begin with `x-`");
}

TEST(Header, AKeyStandsOnce) {
  EXPECT_EQ(only_problem(read("-- revision: a\n-- revision: b\n")),
            "2: the header has `revision` twice");
}

TEST(Header, ALineThatIsNoKeyIsNamed) {
  EXPECT_EQ(only_problem(read("-- A message\n-- revision: a\n")),
            "1: this line of the header is not `key: value`");
}

TEST(Header, IsNotFoundBehindSqlOrADirective) {
  EXPECT_EQ(only_problem(read("SELECT 1;\n-- revision: a\n")),
            "1: the file has no revision header");
  EXPECT_EQ(only_problem(read("-- aludel:upgrade\n-- revision: a\n")),
            "1: the file has no revision header");
  EXPECT_EQ(only_problem(read("", "")), "1: the file is empty: a revision begins with a header");
}

TEST(Header, WithoutASectionIsAnError) {
  EXPECT_EQ(only_problem(read("-- revision: a\n", "")),
            "2: the revision has a header and no section");
}

TEST(Header, EveryUnknownDirectiveIsReported) {
  const Read result =
      read("-- revision: a\n", "\n-- aludel:upgrad\n-- aludel:downgrade\n-- aludel:verfy\n");
  ASSERT_EQ(result.problems.size(), 2U);
  EXPECT_EQ(result.problems[0].hint, "did you mean `upgrade`?");
  EXPECT_EQ(result.problems[1].hint, "did you mean `verify`?");
  EXPECT_EQ(result.problems[1].place->line, 5);
}

TEST(Header, ADirectiveInsideAStringIsText) {
  const std::string body = "\n-- aludel:upgrade\nSELECT '\n-- aludel:nonsense\n';\n";
  EXPECT_TRUE(read("-- revision: a\n", body).problems.empty());
}

TEST(Header, AHundredThousandLinesTakeNoTime) {
  std::string body = "\n-- aludel:upgrade\n";
  for (int i = 0; i < 100'000; ++i) body += "-- aludelicious: not a directive\n";
  EXPECT_TRUE(read("-- revision: a\n", body).problems.empty());
}

}  // namespace

}  // namespace aludel
