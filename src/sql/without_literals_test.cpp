#include "sql/without_literals.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

std::string shown(std::string_view statement, std::size_t limit = 120) {
  return without_literals(statement, SqlDialect::postgresql, limit);
}

TEST(WithoutLiterals, ShowsNoPasswordAndNoData) {
  EXPECT_EQ(shown("ALTER ROLE ann PASSWORD 'secret'"), "ALTER ROLE ann PASSWORD ?");
  EXPECT_EQ(shown("UPDATE t SET a = E'it\\'s', b = 4711, c = $x$ body $x$"),
            "UPDATE t SET a = ? …");
  EXPECT_EQ(shown("DO $$ BEGIN PERFORM 'secret'; END $$"), "DO ?");
  EXPECT_EQ(shown("SELECT 'it''s' 'more'"), "SELECT ? ?");
}

TEST(WithoutLiterals, ShowsNoCommentAndOneLine) {
  EXPECT_EQ(shown("SELECT a, -- secret\n  \"B\"\n/* secret */ FROM t"), "SELECT a, \"B\" FROM t");
}

TEST(WithoutLiterals, EndsWhereAStringHasNoEndOrMayGoOn) {
  EXPECT_EQ(shown("ALTER ROLE ann PASSWORD 'secr"), "ALTER ROLE ann PASSWORD …");
  EXPECT_EQ(shown("SELECT 'a\\' secret '"), "SELECT ? …");
  EXPECT_EQ(shown("SELECT $tag$ secret"), "SELECT …");
}

TEST(WithoutLiterals, IsShortenedByCharacters) {
  EXPECT_EQ(shown("SELECT größe FROM t", 10), "SELECT gr…");
  EXPECT_EQ(shown("", 10), "");
}

}  // namespace
}  // namespace aludel
