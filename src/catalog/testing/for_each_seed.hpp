#pragma once

#include <cstdlib>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "catalog/testing/random_catalog.hpp"

namespace aludel::testing {

inline const Rules sqlite_rules{
    .dialect = "sqlite", .folds_case = true, .foreign_keys_may_dangle = true};
inline const Rules postgresql_rules{.dialect = "postgresql", .column_takes_its_users = true};

inline std::vector<std::uint64_t> seeds(std::size_t usual, std::size_t in_proof) {
  if (const char* given = std::getenv("ALUDEL_SEED")) return {std::strtoull(given, nullptr, 10)};
  std::vector<std::uint64_t> all(std::getenv("ALUDEL_PROOF") != nullptr ? in_proof : usual);
  std::random_device device;
  for (std::uint64_t& seed : all) seed = device();
  return all;
}

/// Calls `check(random, rules)` for each of `usual` seeds and both databases, until one fails;
/// prints its seed then. ALUDEL_SEED tries that one again, ALUDEL_PROOF many more.
template <typename CheckOne>
void for_each_seed(std::size_t usual, std::size_t in_proof, const CheckOne& check) {
  for (const std::uint64_t seed : seeds(usual, in_proof)) {
    for (const Rules& rules : {sqlite_rules, postgresql_rules}) {
      SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed) + " " + rules.dialect);
      Random random(seed);
      check(random, rules);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace aludel::testing
