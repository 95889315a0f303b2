#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/operation.hpp"

namespace aludel {

/// What SQLite's rebuilds of tables have to be checked for when a section is done. What the queries
/// name may be called otherwise by then, or be gone.
class PendingChecks {
 public:
  /// A query as the dialect rendered it, and the line of the C++ file that it is for (0 of none).
  void add(std::string query, int line);
  /// `bound` comes behind those that were added.
  void pass(const Operation& bound);
  /// At the end of the section: the queries and their lines.
  [[nodiscard]] std::vector<std::pair<std::string, int>> take() {
    return std::exchange(checks_, {});
  }

 private:
  void rename_table(const std::string& from, const std::string& to);
  void rename_column(const std::string& table, const std::string& from, const std::string& to);
  void forget_table(const std::string& table);
  void forget_column(const std::string& table, const std::string& column);

  std::vector<std::pair<std::string, int>> checks_;
};

}  // namespace aludel
