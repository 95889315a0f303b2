// How one catalog becomes another: on values alone.
#include "diff/difference.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/describe.hpp"
#include "catalog/testing/random_operation.hpp"

namespace aludel {
namespace {

using testing::Random;

const Rules sqlite{.dialect = "sqlite", .folds_case = true, .foreign_keys_may_dangle = true};
const Rules postgresql{.dialect = "postgresql", .column_takes_its_users = true};

std::vector<std::uint64_t> seeds() {
  if (const char* given = std::getenv("ALUDEL_SEED")) return {std::strtoull(given, nullptr, 10)};
  std::vector<std::uint64_t> all(std::getenv("ALUDEL_PROOF") != nullptr ? 2000 : 150);
  std::random_device device;
  for (std::uint64_t& seed : all) seed = device();
  return all;
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
  for (const std::uint64_t seed : seeds()) {
    for (const Rules& rules : {sqlite, postgresql}) {
      SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed) + " " + rules.dialect);
      Random random(seed);
      const Catalog catalog = testing::random_catalog(random, rules);
      EXPECT_TRUE(difference(catalog, catalog, rules, by_itself).operations.empty());
    }
  }
}

TEST(Difference, LeadsFromAnyStateToAnyOther) {
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (const std::uint64_t seed : seeds()) {
    for (const Rules& rules : {sqlite, postgresql}) {
      SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed) + " " + rules.dialect);
      Random random(seed);
      const Catalog one = testing::random_catalog(random, rules);
      const Catalog other = testing::random_catalog(random, rules);
      ++tried;
      ASSERT_TRUE(leads({}, one, rules));
      ASSERT_TRUE(leads(one, {}, rules));
      ASSERT_TRUE(leads(one, other, rules, &refused));
    }
  }
  EXPECT_LT(refused, tried / 10);
}

TEST(Difference, LeadsFromAStateToWhatOperationsMakeOfItAndBack) {
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (const std::uint64_t seed : seeds()) {
    for (const Rules& rules : {sqlite, postgresql}) {
      SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed) + " " + rules.dialect);
      Random random(seed);
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
    }
  }
  EXPECT_LT(refused, tried / 10);
}

}  // namespace
}  // namespace aludel
