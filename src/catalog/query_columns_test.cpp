#include "catalog/query_columns.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

const Rules postgresql{.dialect = "postgresql"};

TEST(QueryColumns, AreTheNamesAndWhatStandsBehindAs) {
  EXPECT_EQ(
      query_columns("SELECT id, u.email, count(*) AS n, (SELECT 1, 2) AS \"Two\"\nFROM users u",
                    postgresql),
      (std::vector<std::string>{"id", "email", "n", "Two"}));
  EXPECT_EQ(query_columns("SELECT 1 AS one", postgresql), std::vector<std::string>{"one"});
}

TEST(QueryColumns, AreNotKnownWhereOnlyAServerNamesThem) {
  for (const char* query : {"SELECT * FROM t", "SELECT count(*) FROM t",
                            "WITH x AS (SELECT 1) "
                            "SELECT 1 AS one",
                            "SELECT DISTINCT a FROM t", "SELECT a b FROM t",
                            "SELECT (f(1)).b FROM t", "VALUES (1)", ""})
    EXPECT_EQ(query_columns(query, postgresql), std::nullopt) << query;
}

}  // namespace
}  // namespace aludel
