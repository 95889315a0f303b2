#include "base/source.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

TEST(SourceText, DropsABomAndMakesLineEndsOfCrlf) {
  const SourceText source("a.sql", "\xEF\xBB\xBFone\r\ntwo\rthree\r\n");
  EXPECT_EQ(source.text(), "one\ntwo\rthree\n");
}

TEST(SourceText, NamesTheLineOfEveryByteTheEndIncluded) {
  const SourceText source("a.sql", "a\nbb\n");
  EXPECT_EQ(source.line_of(0), 1);
  EXPECT_EQ(source.line_of(1), 1);
  EXPECT_EQ(source.line_of(2), 2);
  EXPECT_EQ(source.line_of(5), 3);
  EXPECT_EQ(source.line_of(99), 3);
}

TEST(SourceText, CountsColumnsInCharacters) {
  const SourceText source("a.sql", "x\nSELECT 'größe', y;\n");
  const std::size_t at = source.text().find("y;");
  const Place place = source.place({at, at + 1}, "here");
  EXPECT_EQ(place.file, "a.sql");
  EXPECT_EQ(place.line, 2);
  EXPECT_EQ(place.column, 17);
  EXPECT_EQ(place.length, 1);
  EXPECT_EQ(place.excerpt, "SELECT 'größe', y;");
  EXPECT_EQ(place.label, "here");
}

TEST(SourceText, UnderlinesASpanOfSeveralLinesToTheEndOfItsFirst) {
  const SourceText source("a.sql", "ab\ncd");
  EXPECT_EQ(source.place({1, 5}).length, 1);
  EXPECT_EQ(source.place({0, 5}).length, 2);
}

TEST(SourceText, APlaceAtALineEndOrAtTheEndOfTheTextIsOneCaretLong) {
  const SourceText source("a.sql", "ab\n");
  const Place at_line_end = source.place({2, 2});
  EXPECT_EQ(at_line_end.line, 1);
  EXPECT_EQ(at_line_end.column, 3);
  EXPECT_EQ(at_line_end.length, 1);
  const Place at_end = source.place({3, 3});
  EXPECT_EQ(at_end.line, 2);
  EXPECT_EQ(at_end.column, 1);
  EXPECT_EQ(at_end.excerpt, "");
  EXPECT_EQ(SourceText("a.sql", "").place({0, 0}).line, 1);
}

TEST(Utf8, TheFirstWrongByteIsFound) {
  EXPECT_EQ(find_invalid_utf8("größe 日本 😀"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("ab\xE9"), 2U);
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U);     // a surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // beyond U+10FFFF
  EXPECT_EQ(find_invalid_utf8("\xE2\x82"), 0U);          // cut off
}

TEST(Utf8, CharactersAreCountedAndFound) {
  EXPECT_EQ(character_count("größe"), 5U);
  EXPECT_EQ(offset_of_character("größe", 3), 4U);  // behind the two-byte ö
  EXPECT_EQ(offset_of_character("ab", 9), 2U);
}

}  // namespace

}  // namespace aludel
