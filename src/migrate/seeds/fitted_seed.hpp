#pragma once

#include <memory>
#include <string>
#include <vector>

#include "migrate/seeds/seed_table.hpp"

namespace aludel {

/// A CSV file and the table it is for.
struct FittedSeed {
  const RepeatableScript* seed = nullptr;
  SeedTable table;
  /// Columns of the table, as the header names them, in its order.
  std::vector<SeedTable::Column> columns;
  std::vector<std::string> key;  ///< names of columns, all of them in the header
  bool key_is_unique = false;    ///< the table has no two rows with one key
  bool key_was_said = false;     ///< by the file, not taken from the primary key

  [[nodiscard]] bool has(const std::string& column) const;
  [[nodiscard]] bool is_key(const std::string& column) const;
  [[nodiscard]] bool refers_to(const SeedTable& other) const;
  /// Whether a column of `foreign` is in the header.
  [[nodiscard]] bool writes(const SeedTable::ForeignKey& foreign) const;
};

/// Reads the header of a CSV seed and looks at its table.
/// @throws Error(bad_csv) for a header that is none; (seed_misfit) for a table, a column or a key
/// that the database does not have
[[nodiscard]] FittedSeed fit_seed(Connection& connection, SqlDialect dialect,
                                  const RepeatableScript& seed);

/// Where a field of a file stands: the record that begins on `line`, its field `number` from 0 (or
/// a greater number: all of the record). Reads the file anew.
[[nodiscard]] Place place_in_csv(const RepeatableScript& seed, int line, std::size_t number,
                                 std::string label = {});

}  // namespace aludel
