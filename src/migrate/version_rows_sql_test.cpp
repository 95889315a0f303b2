#include "migrate/version_rows_sql.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

using Ids = std::vector<std::string>;

/// "SQL [parameters] rows" of each statement.
std::vector<std::string> statements(const Ids& actual, const Ids& wanted) {
  Bookkeeping tables;
  tables.version = "v";
  std::vector<std::string> result;
  for (const RowStatement& each : row_statements(tables, row_edit(actual, wanted))) {
    std::string text = each.request.sql + " [";
    for (const Value& parameter : each.request.parameters) text += parameter.value_or("NULL") + " ";
    text.back() = ']';
    result.push_back(text + " " + std::to_string(each.rows));
  }
  return result;
}

TEST(VersionRowsSql, AStepOnOneLineIsAnUpdate) {
  EXPECT_EQ(statements({"a"}, {"b"}),
            (Ids{"UPDATE v SET version_num = $1 WHERE version_num = $2 [b a] 1"}));
}

TEST(VersionRowsSql, ABaseIsAnInsertAndTheWayBackADelete) {
  EXPECT_EQ(statements({}, {"a"}), (Ids{"INSERT INTO v (version_num) VALUES ($1) [a] 1"}));
  EXPECT_EQ(statements({"a"}, {}), (Ids{"DELETE FROM v WHERE version_num IN ($1) [a] 1"}));
}

TEST(VersionRowsSql, AMergeTakesItsParentsAway) {
  EXPECT_EQ(statements({"a", "b", "x"}, {"m", "x"}),
            (Ids{"DELETE FROM v WHERE version_num IN ($1, $2) [a b] 2",
                 "INSERT INTO v (version_num) VALUES ($1) [m] 1"}));
}

TEST(VersionRowsSql, NothingToChangeIsNoStatement) {
  EXPECT_TRUE(row_edit({"a", "b"}, {"a", "b"}).empty());
  EXPECT_TRUE(statements({"a"}, {"a"}).empty());
}

}  // namespace

}  // namespace aludel
