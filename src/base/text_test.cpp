#include "base/text.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

using Words = std::vector<std::string>;

TEST(Text, LowerChangesAsciiLettersOnly) {
  EXPECT_EQ(lower("ÄBC_1"), "Äbc_1");
  EXPECT_TRUE(equal_ignoring_case("SeLeCT", "select"));
  EXPECT_FALSE(equal_ignoring_case("select", "selects"));
}

TEST(Text, SplitTrimsPartsAndKeepsEmptyOnes) {
  EXPECT_EQ(split(" a , b,,c ", ','), (Words{"a", "b", "", "c"}));
  EXPECT_EQ(split("", ','), (Words{""}));
}

TEST(Text, JoinAndReplace) {
  EXPECT_EQ(join(Words{"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join(Words{}, ", "), "");
  EXPECT_EQ(replace_all("aXbXX", "X", "XY"), "aXYbXYXY");
}

TEST(Text, CountsInWords) {
  EXPECT_EQ(counted(0, "revision"), "0 revisions");
  EXPECT_EQ(counted(1, "revision"), "1 revision");
  EXPECT_EQ(counted(2, "index", "indexes"), "2 indexes");
}

TEST(Text, ASwapOfNeighboursIsOneEdit) {
  EXPECT_EQ(edit_distance("haed", "head"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("same", "same"), 0U);
}

TEST(Text, TheNearestIsATypingMistakeAwayAtMost) {
  const Words names{"upgrade", "downgrade", "head", "heads"};
  EXPECT_EQ(nearest("upgarde", names), "upgrade");
  EXPECT_EQ(nearest("HEAD", names), "head");
  EXPECT_EQ(nearest("headd", names), "head");  // both are one edit away: the first
  EXPECT_EQ(nearest("xyzzy", names), std::nullopt);
  EXPECT_EQ(nearest("", names), std::nullopt);
  EXPECT_EQ(did_you_mean("upgarde", names), "did you mean `upgrade`?");
  EXPECT_EQ(did_you_mean("xyzzy", names), "");
}

}  // namespace

}  // namespace aludel
