#include "sql/lexer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {

namespace {

struct Read {
  TokenKind kind;
  std::string text;
  bool operator==(const Read&) const = default;
};

void PrintTo(const Read& read, std::ostream* out) {
  *out << static_cast<int>(read.kind) << " `" << read.text << '`';
}

std::vector<Read> tokens(const std::string& text, SqlDialect dialect) {
  const SourceText source("test.sql", text);
  Lexer lexer(source, {0, source.text().size()}, dialect);
  std::vector<Read> result;
  while (const auto token = lexer.next()) {
    if (token->kind != TokenKind::white_space) {
      result.push_back({token->kind, std::string(source.slice(token->span))});
    }
  }
  return result;
}

std::vector<std::string> texts(const std::string& text, SqlDialect dialect) {
  std::vector<std::string> result;
  for (const Read& read : tokens(text, dialect)) result.push_back(read.text);
  return result;
}

using Texts = std::vector<std::string>;

TEST(Lexer, AnOperatorIsOneToken) {
  EXPECT_EQ(texts("a->>'b'::text:=c=>d..e", SqlDialect::postgresql),
            (Texts{"a", "->>", "'b'", "::", "text", ":=", "c", "=>", "d", "..", "e"}));
  EXPECT_EQ(texts("a->>b||c<>d==e", SqlDialect::sqlite),
            (Texts{"a", "->>", "b", "||", "c", "<>", "d", "==", "e"}));
  EXPECT_EQ(texts("a<=>b&&c->>d", SqlDialect::mariadb),
            (Texts{"a", "<=>", "b", "&&", "c", "->>", "d"}));
}

TEST(Lexer, ASignAfterAnOperatorIsATokenOfItsOwnUnlessTheOperatorMayEndWithOne) {
  EXPECT_EQ(texts("a=-1", SqlDialect::postgresql), (Texts{"a", "=", "-", "1"}));
  EXPECT_EQ(texts("a@-1", SqlDialect::postgresql), (Texts{"a", "@-", "1"}));
  EXPECT_EQ(texts("a+-+1", SqlDialect::postgresql), (Texts{"a", "+", "-", "+", "1"}));
}

TEST(Lexer, ANumberTakesItsFractionAndExponent) {
  EXPECT_EQ(
      texts("1 1.5 .5 1e-10 1.5E+3 0xFF 1_000 1..10 1.5.2", SqlDialect::postgresql),
      (Texts{"1", "1.5", ".5", "1e-10", "1.5E+3", "0xFF", "1_000", "1", "..", "10", "1.5", ".2"}));
}

TEST(Lexer, ParametersDifferBetweenDialects) {
  using enum TokenKind;
  EXPECT_EQ(tokens("$1 ?", SqlDialect::postgresql),
            (std::vector<Read>{{parameter, "$1"}, {op, "?"}}));
  EXPECT_EQ(tokens("?12 :a @b $c", SqlDialect::sqlite),
            (std::vector<Read>{
                {parameter, "?12"}, {parameter, ":a"}, {parameter, "@b"}, {parameter, "$c"}}));
  EXPECT_EQ(tokens("? @a @@b :c", SqlDialect::mariadb),
            (std::vector<Read>{
                {parameter, "?"}, {parameter, "@a"}, {parameter, "@@b"}, {op, ":"}, {word, "c"}}));
}

TEST(Lexer, QuotesMeanDifferentThingsInEachDialect) {
  using enum TokenKind;
  EXPECT_EQ(tokens("\"a\"", SqlDialect::postgresql),
            (std::vector<Read>{{quoted_identifier, "\"a\""}}));
  EXPECT_EQ(tokens("\"a\"", SqlDialect::mariadb), (std::vector<Read>{{string, "\"a\""}}));
  EXPECT_EQ(tokens("`a`[b]", SqlDialect::sqlite),
            (std::vector<Read>{{quoted_identifier, "`a`"}, {quoted_identifier, "[b]"}}));
  EXPECT_EQ(texts("a[1]", SqlDialect::postgresql), (Texts{"a", "[", "1", "]"}));
  EXPECT_EQ(
      tokens("E'a' U&\"b\" U&'c'", SqlDialect::postgresql),
      (std::vector<Read>{{string, "E'a'"}, {quoted_identifier, "U&\"b\""}, {string, "U&'c'"}}));
  EXPECT_EQ(texts("E'a'", SqlDialect::sqlite), (Texts{"E", "'a'"}));
}

TEST(Lexer, BytesBeyondAsciiBelongToWords) {
  EXPECT_EQ(texts("größe+日本", SqlDialect::postgresql), (Texts{"größe", "+", "日本"}));
}

TEST(Lexer, ReadsNothingBeyondItsRange) {
  const SourceText source("test.sql", "SELECT 'a', b--c");
  Lexer lexer(source, {7, 10}, SqlDialect::sqlite);
  EXPECT_EQ(lexer.next(), (Token{TokenKind::string, {7, 10}}));
  EXPECT_EQ(lexer.next(), std::nullopt);
  Lexer cut(source, {7, 9}, SqlDialect::sqlite);
  EXPECT_THROW((void)cut.next(), Error);
}

Diagnostic refusal(const std::string& text, SqlDialect dialect) {
  try {
    (void)tokens(text, dialect);
  } catch (const Error& error) {
    return error.diagnostic();
  }
  return {};
}

TEST(Lexer, ANulByteIsRefusedEvenInsideAString) {
  for (const auto dialect : {SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb}) {
    const Diagnostic problem = refusal(std::string("a\n 'b\0c'", 8), dialect);
    EXPECT_EQ(problem.code, info(Code::cannot_split).id);
    ASSERT_TRUE(problem.place);
    EXPECT_EQ(problem.place->line, 2);
    EXPECT_EQ(problem.place->column, 4);
  }
}

TEST(Lexer, AControlCharacterIsRefusedOutsideOfQuotes) {
  for (const auto dialect : {SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb}) {
    EXPECT_EQ(refusal("SELECT \x01", dialect).code, info(Code::cannot_split).id);
    EXPECT_EQ(refusal("SELECT\x7F", dialect).code, info(Code::cannot_split).id);
    EXPECT_EQ(refusal("SELECT '\x01' -- \x02", dialect).code, "");
  }
}

}  // namespace

}  // namespace aludel
