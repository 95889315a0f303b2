#include "base/code.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace aludel {

namespace {

TEST(Code, EachHasAnIdOfItsOwnAndAMeaning) {
  std::set<std::string_view> ids;
  for (const CodeInfo& each : all_codes()) {
    EXPECT_TRUE(ids.insert(each.id).second) << each.id;
    EXPECT_EQ(each.id.size(), 5U) << each.id;
    EXPECT_EQ(each.id.front(), 'E') << each.id;
    EXPECT_FALSE(each.meaning.empty()) << each.id;
  }
}

TEST(Code, TheHundredsOfAnIdAreItsExitCode) {
  for (const CodeInfo& each : all_codes()) {
    const int hundreds = std::stoi(std::string(each.id.substr(1, 2)));
    // usage and configuration are both 2; findings 1; the rest are their own exit code
    const int expected = hundreds == 0 ? 1 : hundreds == 1 ? 2 : hundreds == 13 ? 130 : hundreds;
    EXPECT_EQ(each.exit_code, expected) << each.id;
  }
}

TEST(Code, ExitCodesAreThoseThatScriptsKnow) {
  const std::set<int> known{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130};
  for (const CodeInfo& each : all_codes()) EXPECT_TRUE(known.contains(each.exit_code)) << each.id;
  EXPECT_EQ(exit_code_of("E0401"), 4);
  EXPECT_EQ(exit_code_of("E0702"), 7);
  EXPECT_EQ(exit_code_of("no such code"), 70);
}

TEST(Error, TheFirstDiagnosticOfAReportDecidesTheExitCode) {
  const Error error({diagnostic(Code::cycle, "a circle"), diagnostic(Code::bad_url, "a URL")});
  EXPECT_EQ(error.exit_code(), 3);
  EXPECT_STREQ(error.what(), "E0308: a circle");
  EXPECT_EQ(error.report().size(), 2U);
}

}  // namespace

}  // namespace aludel
