#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr std::array dialects{SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb};

constexpr std::array<std::string_view, 72> fragments{
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "\\",
    "\\'",
    "E'",
    "U&'",
    "x'",
    "$$",
    "$a$",
    "$b$",
    "$1",
    "a$b",
    "(",
    ")",
    ";",
    ";\n",
    ";;",
    "\n",
    " ",
    "\t",
    "--",
    "-- ",
    "-- x\n",
    "#",
    "/*",
    "*/",
    "/*!",
    "/*+",
    "BEGIN ",
    "ATOMIC ",
    "END ",
    "END;",
    "CASE ",
    "WHEN ",
    "THEN ",
    "ELSE ",
    "IF ",
    "LOOP ",
    "REPEAT ",
    "UNTIL ",
    "WHILE ",
    "DO ",
    "DECLARE ",
    "HANDLER FOR ",
    "CREATE ",
    "FUNCTION ",
    "TRIGGER ",
    "EVENT ",
    "PROCEDURE ",
    "OR REPLACE ",
    "RULE ",
    "DEFINER=",
    "COPY t ",
    "FROM STDIN",
    "\\.\n",
    "1\t2\n",
    "\\restrict a\n",
    ".",
    ":",
    "::",
    "@",
    "?",
    "1.5e",
    "ä",
    "FOR EACH ROW ",
    "NOT ",
    "SELECT 1",
    "x ",
};

unsigned seed() {
  const char* given = std::getenv("ALUDEL_SEED");
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
}

class Random {
 public:
  Random() : seed_(seed()), engine_(seed_) {}
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine_);
  }
  std::string text() {
    std::string result;
    for (std::size_t count = below(24); count > 0; --count) {
      result += fragments[below(fragments.size())];
    }
    return result;
  }
  [[nodiscard]] std::string note() const { return "ALUDEL_SEED=" + std::to_string(seed_); }

 private:
  unsigned seed_;
  std::mt19937 engine_;
};

std::vector<std::string> statements_of(const SourceText& source, const SplitResult& result) {
  std::vector<std::string> texts;
  for (const Statement& statement : result.statements) {
    texts.emplace_back(source.slice(statement.span)).append(source.slice(statement.copy_data));
  }
  return texts;
}

TEST(SplitterProperty, ThePiecesPutTogetherAreTheText) {
  Random random;
  int accepted = 0;
  for (int i = 0; i < 15'000; ++i) {
    const SourceText source("random.sql", random.text());
    for (const SqlDialect dialect : dialects) {
      try {
        const SplitResult result = split_statements(source, {0, source.text().size()}, dialect);
        ++accepted;
        std::size_t at = 0;
        for (const Statement& statement : result.statements) {
          ASSERT_EQ(statement.whole.begin, at) << source.text() << random.note();
          ASSERT_FALSE(statement.tokens.empty()) << source.text() << random.note();
          ASSERT_EQ(statement.span.begin, statement.tokens.front().span.begin);
          ASSERT_LE(statement.span.end, statement.whole.end) << source.text() << random.note();
          at = statement.whole.end;
        }
        ASSERT_LE(at, source.text().size()) << source.text() << random.note();
      } catch (const Error& error) {
        ASSERT_TRUE(error.diagnostic().place) << source.text() << random.note();
        ASSERT_FALSE(error.diagnostic().hint.empty()) << source.text() << random.note();
      }
    }
  }
  EXPECT_GT(accepted, 1000) << "the fragments hardly ever make a text that can be split; "
                            << random.note();
}

TEST(SplitterProperty, TheTokensPutTogetherAreTheText) {
  Random random;
  for (int i = 0; i < 15'000; ++i) {
    const SourceText source("random.sql", random.text());
    for (const SqlDialect dialect : dialects) {
      try {
        Lexer lexer(source, {0, source.text().size()}, dialect);
        std::size_t at = 0;
        while (const auto token = lexer.next()) {
          ASSERT_EQ(token->span.begin, at) << source.text() << random.note();
          ASSERT_GT(token->span.end, at) << source.text() << random.note();
          at = token->span.end;
        }
        ASSERT_EQ(at, source.text().size()) << random.note();
      } catch (const Error&) {
        continue;
      }
    }
  }
}

TEST(SplitterProperty, BlanksAndCommentsBetweenStatementsChangeNothing) {
  Random random;
  const std::array<std::string_view, 5> between{"\n", "\n-- it's; $$ (\n", "\n/* \" ; ' $a$ */\n",
                                                "\n;;\n", "\n\t \n"};
  for (int i = 0; i < 15'000; ++i) {
    const SourceText source("random.sql", random.text());
    const SqlDialect dialect = dialects[random.below(dialects.size())];
    try {
      const SplitResult result = split_statements(source, {0, source.text().size()}, dialect);
      std::string padded;
      std::size_t at = 0;
      for (const Statement& statement : result.statements) {
        padded += source.slice(statement.whole);
        const bool is_terminated =
            statement.whole.end > statement.tokens.back().span.end || statement.is_copy_from_stdin;
        if (is_terminated) padded += between[random.below(between.size())];
        at = statement.whole.end;
      }
      padded += source.text().substr(at);
      const SourceText wider("random.sql", padded);
      const SplitResult again = split_statements(wider, {0, padded.size()}, dialect);
      ASSERT_EQ(statements_of(wider, again), statements_of(source, result))
          << source.text() << "\npadded: " << padded << random.note();
    } catch (const Error&) {
      continue;
    }
  }
}

}  // namespace

}  // namespace aludel
