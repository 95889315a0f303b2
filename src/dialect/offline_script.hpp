#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "dialect/bookkeeping.hpp"
#include "dialect/evidence.hpp"
#include "sql/token.hpp"

namespace aludel {

struct TransactionOptions;

/// What holds for a whole script.
struct OfflineSettings {
  Bookkeeping bookkeeping;  ///< as the script expects it; what is there is looked up when it runs
  VersionTableSettings version_table;
  std::optional<bool> foreign_keys;     ///< as in ConnectOptions
  std::chrono::milliseconds lock_wait;  ///< for the migration lock
};

/// The newest row in the journal of a revision of which a part is done.
struct OfflineProgress {
  std::string revision;
  std::string direction;
  int segment = 0;
  std::string event;
};

/// Where a script expects the database to be.
struct OfflineState {
  std::vector<std::string> rows;            ///< of the version table, sorted
  std::optional<OfflineProgress> progress;  ///< none: no revision is half-way

  /// The rows as a person reads them: "base" or the ids.
  [[nodiscard]] std::string shown() const;
};

/// A schema or table of the bookkeeping, and how it is made.
struct OfflineTable {
  std::string name;  ///< quoted and qualified
  bool is_schema = false;
  std::string sql;
};

/// What a script looks at before it changes anything.
struct OfflineCheck {
  std::optional<OfflineState> state;  ///< none: it may be anywhere
  std::vector<OfflineTable> tables;   ///< made in the same transaction, where they are missing
  std::size_t longest_id = 0;         ///< characters that must fit into the version table
  long long locks = 0;                ///< that one transaction takes
};

struct OfflineTransaction {
  OfflineState expected;
  const TransactionOptions& options;
  std::string first;  ///< a statement that must be the transaction's first; empty: none
};

/// Why a statement cannot stand in a script.
struct OfflineObstacle {
  std::string message;
  std::string hint;
  std::size_t offset = 0;  ///< in the statement's SQL
};

/// A data migration in batches. Names and texts are SQL as it stands in the revision.
struct OfflineBatches {
  std::string place;  ///< "versions/x.sql:7"
  std::string table;
  std::vector<std::string> key;  ///< its columns
  std::string columns;           ///< "a, b"
  std::string descending;        ///< "a DESC, b DESC"
  std::string row;               ///< "id", "(a, b)"
  std::string statement_row;     ///< the same with the alias that the statement gives the table
  std::string where;
  std::string before;  ///< the statement up to its condition on the key
  std::string after;   ///< and behind it
  long long size = 0;  ///< rows of the first batch
  long long largest = 0;
  std::chrono::milliseconds target{};
  std::chrono::milliseconds pause{};
  std::chrono::milliseconds lock_timeout{};  ///< of an attempt
  std::chrono::milliseconds lock_retry{};
  std::string expected;  ///< the version rows, joined by commas
  bool may_change_role = false;
  std::string journal;  ///< the INSERT for a batch that is done
};

/// How a dialect writes a loop. The expressions stand for values that are known when it runs.
struct OfflineBatchForms {
  /// Looks the table up, stops the client where it cannot be gone through, and finds the last key.
  std::string (*look)(const OfflineBatches& batches);
  std::string_view end_key;      ///< behind `look`: the last key
  std::string_view total;        ///< an estimate of the rows to pass
  std::string_view run_id;       ///< inside the loop
  std::string_view reached_key;  ///< the end of the batch that is done
  std::string_view passed_rows;  ///< so far
  // What stands around the text for a table with rows, and that for one without.
  std::string_view if_rows;
  std::string_view else_none;
  std::string_view end_if;
  /// Goes through the rows, each batch a transaction.
  std::string (*loop)(const OfflineSettings& settings, const OfflineBatches& batches);
};

/// How a dialect writes a script for its own client: plain data and texts. A text is whole lines,
/// each ended by LF; an empty one means that there is nothing to say. No text that is put into one
/// can end its comment, string or statement.
struct OfflineForms {
  std::string_view system;   ///< "PostgreSQL 12 or newer": what the script is for
  std::string_view command;  ///< how it is run
  int server_version;        ///< what statements are classified for

  // Expressions for the columns of the journal; an empty one is NULL.
  // `{journal}` stands for the table, `{key}` for the version table's key.
  std::string_view run_id;        ///< in the first row that a script writes
  std::string_view run_id_again;  ///< in the others
  std::string_view backend;
  std::string_view who;
  std::string_view host;
  std::string_view run_duration;
  std::string_view autocommit_duration;

  Bookkeeping (*bookkeeping)(const VersionTableSettings& settings);
  /// Sets client and session up, and takes the migration lock.
  std::string (*open)(const OfflineSettings& settings);
  /// Stops the client where the database is not as expected; makes the tables that are missing.
  std::string (*check)(const OfflineSettings& settings, const OfflineCheck& check);
  /// Begins a transaction that no other writer of the version table can step into; stops the client
  /// where one was there before.
  std::string (*begin)(const OfflineSettings& settings, const OfflineTransaction& transaction);
  /// The settings of a step that shares the transaction of the one before it.
  std::string (*go_on)(const TransactionOptions& options);
  /// A statement of a revision, with its semicolon and the rows of a COPY, so that the client sends
  /// what `sql` says.
  std::string (*statement)(std::string_view sql, std::optional<std::string_view> rows);
  /// The same outside of a transaction.
  std::string (*autocommit)(std::string_view sql, std::optional<std::string_view> rows);
  /// Stops the client with `message` where the query gives a row.
  std::string (*verify)(std::string_view query, const std::string& message,
                        const std::string& place);
  std::string (*before_autocommit)(const StatementTraits& traits,
                                   const TransactionOptions& options);
  /// Stops the client where IF NOT EXISTS hid that something else is there.
  std::string (*after_autocommit)(const StatementTraits& traits, std::string_view sql,
                                  const std::string& message);
  const OfflineBatchForms* batches;  ///< null: the client has no loop
  /// Brings the session back to how `open` left it; `attached` are databases to be detached.
  std::string (*reset)(const OfflineSettings& settings, const std::vector<std::string>& attached,
                       bool changed_session);
  /// Prints a line.
  std::string (*say)(const std::string& text);
  /// Gives the migration lock back.
  std::string (*close)(const OfflineSettings& settings);
  /// What of a statement, or of a verify query, the client would take for something else.
  std::optional<OfflineObstacle> (*obstacle)(std::string_view sql, bool verify);
};

/// The query that answers the name of the revision that stopped half-way, and its direction; no row
/// where none did. docs/formats.md, "The journal".
[[nodiscard]] std::string half_way_query(const Bookkeeping& bookkeeping, SqlDialect dialect);
/// The query for the newest row that tells how far a revision came.
[[nodiscard]] std::string newest_step_query(const Bookkeeping& bookkeeping, SqlDialect dialect);
}  // namespace aludel
