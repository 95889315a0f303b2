#include "cli/display_width.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

TEST(DisplayWidth, IsTwoColumnsForEastAsianCharactersAndEmoji) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("größe"), 5U);
  EXPECT_EQ(display_width("日本語"), 6U);
  EXPECT_EQ(display_width("한국"), 4U);
  EXPECT_EQ(display_width("😀!"), 3U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(DisplayWidth, IsNothingForCombiningMarks) {
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and an acute accent
  EXPECT_EQ(display_width("a\xE2\x80\x8D"
                          "b"),
            2U);  // with a joiner between
}

TEST(DisplayWidth, BytesThatAreNotUtf8CountOneByOne) {
  EXPECT_EQ(display_width("\xFF\x80"
                          "a"),
            2U);
  EXPECT_EQ(display_width("\xE6"), 1U);
}

TEST(DisplayWidth, ATextIsCutBetweenCharacters) {
  EXPECT_EQ(cut_to_width("prices", 6), "prices");
  EXPECT_EQ(cut_to_width("größer", 5), "größ…");
  EXPECT_EQ(cut_to_width("価格表の列", 6), "価格…");
}

}  // namespace

}  // namespace aludel
