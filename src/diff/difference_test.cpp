// How one catalog becomes another: on values alone.
#include "diff/difference.hpp"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/describe.hpp"
#include "catalog/testing/for_each_seed.hpp"
#include "catalog/testing/random_operation.hpp"

namespace aludel {
namespace {

using testing::Random;

template <typename CheckOne>
void for_each_seed(const CheckOne& check) {
  testing::for_each_seed(150, 2000, check);
}

std::optional<std::string> by_itself(const Column&, const Type&) {
  return "";
}

/// The order of columns is no difference.
Catalog without_order(Catalog catalog) {
  for (Table& table : catalog.tables)
    std::ranges::sort(table.columns, {}, [](const Column& one) { return one.name; });
  return catalog;
}

std::string in_full(const std::vector<Operation>& operations) {
  std::string text;
  for (const Operation& operation : operations) {
    const auto* alter = std::get_if<AlterTable>(&operation);
    if (alter == nullptr) text += describe(operation) + "\n";
    if (alter == nullptr) continue;
    for (const TableChange& change : alter->changes) text += describe(change, alter->name) + "\n";
  }
  return text;
}

::testing::AssertionResult leads(const Catalog& from, const Catalog& to, const Rules& rules,
                                 std::size_t* refused = nullptr) {
  const Difference found = difference(from, to, rules, by_itself);
  if (!found.refusals.empty() && refused != nullptr) {
    ++*refused;
    return ::testing::AssertionSuccess();
  }
  const std::string text = in_full(found.operations);
  Catalog now = from;
  for (const Operation& operation : found.operations) {
    try {
      apply(now, operation, rules);
    } catch (const Error& error) {
      return ::testing::AssertionFailure()
             << describe(operation) << ": " << error.diagnostic().message << "\nof\n"
             << text;
    }
  }
  if (!found.refusals.empty())
    return ::testing::AssertionFailure()
           << found.refusals[0].object << ": " << found.refusals[0].reason;
  if (without_order(now) == without_order(to)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << text << "leaves " << in_full(difference(now, to, rules, by_itself).operations);
}

TEST(Difference, OfEqualStatesIsNone) {
  for_each_seed([](Random& random, const Rules& rules) {
    const Catalog catalog = testing::random_catalog(random, rules);
    EXPECT_TRUE(difference(catalog, catalog, rules, by_itself).operations.empty());
  });
}

TEST(Difference, LeadsFromAnyStateToAnyOther) {
  std::size_t refused = 0;
  std::size_t tried = 0;
  for_each_seed([&](Random& random, const Rules& rules) {
    const Catalog one = testing::random_catalog(random, rules);
    const Catalog other = testing::random_catalog(random, rules);
    ++tried;
    ASSERT_TRUE(leads({}, one, rules));
    ASSERT_TRUE(leads(one, {}, rules));
    ASSERT_TRUE(leads(one, other, rules, &refused));
  });
  EXPECT_LE(refused, tried / 10);
}

TEST(Difference, LeadsFromAStateToWhatOperationsMakeOfItAndBack) {
  std::size_t refused = 0;
  std::size_t tried = 0;
  for_each_seed([&](Random& random, const Rules& rules) {
    const Catalog before = testing::random_catalog(random, rules);
    Catalog after = before;
    for (int i = 0; i < 6; ++i) {
      try {
        apply(after, testing::random_operation(random, after, rules), rules);
      } catch (const Error&) {
      }
    }
    ++tried;
    ASSERT_TRUE(leads(before, after, rules, &refused));
    ASSERT_TRUE(leads(after, before, rules, &refused));
  });
  EXPECT_LE(refused, tried / 10);
}

TEST(Difference, WhatHoldsNoRowsIsMadeAgainWithWhatIsMadeOnIt) {
  Catalog from;
  from.tables.push_back({.name = "t", .columns = {{.name = "b", .type = integer()}}});
  from.views.push_back({.name = "v", .query = "SELECT total(t.b) AS total FROM t"});
  from.others.push_back({.kind = "AGGREGATE",
                         .name = "total(integer)",
                         .statements = {"CREATE AGGREGATE total(integer) (SFUNC = int4pl)"}});
  Catalog to = from;
  to.others[0].statements[0] += " ";
  EXPECT_TRUE(leads(from, to, testing::postgresql_rules));
  EXPECT_EQ(in_full(difference(from, to, testing::postgresql_rules, by_itself).operations),
            "drop view v\ndrop aggregate total(integer)\ncreate aggregate total(integer)\n"
            "create view v\n");
  to = from;
  to.others[0].statements.emplace_back("COMMENT ON AGGREGATE total(integer) IS 'x'");
  EXPECT_EQ(in_full(difference(from, to, testing::postgresql_rules, by_itself).operations),
            "alter aggregate total(integer)\n");
}

TEST(Difference, NeverMakesATypeAgainThatColumnsAreOf) {
  Catalog from;
  from.others.push_back(
      {.kind = "TYPE", .name = "span", .statements = {"CREATE TYPE span AS RANGE (…)"}});
  from.tables.push_back({.name = "t", .columns = {{.name = "s", .type = named("span")}}});
  Catalog to = from;
  to.others[0].statements[0] += " ";
  const Difference found = difference(from, to, testing::postgresql_rules, by_itself);
  EXPECT_EQ(found.operations, std::vector<Operation>{});
  EXPECT_EQ(
      found.refusals,
      (std::vector<Refusal>{{"TYPE span", "it is another one, and column s of table t is of it"}}));
}

TEST(Difference, SaysAgainHowAColumnIsStoredThatGetsAnotherType) {
  Catalog from;
  from.tables.push_back({.name = "t", .columns = {{.name = "a", .type = varchar(10)}}});
  from.settings.push_back({.kind = "STORAGE", .object = "t", .part = "a", .value = "EXTERNAL"});
  Catalog to = from;
  to.tables[0].columns[0].type = text();
  EXPECT_TRUE(leads(from, to, testing::postgresql_rules));
}

TEST(Difference, RenamesIndexesAndConstraintsOfWhichTheNameAloneDiffers) {
  Table table{.name = "t", .columns = {{.name = "a", .type = integer(), .nullable = false}}};
  table.constraints = {PrimaryKey{.name = "t_pkey", .columns = {"a"}},
                       Check{.name = "low", .expression = "a > 0"}};
  table.indexes = {{.name = "i", .parts = {{.column = "a"}}},
                   {.name = "j", .parts = {{.column = "a"}}, .unique = true}};
  Catalog from;
  from.tables = {table};
  Catalog to = from;
  to.tables[0].constraints = {PrimaryKey{.name = "pk_t", .columns = {"a"}},
                              Check{.name = "high", .expression = "a > 0"}};
  to.tables[0].indexes[0].name = "ix_t_a";
  to.tables[0].indexes[0].comment = "looked up";
  EXPECT_TRUE(leads(from, to, testing::postgresql_rules));
  EXPECT_EQ(in_full(difference(from, to, testing::postgresql_rules, by_itself).operations),
            "rename constraint t_pkey of t to pk_t\n"
            "rename constraint low of t to high\nrename index i of t to ix_t_a\n"
            "comment on index ix_t_a\n");
  // A name that is another object's is not free yet.
  to.tables[0].indexes = {{.name = "i", .parts = {{.column = "a"}}, .unique = true},
                          {.name = "j", .parts = {{.column = "a"}}}};
  EXPECT_TRUE(leads(from, to, testing::postgresql_rules));
  Catalog taken = from;
  taken.tables.push_back({.name = "pk_t", .columns = {{.name = "a", .type = integer()}}});
  EXPECT_TRUE(leads(taken, to, testing::postgresql_rules));
}

// A chain of references through all tables, back to the first one, and a view on each.
TEST(Difference, IsAboutLinearInTheTables) {
  Catalog catalog;
  constexpr int tables = 3000;
  const auto name = [](int i) { return "t" + std::to_string(i % tables); };
  for (int i = 0; i < tables; ++i) {
    Table table{.name = name(i)};
    table.columns = {{.name = "id", .type = big_int(), .nullable = false},
                     {.name = "next", .type = big_int()}};
    table.constraints = {
        PrimaryKey{.name = name(i) + "_pkey", .columns = {"id"}},
        ForeignKey{.name = "f", .columns = {"next"}, .table = name(i + 1), .referred = {"id"}}};
    catalog.tables.push_back(std::move(table));
    catalog.views.push_back(
        {.name = "v" + std::to_string(i), .query = "SELECT " + name(i) + ".id FROM " + name(i)});
  }
  catalog = sorted(std::move(catalog));
  const auto began = std::chrono::steady_clock::now();
  const Difference found = difference({}, catalog, testing::postgresql_rules, by_itself);
  EXPECT_EQ(found.operations.size(), 3 * static_cast<std::size_t>(tables));
  EXPECT_TRUE(found.refusals.empty());
  // Far from what it takes, and further from what a square of it would.
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

}  // namespace
}  // namespace aludel
