#include "sql/splitter.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {

namespace {

constexpr SqlDialect dialects[] = {SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb};

SplitResult split_all(const SourceText& source, SqlDialect dialect,
                      bool (*stop_at)(std::string_view) = nullptr) {
  return split_statements(source, {0, source.text().size()}, dialect, stop_at);
}

std::string code_of(std::string text, SqlDialect dialect) {
  const SourceText source("test.sql", std::move(text));
  try {
    (void)split_all(source, dialect);
  } catch (const Error& error) {
    return error.diagnostic().code;
  }
  return "";
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

TEST(Splitter, AStatementsWholeTakesTheCommentsBeforeItAndItsSemicolon) {
  const SourceText source("test.sql", "-- one\nSELECT 1 ; ;\n/* two */ SELECT 2\n-- end\n");
  for (const SqlDialect dialect : dialects) {
    const SplitResult result = split_all(source, dialect);
    ASSERT_EQ(result.statements.size(), 2);
    EXPECT_EQ(source.slice(result.statements[0].whole), "-- one\nSELECT 1 ;");
    EXPECT_EQ(source.slice(result.statements[0].span), "SELECT 1");
    EXPECT_EQ(source.slice(result.statements[1].whole), " ;\n/* two */ SELECT 2");
    EXPECT_EQ(result.comments.size(), 3);
    EXPECT_EQ(result.end, source.text().size());
  }
}

TEST(Splitter, TokensLeaveOutBlanksCommentsAndTheLastSemicolon) {
  const SourceText source("test.sql", "CREATE /* x */ RULE r AS ON INSERT TO t DO (a; b) ;");
  const SplitResult result = split_all(source, SqlDialect::postgresql);
  ASSERT_EQ(result.statements.size(), 1);
  std::string text;
  for (const Token& token : result.statements[0].tokens) {
    text.append(source.slice(token.span)) += ' ';
  }
  EXPECT_EQ(text, "CREATE RULE r AS ON INSERT TO t DO ( a ; b ) ");
}

TEST(Splitter, TheRowsOfACopyAreItsLastToken) {
  const SourceText source("test.sql", "COPY t FROM STDIN;\n1\n2\n\\.\nSELECT 1");
  const SplitResult result = split_all(source, SqlDialect::postgresql);
  ASSERT_EQ(result.statements.size(), 2);
  const Statement& copy = result.statements[0];
  EXPECT_TRUE(copy.is_copy_from_stdin);
  EXPECT_EQ(source.slice(copy.copy_data), "1\n2\n");
  EXPECT_EQ(source.slice(copy.span), "COPY t FROM STDIN");
  EXPECT_EQ(copy.tokens.back().kind, TokenKind::copy_data);
  EXPECT_EQ(source.slice(copy.tokens.back().span), "1\n2\n\\.\n");
  EXPECT_EQ(copy.whole.end, copy.tokens.back().span.end);
}

TEST(Splitter, RowsThatEndWithTheFileNeedNoLineEnd) {
  const SourceText source("test.sql", "COPY t FROM STDIN;\r\n1\r\n\\.");
  const SplitResult result = split_all(source, SqlDialect::postgresql);
  ASSERT_EQ(result.statements.size(), 1);
  EXPECT_EQ(source.slice(result.statements[0].copy_data), "1\n");
}

TEST(Splitter, ReadsOnlyItsRange) {
  const SourceText source("test.sql", "broken ' SELECT 1; SELECT 2; broken '");
  const SplitResult result = split_statements(source, {9, 28}, SqlDialect::sqlite);
  ASSERT_EQ(result.statements.size(), 2);
  EXPECT_EQ(source.slice(result.statements[1].whole), " SELECT 2;");
  EXPECT_EQ(result.end, 28);
}

TEST(Splitter, StopsOnlyAtACommentThatBeginsALine) {
  const SourceText source("test.sql", "SELECT 1; -- stop\n  -- stop\nSELECT 2;");
  const SplitResult result = split_all(
      source, SqlDialect::sqlite, [](std::string_view comment) { return comment == "-- stop"; });
  EXPECT_EQ(result.statements.size(), 1);
  EXPECT_EQ(result.comments.size(), 1);
  EXPECT_EQ(result.end, source.text().find("-- stop\nSELECT"));
}

TEST(Splitter, NothingGivesNothing) {
  for (const SqlDialect dialect : dialects) {
    for (const char* text : {"", " \n", ";", ";;;", "-- only", "\n\n;"}) {
      const SourceText source("test.sql", text);
      EXPECT_TRUE(split_all(source, dialect).statements.empty()) << text;
    }
  }
}

TEST(Splitter, WhatHasNoEndIsNeverAccepted) {
  const std::string cannot_split(info(Code::cannot_split).id);
  for (const SqlDialect dialect : dialects) {
    for (const char* text : {"'", "\"", "/*", "(", "x'", "SELECT (1, (2);", "((("}) {
      EXPECT_EQ(code_of(text, dialect), cannot_split) << text;
    }
  }
  for (const char* text :
       {"$$", "$a$ $b$", "E'\\'", "U&'", "U&\"", "/* /* */", "COPY t FROM STDIN;"}) {
    EXPECT_EQ(code_of(text, SqlDialect::postgresql), cannot_split) << text;
  }
  for (const char* text : {"`", "'\\'", "\"\\\"", "/*!", "/*+", "/*! ' */"}) {
    EXPECT_EQ(code_of(text, SqlDialect::mariadb), cannot_split) << text;
  }
}

TEST(Splitter, LongHostileTextsTakeLinearTime) {
  constexpr std::size_t size = 200'000;
  const auto begin = std::chrono::steady_clock::now();
  for (const SqlDialect dialect : dialects) {
    for (const char* piece : {"(",      ")",       ";",     "/*", "*/",     "-- \n", "$a$", "$",
                              "''",     "\\",      "\"\"",  "  ", "a ",     "[",     "1.",  "CASE ",
                              "BEGIN ", "CREATE ", "/**/ ", "+-", "E'' \n", "$a",    ":",   "@"}) {
      (void)code_of(repeated(piece, size), dialect);
      (void)code_of("CREATE PROCEDURE p() BEGIN " + repeated(piece, size), dialect);
    }
  }
  // Quadratic time would need minutes for these 30 MB; linear time needs a second or two even under
  // sanitizers.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace

}  // namespace aludel
