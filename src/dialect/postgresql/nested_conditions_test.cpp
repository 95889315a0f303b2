#include "dialect/postgresql/nested_conditions.hpp"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

std::string read_again(std::string_view deparsed) {
  const Conditions conditions = as_read_again(deparsed);
  return conditions.text + (conditions.nested ? " | nested" : "");
}

TEST(NestedConditions, OfBetweenAreBetweenAgain) {
  EXPECT_EQ(read_again("(((x >= 1) AND (x <= 2)) AND (y > 0))"),
            "((x BETWEEN 1 AND 2) AND (y > 0)) | nested");
  EXPECT_EQ(read_again("WHERE (((t.x < (1)::numeric) OR (t.x > f(2, '('))) OR t.y)"),
            "WHERE ((t.x NOT BETWEEN (1)::numeric AND f(2, '(')) OR t.y) | nested");
}

TEST(NestedConditions, OfRowsAreRowsAgain) {
  EXPECT_EQ(read_again("(((a = 1) AND (b = (c + 1))) AND (y > 0))"),
            "(((a, b) = (1, (c + 1))) AND (y > 0)) | nested");
}

TEST(NestedConditions, LoseParenthesesThatTheServerDoesNotKeep) {
  EXPECT_EQ(read_again("(((a = 1) AND (b < 2)) AND (y > 0))"), "((a = 1) AND (b < 2) AND (y > 0))");
  EXPECT_EQ(read_again("((((x >= 1) AND (y <= 2)) OR a) OR b)"),
            "(((x >= 1) AND (y <= 2)) OR a OR b)");
}

TEST(NestedConditions, KeepThoseOnTheRight) {
  EXPECT_EQ(read_again("((y > 0) AND ((x >= 1) AND (x <= 2)))"),
            "((y > 0) AND ((x >= 1) AND (x <= 2))) | nested");
  EXPECT_EQ(read_again("(a OR (b AND (c OR (d OR e))))"),
            "(a OR (b AND (c OR (d OR e)))) | nested");
}

TEST(NestedConditions, AreLeftAloneWhereThereAreNone) {
  for (const char* sql :
       {"", "x", "((x >= 1) AND (x <= 2))", "((a AND b) OR (c AND d))",
        "sum(x) OVER (ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "(x = ' AND (a AND b) AND ''')", "(\"a AND (\" AND y)", "E'it\\'s ('", "(((", ")))", "'"})
    EXPECT_EQ(read_again(sql), sql);
}

TEST(NestedConditions, OfACatalogKeepTheShortFormWhereItSaysTheSame) {
  EXPECT_EQ(condition_text("a > 1"), "a > 1");
  EXPECT_EQ(condition_text("a > 1 AND b > 1 AND c\x1f((a > 1) AND (b > 1) AND c)"),
            "a > 1 AND b > 1 AND c");
  EXPECT_EQ(condition_text("a > 1 AND b > 1 AND c\x1f((a > 1) AND ((b > 1) AND c))"),
            "(a > 1) AND ((b > 1) AND c)");
}

}  // namespace
}  // namespace aludel::postgresql
