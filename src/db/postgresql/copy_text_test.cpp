#include "db/postgresql/copy_text.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(CopyText, NumbersAndTruthsAreCopyValues) {
  for (const char* sql : {"0", "-12", "1.50", "1e5", "2E-3", "true", "false", "007"})
    EXPECT_TRUE(is_copy_value(sql)) << sql;
  for (const char* sql : {"", "-", "1.2.3", "1e", "now()", "'a'", "NULL", "1 + 1"})
    EXPECT_FALSE(is_copy_value(sql)) << sql;
}

TEST(CopyText, NumbersThatTheServerWouldWriteOtherwiseAreTold) {
  for (const char* sql : {"0", "-12", "1.50", "0.5", "true"})
    EXPECT_TRUE(is_written_by_server(sql)) << sql;
  for (const char* sql : {"1e15", "-0", "-0.0", "007", "5."})
    EXPECT_FALSE(is_written_by_server(sql)) << sql;
}

TEST(CopyText, ARowHasItsSpecialCharactersBehindBackslashes) {
  std::string text;
  add_copy_row({nullptr, "a\tb\\c\nd\r", "", 7}, text);
  EXPECT_EQ(text, "\\N\ta\\tb\\\\c\\nd\\r\t\t7\n");
}

}  // namespace
}  // namespace aludel
