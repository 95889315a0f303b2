#pragma once

#include <span>
#include <vector>

#include "migrate/scripts/script_states.hpp"
#include "migrate/seeds/fitted_seed.hpp"

namespace aludel {

/// CSV files whose tables need each other in a circle go in one transaction.
struct SeedGroup {
  /// Indexes of the seeds, in the order in which their rows are inserted.
  std::vector<std::size_t> members;
  /// For each member the columns that new rows get only when all rows are there: they refer to rows
  /// that come later, and the database does not wait with its look.
  std::vector<std::vector<std::string>> late_columns;
  /// Rows refer to rows of the same transaction, of whatever table.
  bool refers_to_itself = false;

  bool operator==(const SeedGroup&) const = default;
};

/// Seeds in the order in which they run: as they are given, but for what a file requires and for
/// the tables that a CSV file's rows refer to, which come first. Pure.
///
/// @param seeds   in the order of their names
/// @param fitted  for each of `seeds`; null: SQL, which is a group of its own
/// @throws Error(cycle) for a circle that no order of insertion solves, or that a SQL file is in
[[nodiscard]] std::vector<SeedGroup> order_seeds(std::span<const RepeatableScript* const> seeds,
                                                 std::span<const FittedSeed* const> fitted);

}  // namespace aludel
