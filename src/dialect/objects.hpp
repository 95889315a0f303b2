#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/apply.hpp"
#include "catalog/operation.hpp"
#include "db/connection.hpp"

namespace aludel {

/// A database's state, and what of it a Catalog cannot hold.
struct Inspected {
  Catalog catalog;                       ///< sorted
  std::vector<std::string> not_covered;  ///< "virtual table notes_fts", one each
  /// Of those that are not covered: what makes them, where their text is known, in that order.
  std::vector<std::pair<std::string, std::string>> statements = {};
};

struct RenderedStatement {
  std::string sql;             ///< one statement, without a semicolon
  bool autocommit = false;     ///< cannot run in a transaction
  std::string copy_rows = {};  ///< the rows of a COPY … FROM STDIN, each with its LF
  std::size_t change = 0;      ///< of an AlterTable: the change that it is for
};

/// Rows that a statement would fail at.
struct RowsInTheWay {
  ObjectName table;
  std::string of;     ///< "unique constraint uq_users_email"
  std::string why;    ///< what is wrong with them: "email is the same in several"
  std::string from;   ///< "FROM … WHERE …": all of them
  std::string shown;  ///< the SELECT list that tells which they are
  std::string
      way;  ///< beside mending and deleting them: "make them whole numbers by …"; empty: none
};

/// An operation as a database runs it.
struct Rendering {
  std::vector<RenderedStatement> statements;
  std::vector<RowsInTheWay> in_the_way;  ///< to be looked for before anything runs
  std::vector<std::string> verify;       ///< queries that must give no row before COMMIT
  bool foreign_keys_off = false;         ///< SQLite: outside of the transaction, before it
};

/// What a dialect knows of objects. Plain functions in one visible table; all but `inspect` are
/// pure.
struct ObjectFunctions {
  Rules rules;

  /// Reads everything that the user of `connection` can see but what extensions and the database
  /// itself own, and tables of `left_out`. A constant number of queries on a server. In the
  /// session's first schema objects have no schema in their name.
  Inspected (*inspect)(Connection& connection, const std::vector<ObjectName>& left_out);

  /// `operation` in the form that inspection would give its result in: types of the database, names
  /// that it gives to constraints, expressions as far as that is known without it. bound(bound(x))
  /// = bound(x).
  Operation (*bound)(Operation operation, const Catalog& before, int server_version);

  /// The statements. Never SQL that the server's version lacks.
  /// @param operation  bound
  /// @param before     the state that it meets; of tables that are not named nothing is needed
  /// @throws Error(bad_operation) that names the alternative, where the database has no such thing
  Rendering (*render)(const Operation& operation, const Catalog& before, int server_version);

  /// The same in steps that let others go on with tables that have rows, some of them outside of a
  /// transaction; null: there are no others.
  Rendering (*render_online)(const Operation& operation, const Catalog& before, int server_version);

  /// The statement that takes the rows beside its text (`Request::rows`); empty: where the values
  /// that the database would keep could be other ones than by `render`.
  /// @param operation  bound
  std::string (*insert_apart)(const BulkInsert& operation, const Catalog& before);

  /// What a column's values become of when it gets another type, for `using_expression`; empty: the
  /// database converts them itself; none: no conversion is known.
  std::optional<std::string> (*conversion)(const Column& from, const Type& to);
};

}  // namespace aludel
