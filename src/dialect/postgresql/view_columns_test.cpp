#include "dialect/postgresql/view_columns.hpp"

#include <gtest/gtest.h>

namespace aludel::postgresql {

namespace {

/// The query with the names in it; where they stay beside it, with them.
std::string query_of(const std::string& query, std::vector<std::string> columns) {
  const View view =
      with_columns_in_query({.name = "v", .query = query, .columns = std::move(columns)});
  std::string beside;
  for (const std::string& column : view.columns) beside += column + " ";
  return beside + view.query;
}

TEST(ViewColumns, AreAliasesInTheQuery) {
  EXPECT_EQ(query_of("SELECT 1 AS a,\n    2 AS b", {"one", "Two"}),
            "SELECT 1 AS one,\n    2 AS \"Two\"");
  EXPECT_EQ(query_of("SELECT id, p.close, count(*), f(a, b) FROM prices p", {"id", "c", "n", "x"}),
            "SELECT id, p.close AS c, count(*) AS n, f(a, b) AS x FROM prices p");
  EXPECT_EQ(query_of("SELECT a, b FROM t", {"x"}), "SELECT a AS x, b FROM t");
  EXPECT_EQ(query_of("SELECT a + b FROM t UNION SELECT 1", {"sum"}),
            "SELECT a + b AS sum FROM t UNION SELECT 1");
}

TEST(ViewColumns, StayBesideAQueryThatDoesNotShowWhereTheyBelong) {
  for (const std::string query :
       {"SELECT * FROM t", "SELECT t.* FROM t", "WITH w AS (SELECT 1) SELECT a FROM w",
        "SELECT a b FROM t", "SELECT f(a) b FROM t", "SELECT a + 1 AS b FROM t ORDER BY b",
        "SELECT DISTINCT a FROM t", "VALUES (1)", "SELECT a IS NULL FROM t"})
    EXPECT_EQ(query_of(query, {"x"}), "x " + query);
  EXPECT_EQ(query_of("SELECT a FROM t", {"x", "y"}), "x y SELECT a FROM t");
}

}  // namespace

}  // namespace aludel::postgresql
