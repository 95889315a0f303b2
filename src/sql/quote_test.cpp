#include <gtest/gtest.h>

#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr SqlDialect dialects[] = {SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb};

TEST(Quote, AnIdentifierDoublesItsQuote) {
  EXPECT_EQ(quote_identifier("a\"b", SqlDialect::sqlite), "\"a\"\"b\"");
  EXPECT_EQ(quote_identifier("a\"b", SqlDialect::postgresql), "\"a\"\"b\"");
  EXPECT_EQ(quote_identifier("a`b", SqlDialect::mariadb), "`a``b`");
}

TEST(Quote, ALiteralDoublesItsQuote) {
  for (const SqlDialect dialect : dialects) EXPECT_EQ(quote_literal("it's", dialect), "'it''s'");
}

TEST(Quote, ABackslashIsWrittenSoThatItMeansItself) {
  EXPECT_EQ(quote_literal("a\\b", SqlDialect::sqlite), "'a\\b'");
  EXPECT_EQ(quote_literal("a\\b'", SqlDialect::postgresql), "E'a\\\\b'''");
  EXPECT_EQ(quote_literal("a\\b", SqlDialect::mariadb), "'a\\\\b'");
}

TEST(Quote, WhateverIsQuotedIsOneTokenOfItsDialect) {
  for (const std::string_view value :
       {"", "'", "\\", "\\'", "'\\", "\"", "`", "]", "a;b", "$$", "--"}) {
    for (const SqlDialect dialect : dialects) {
      for (const std::string& text :
           {quote_literal(value, dialect), quote_identifier(value, dialect)}) {
        const SourceText source("quoted", text);
        Lexer lexer(source, {0, text.size()}, dialect);
        const auto token = lexer.next();
        ASSERT_TRUE(token);
        EXPECT_EQ(token->span, (Span{0, text.size()})) << text;
      }
    }
  }
}

}  // namespace

}  // namespace aludel
