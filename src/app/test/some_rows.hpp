#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/test/row_counts.hpp"

namespace aludel {

/// Puts a few rows into empty tables: values that fit types, enums, domains and foreign keys, and
/// literals that checks name. A table that takes none of them stays empty.
class SomeRows {
 public:
  /// @param counts  of all tables of `catalog`; brought up to date
  /// @throws Error where the database cannot be asked; a row that it refuses is no error
  void fill(Connection& connection, const Catalog& catalog, SqlDialect dialect, RowCounts& counts);

  /// Tables that took none, by name, and what the database said of the first row.
  [[nodiscard]] const std::map<std::string, std::string>& refused() const { return refused_; }

 private:
  std::map<std::string, std::string> refused_;
  std::map<std::string, Table> tried_;  ///< as they were when they took none
};

}  // namespace aludel
