// What must hold for every catalog and operation, tried on random ones. for_each_seed.hpp says
// how one that fails is tried again.
#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/creation.hpp"
#include "catalog/describe.hpp"
#include "catalog/inverse.hpp"
#include "catalog/testing/for_each_seed.hpp"
#include "catalog/testing/random_operation.hpp"

namespace aludel {
namespace {

using testing::Random;

constexpr std::size_t operations_each = 25;

template <typename CheckOne>
void for_each_seed(const CheckOne& check) {
  testing::for_each_seed(100, 600, check);
}

std::string in_full(const Operation& operation) {
  const auto* alter = std::get_if<AlterTable>(&operation);
  if (alter == nullptr) return describe(operation);
  std::string text;
  for (const TableChange& change : alter->changes) text += describe(change, alter->name) + "; ";
  return text;
}

TEST(RandomCatalogs, AreMadeByTheirCreation) {
  for_each_seed([](Random& random, const Rules& rules) {
    const Catalog catalog = testing::random_catalog(random, rules);
    Catalog made;
    for (const Operation& operation : creation(catalog, rules)) {
      SCOPED_TRACE(describe(operation));
      ASSERT_NO_THROW(apply(made, operation, rules));
    }
    EXPECT_EQ(made, catalog);
  });
}

TEST(RandomCatalogs, AreAsBeforeBehindAnOperationAndItsInverse) {
  std::size_t applied = 0;
  std::size_t taken_back = 0;
  for_each_seed([&](Random& random, const Rules& rules) {
    Catalog catalog = testing::random_catalog(random, rules);
    for (std::size_t i = 0; i < operations_each; ++i) {
      const Operation operation = testing::random_operation(random, catalog, rules);
      SCOPED_TRACE(in_full(operation));
      const Catalog before = catalog;
      try {
        apply(catalog, operation, rules);
      } catch (const Error&) {
        ASSERT_EQ(catalog, before) << "a refused operation changes nothing";
        continue;
      }
      ++applied;
      ASSERT_EQ(catalog, sorted(catalog)) << "what is given is sorted";
      const auto back = inverse(operation, before, rules);
      if (!back) {
        EXPECT_EQ(back.error().find("cannot be had back exactly"), std::string::npos)
            << back.error();
        continue;
      }
      ++taken_back;
      Catalog again = catalog;
      for (const Operation& one : *back) ASSERT_NO_THROW(apply(again, one, rules)) << describe(one);
      ASSERT_EQ(again, before);
    }
  });
  EXPECT_GT(taken_back, applied / 2) << "most operations have an inverse";
  RecordProperty("applied", static_cast<int>(applied));
  RecordProperty("taken_back", static_cast<int>(taken_back));
}

}  // namespace
}  // namespace aludel
