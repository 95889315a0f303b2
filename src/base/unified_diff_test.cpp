#include "base/unified_diff.hpp"

#include <random>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace aludel {
namespace {

std::string diff(std::string_view before, std::string_view after) {
  return unified_diff({"a", before}, {"b", after});
}

TEST(UnifiedDiff, OfEqualTextsIsEmpty) {
  EXPECT_EQ(diff("", ""), "");
  EXPECT_EQ(diff("x\ny\n", "x\ny"), "");
}

TEST(UnifiedDiff, ShowsAChangedLineBetweenThreeLinesOfContext) {
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nfive\n6\n7\n8\n9"),
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8");
}

TEST(UnifiedDiff, ShowsChangesThatAreFarApartInHunksOfTheirOwn) {
  EXPECT_EQ(
      diff("a\n1\n2\n3\n4\n5\n6\n7\nb", "A\n1\n2\n3\n4\n5\n6\n7\nB"),
      "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B");
}

TEST(UnifiedDiff, CountsLinesFromWhereTheTextStandsInItsFile) {
  EXPECT_EQ(unified_diff({"a", "x"}, {"b", "y", 12}), "--- a\n+++ b\n@@ -1 +12 @@\n-x\n+y");
}

TEST(UnifiedDiff, OfATextThatAppearsOrGoesNamesTheLineBefore) {
  EXPECT_EQ(diff("", "x\ny"), "--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y");
  EXPECT_EQ(diff("x", ""), "--- a\n+++ b\n@@ -1 +0,0 @@\n-x");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// What `patch` would make of `before`.
std::string applied(const std::string& before, const std::string& diff) {
  const std::vector<std::string> old_lines = lines_of(before);
  std::vector<std::string> result;
  std::size_t at = 0;
  for (const std::string& line : lines_of(diff)) {
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line.starts_with("@@")) {
      const bool none = line.find(",0 +") != std::string::npos;
      const auto first = static_cast<std::size_t>(std::stoi(line.substr(4))) - (none ? 0 : 1);
      while (at < first) result.push_back(old_lines[at++]);
    } else if (line[0] == '+') {
      result.push_back(line.substr(1));
    } else {
      EXPECT_EQ(old_lines.at(at), line.substr(1));
      if (line[0] == ' ') result.push_back(old_lines[at]);
      ++at;
    }
  }
  while (at < old_lines.size()) result.push_back(old_lines[at++]);
  return join(result, "\n");
}

TEST(UnifiedDiff, AppliedToTheFirstTextGivesTheSecond) {
  const unsigned seed = std::random_device{}();
  std::minstd_rand random(seed);
  for (int round = 0; round < 500; ++round) {
    const auto text = [&] {
      std::vector<std::string> lines(1 + random() % 30);
      for (std::string& line : lines) line = std::string(1, static_cast<char>('a' + random() % 4));
      return join(lines, "\n");
    };
    const std::string before = text();
    const std::string after = text();
    const std::string change = diff(before, after);
    EXPECT_EQ(change.empty() ? before : applied(before, change), after) << "seed " << seed;
  }
}

TEST(UnifiedDiff, OfTextsWithThousandsOfDifferencesStillEnds) {
  std::string before;
  std::string after;
  for (int i = 0; i < 5000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(applied(before, diff(before, after)) + "\n", after);
}

}  // namespace
}  // namespace aludel
