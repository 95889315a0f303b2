// Whatever a statement says, an answer comes, and soon.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "lint/object_tracker.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

std::string corpus(const std::string& dialect) {
  std::ifstream file(std::string(ALUDEL_SOURCE_DIR) + "/tests/golden/effects/" + dialect + ".test");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const std::size_t begin = text.find("=== input\n") + 10;
  return text.substr(begin, text.find("\n=== effects") - begin);
}

void judge_all(const SourceText& source, SqlDialect dialect, int version, ObjectTracker& tracker) {
  SplitResult split;
  try {
    split = split_statements(source, {0, source.text().size()}, dialect);
  } catch (const Error&) {
    return;  // what cannot be cut is not judged
  }
  for (const Statement& statement : split.statements) {
    StatementEffects effects = effects_of(source, statement, dialect, version);
    tracker.follow(effects);
  }
}

class RandomStatements : public testing::TestWithParam<SqlDialect> {};
INSTANTIATE_TEST_SUITE_P(Of, RandomStatements,
                         testing::Values(SqlDialect::sqlite, SqlDialect::postgresql));

TEST_P(RandomStatements, AreJudgedWithTokensLeftOutDoubledAndExchanged) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const bool sqlite = GetParam() == SqlDialect::sqlite;
  const SourceText source("corpus", corpus(sqlite ? "sqlite" : "postgresql"));
  const auto split = split_statements(source, {0, source.text().size()}, GetParam());
  std::vector<std::string> words;
  for (const Statement& statement : split.statements) {
    for (const Token& token : statement.tokens) words.emplace_back(source.slice(token.span));
  }
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (const Statement& statement : split.statements) {
      for (const Token& token : statement.tokens) {
        const auto dice = random() % 12;
        if (dice == 0) continue;
        text += " " + (dice == 1 ? words[random() % words.size()]
                                 : std::string(source.slice(token.span)));
        if (dice == 2) text += " " + std::string(source.slice(token.span));
        if (dice == 3 && random() % 8 == 0) break;
      }
      text += ";\n";
    }
    // One by one, as a mistake in one would keep the others from being cut.
    ObjectTracker tracker(GetParam(), nullptr, round % 2 == 0);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find(";\n", at);
      judge_all(SourceText("random", text.substr(at, end - at)), GetParam(),
                110000 + round % 8 * 10000, tracker);
      at = end + 2;
    }
  }
}

TEST_P(RandomStatements, ALongOneTakesTimeInProportion) {
  std::string list = "(1, 'x')";
  for (int i = 0; i < 100'000; ++i) list += ", (1, 'x')";
  std::string columns = "a INTEGER";
  for (int i = 0; i < 5'000; ++i) columns += ", c" + std::to_string(i) + " INTEGER CHECK (a > 0)";
  ObjectTracker tracker(GetParam(), nullptr, true);
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& sql : {"INSERT INTO t VALUES " + list, "CREATE TABLE n (" + columns + ")",
                                 "WITH x AS (SELECT 1) INSERT INTO t VALUES " + list,
                                 "ALTER TABLE t ADD COLUMN x INTEGER DEFAULT " +
                                     std::string(5'000, '(') + "1" + std::string(5'000, ')')})
    judge_all(SourceText("long", sql), GetParam(), 150000, tracker);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace

}  // namespace aludel
