#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "db/connection.hpp"
#include "dialect/dialect.hpp"

namespace aludel::corpus {

/// A database that a schema of a pair is made in. It goes with this.
class PairDatabase {
 public:
  PairDatabase() = default;
  PairDatabase(const PairDatabase&) = delete;
  PairDatabase& operator=(const PairDatabase&) = delete;
  virtual ~PairDatabase() = default;

  [[nodiscard]] virtual const Dialect& dialect() const = 0;
  /// Valid as long as this.
  [[nodiscard]] virtual Connection& session() = 0;
  /// Runs a file by the database's own shell. @throws std::runtime_error with its words
  virtual void load(const std::filesystem::path& file) = 0;
  /// A few rows into every table that takes them.
  virtual void fill() = 0;
  /// How many rows each table has, and how many values each of its columns: by "table.column".
  [[nodiscard]] virtual std::map<std::string, std::string> counts() = 0;
  /// What others than Aludel tell of the schema, in lines.
  [[nodiscard]] virtual std::multiset<std::string> dump() = 0;
};

/// @param server  the URL of a PostgreSQL database from which others can be made
/// @param role    "from": two of one role are never there at once
[[nodiscard]] std::unique_ptr<PairDatabase> on_postgresql(const std::string& server,
                                                          const std::string& role);
[[nodiscard]] std::unique_ptr<PairDatabase> on_sqlite(const std::string& role);

/// @throws std::runtime_error with the output where the command fails
[[nodiscard]] std::string output_of(const std::string& command);

}  // namespace aludel::corpus
