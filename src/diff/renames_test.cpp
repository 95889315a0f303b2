#include "diff/renames.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

const Rules rules{.dialect = "postgresql"};

Table table(const std::string& name, std::vector<Column> columns) {
  return {.name = name, .columns = std::move(columns)};
}

std::vector<std::string> found(const Catalog& from, const Catalog& to) {
  std::vector<std::string> lines;
  for (const Rename& rename : likely_renames(from, to, rules))
    lines.push_back(describe(rename) + " to " + rename.to);
  return lines;
}

const Column id{.name = "id", .type = integer()};

TEST(LikelyRenames, AColumnOfTheSameTypeInTheSamePlace) {
  EXPECT_EQ(found({.tables = {table("users", {id, {.name = "mail", .type = text()}})}},
                  {.tables = {table("users", {id, {.name = "address", .type = text()}})}}),
            std::vector<std::string>{"column users.mail to address"});
}

TEST(LikelyRenames, AColumnOfAnotherTypeWithNearlyTheSameName) {
  EXPECT_EQ(found({.tables = {table("users", {id, {.name = "mail", .type = text()}})}},
                  {.tables = {table("users", {id, {.name = "email", .type = varchar(9)}})}}),
            std::vector<std::string>{"column users.mail to email"});
}

TEST(LikelyRenames, SeveralOfOneTableEachWithTheLikeliest) {
  EXPECT_EQ(
      found({.tables = {table("t", {{.name = "day", .type = date()},
                                    {.name = "net_price", .type = numeric()}})}},
            {.tables = {table("t", {{.name = "price_net", .type = numeric()},
                                    {.name = "on_day", .type = date()}})}}),
      (std::vector<std::string>{"column t.day to on_day", "column t.net_price to price_net"}));
}

TEST(LikelyRenames, WhatIsComputedOrOfOtherKindIsNone) {
  const Generated computed{"id + 1", true};
  EXPECT_TRUE(
      found({.tables = {table("t", {{.name = "a", .type = integer(), .generated = computed}})}},
            {.tables = {table("t", {{.name = "b", .type = integer(), .generated = computed}})}})
          .empty());
  EXPECT_TRUE(found({.tables = {table("t", {id, {.name = "born", .type = date()}})}},
                    {.tables = {table("t", {id, {.name = "weight", .type = real()}})}})
                  .empty());
}

TEST(LikelyRenames, TablesThatShareTheirColumns) {
  const std::vector<Column> columns{id, {.name = "name", .type = text()}};
  EXPECT_EQ(found({.tables = {table("users", columns)}}, {.tables = {table("people", columns)}}),
            std::vector<std::string>{"table users to people"});
  EXPECT_TRUE(found({.tables = {table("users", columns)}},
                    {.tables = {table("days", {{.name = "day", .type = date()}})}})
                  .empty());
}

TEST(LikelyRenames, PartitionsOfOtherBoundsAreOthers) {
  const auto partition = [](const std::string& name, const std::string& bound) {
    Table one = table(name, {id});
    one.partition_of = PartitionOf{"prices", bound};
    return one;
  };
  EXPECT_TRUE(found({.tables = {partition("p1", "FOR VALUES IN (1)")}},
                    {.tables = {partition("p2", "FOR VALUES IN (2)")}})
                  .empty());
}

TEST(LikelyRenames, AnEnumsValueInTheSamePlace) {
  const auto mood = [](std::vector<std::string> values) {
    return Catalog{.enums = {{.name = "mood", .values = std::move(values)}}};
  };
  EXPECT_EQ(found(mood({"up", "down"}), mood({"up", "low"})),
            std::vector<std::string>{"value down of enum mood to low"});
  EXPECT_TRUE(found(mood({"up", "down"}), mood({"down", "up"})).empty());
  EXPECT_TRUE(found(mood({"up"}), mood({"up", "low"})).empty());
}

TEST(Reversed, ARenameLeadsBack) {
  const Rename of_table{Rename::Kind::table, ObjectName("app", "users"), "users", "people"};
  EXPECT_EQ(reversed(of_table),
            (Rename{Rename::Kind::table, ObjectName("app", "people"), "people", "users"}));
  const Rename of_column{Rename::Kind::column, "users", "mail", "email"};
  EXPECT_EQ(reversed(reversed(of_column)), of_column);
}

}  // namespace

}  // namespace aludel
