#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "dialect/dialect.hpp"
#include "dialect/objects.hpp"
#include "migrate/script.hpp"

namespace aludel {

/// The database's objects as they will be when a step's turn comes: what is there now, and what the
/// steps before it make of it.
class Foreseen {
 public:
  /// @param look      reads what is there now; called once, when it is first needed
  /// @param database  to count rows in; null: there is none
  /// @param stop      of what runs in a database in memory
  Foreseen(const Dialect& dialect, std::function<Catalog()> look, Connection* database = nullptr,
           std::stop_token stop = {})
      : dialect_(&dialect), look_(std::move(look)), database_(database), stop_(std::move(stop)) {}

  [[nodiscard]] const Catalog& catalog();
  /// False where SQL was passed that nobody could follow: what `catalog` lacks may be there, and
  /// what it has may be other.
  [[nodiscard]] bool is_whole() const { return whole_; }

  /// What the next operation meets becomes what it leaves. Where the state is not whole, an
  /// operation that does not fit it changes nothing here.
  /// @throws Error(bad_operation) as `apply`
  void pass(const Operation& bound);
  /// The same of a rename on SQLite, which follows it in views and triggers better than `apply`:
  /// its statements run in a database in memory.
  /// @throws Error(bad_operation) where a view or trigger would not fit behind it
  void pass_rename(const Operation& bound, const std::vector<std::string>& statements);
  /// The same of SQL that somebody wrote: on SQLite it runs in a database in memory that has the
  /// same objects; elsewhere its effect is not known, unless it only writes rows.
  void pass(const Script& script);
  void pass_sql(const std::string& sql);
  /// Nothing is known of what was done.
  void lose_sight() { whole_ = rows_are_known_ = false; }
  /// A step writes rows.
  void pass_rows() { rows_are_known_ = false; }

  /// What the database answers to a query that reads `table` alone; none where the steps before may
  /// have changed that, where there is no database to ask, or where it takes more than two seconds.
  [[nodiscard]] std::optional<Result> look(const ObjectName& table, const std::string& query) const;
  /// How many rows `SELECT count(*) <from>` counts; none as with `look`.
  [[nodiscard]] std::optional<long long> count(const ObjectName& table,
                                               const std::string& from) const;

 private:
  void pass_objects(const Operation& bound);
  void note_rows(const Operation& bound);
  void pass_statements(const std::vector<std::string>& statements);
  /// @return the database's words where it refused; empty where nobody can follow `statements`
  [[nodiscard]] std::expected<void, std::string> rehearse(
      const std::vector<std::string>& statements);

  const Dialect* dialect_;
  std::function<Catalog()> look_;
  std::optional<Catalog> catalog_;
  Connection* database_;
  std::stop_token stop_;
  bool whole_ = true;
  bool rows_are_known_ = true;
  std::set<std::string> other_rows_;  ///< tables, in lower case, whose rows under this name the
                                      ///< database does not have yet, or has otherwise
};

}  // namespace aludel
