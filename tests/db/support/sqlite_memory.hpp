#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "catalog/operation.hpp"
#include "db/connection.hpp"
#include "dialect/objects.hpp"

namespace aludel::testing {

/// A database in memory, and what the SQLite dialect knows of objects on it.
class SqliteMemory {
 public:
  SqliteMemory();

  [[nodiscard]] Connection& connection() { return *connection_; }
  [[nodiscard]] const ObjectFunctions& objects() const;

  /// Several statements, separated by a semicolon at the end of a line.
  void run(std::string_view sql);
  /// Each row as "a|b", NULL as ∅.
  std::vector<std::string> rows(std::string_view sql);

  [[nodiscard]] Inspected inspect(const std::vector<ObjectName>& left_out = {});
  [[nodiscard]] Catalog catalog() { return inspect().catalog; }
  /// The only table of that name.
  [[nodiscard]] Table table(const std::string& name);

  [[nodiscard]] Operation bound(const Operation& operation);
  /// The statements of `operation` on what is there now.
  [[nodiscard]] std::vector<std::string> statements(const Operation& operation);
  /// Does it as a revision would be run: in a transaction, foreign keys off where the rendering
  /// says so and on elsewhere, COMMIT only where no `verify` gives a row. Rows that are said to be
  /// in the way are, which is expected. Answers the words of what
  /// failed, after ROLLBACK; empty where it was done. What is there then is what `apply` says.
  std::string attempt(const Operation& operation);
  /// What is said to be in the way of it; empty: nothing.
  std::string rows_in_the_way(const Operation& operation);
  /// The same as `attempt`, and that it succeeds is expected.
  void perform(const Operation& operation);

 private:
  std::string run(const Rendering& rendering);

  std::unique_ptr<Connection> connection_;
};

/// With quotes around plain names left out of its texts: SQLite writes them when it renames.
[[nodiscard]] Catalog without_needless_quotes(Catalog catalog);
/// For a message: every object of it in SQL.
[[nodiscard]] std::string written_out(const Catalog& catalog);
/// The message and hint of what `operation` is refused with; empty where it is not.
[[nodiscard]] std::string refusal_of(SqliteMemory& database, const Operation& operation);

}  // namespace aludel::testing
