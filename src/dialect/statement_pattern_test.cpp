#include "dialect/statement_pattern.hpp"

#include <gtest/gtest.h>

#include "sql/splitter.hpp"

namespace aludel {

namespace {

PatternMatch match(std::string_view pattern, const std::string& sql) {
  const SourceText source("a.sql", sql);
  const auto split = split_statements(source, {0, source.text().size()}, SqlDialect::postgresql);
  return match_statement(pattern, source, split.statements.at(0));
}

TEST(StatementPattern, WordsAreComparedWithoutCaseAndCommentsDoNotCount) {
  EXPECT_TRUE(match("CREATE TABLE *", "create /* x */ Table t (id int)").matched);
  EXPECT_FALSE(match("CREATE TABLE *", "CREATE TABLESPACE t").matched);
}

TEST(StatementPattern, WithoutAStarItCoversTheWholeStatement) {
  EXPECT_TRUE(match("COMMIT [WORK]", "COMMIT").matched);
  EXPECT_TRUE(match("COMMIT [WORK]", "COMMIT WORK;").matched);
  EXPECT_FALSE(match("COMMIT [WORK]", "COMMIT PREPARED 'x'").matched);
}

TEST(StatementPattern, NamesAreCapturedAsWritten) {
  constexpr std::string_view pattern =
      "CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] @object ON [ONLY] @table *";
  const PatternMatch found =
      match(pattern,
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"Ix\" ON ONLY shop . \"Prices\" (a)");
  ASSERT_TRUE(found.matched);
  EXPECT_EQ(found.object, "\"Ix\"");
  EXPECT_EQ(found.table, "shop.\"Prices\"");
}

TEST(StatementPattern, AnOptionalGroupMayAlsoBeAName) {
  // an index that is called `if`: the group does not match, the name does
  EXPECT_EQ(match("DROP INDEX [IF EXISTS] @object", "DROP INDEX if").object, "if");
}

TEST(StatementPattern, AnOptionalSchemaMayStandBeforeAWord) {
  constexpr std::string_view pattern = "PRAGMA [@object .] journal_mode *";
  EXPECT_TRUE(match(pattern, "PRAGMA journal_mode = WAL").matched);
  EXPECT_EQ(match(pattern, "PRAGMA main.journal_mode = WAL").object, "main");
}

TEST(StatementPattern, AStringIsCapturedWithItsQuotes) {
  EXPECT_EQ(
      match("ALTER TYPE @object ADD VALUE @string *", "ALTER TYPE t ADD VALUE 'it''s' AFTER 'x'")
          .string,
      "'it''s'");
  EXPECT_FALSE(match("ALTER TYPE @object ADD VALUE @string", "ALTER TYPE t ADD VALUE x").matched);
}

TEST(StatementPattern, AKeywordInsideAStringIsNone) {
  EXPECT_FALSE(
      match("SELECT * pg_advisory_unlock_all *", "SELECT 'pg_advisory_unlock_all'").matched);
}

TEST(StatementPattern, ALongStatementTakesNoTime) {
  std::string sql = "SELECT 1";
  for (int i = 0; i < 50'000; ++i) sql += ", if";
  EXPECT_FALSE(match("SELECT * pg_advisory_unlock_all *", sql).matched);
}

}  // namespace

}  // namespace aludel
