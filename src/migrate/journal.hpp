#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aludel/event.hpp"
#include "db/connection.hpp"
#include "dialect/dialect.hpp"
#include "migrate/batch_detail.hpp"

namespace aludel {

/// The journal format that this version writes, and the newest that it understands.
inline constexpr int journal_format = 1;

/// What a row is about.
inline constexpr std::string_view revision_kind = "revision";
inline constexpr std::string_view script_kind = "script";
inline constexpr std::string_view seed_kind = "seed";

/// One row to write. docs/formats.md, "The journal", says what each column means.
struct JournalEntry {
  std::string kind = std::string(revision_kind);
  std::string name;
  std::optional<Direction> direction;
  std::optional<int> segment;  ///< from 1
  std::optional<int> segments;
  std::optional<int> statement;  ///< from 1 in the section
  std::string event;
  std::optional<long long>
      duration_ms;  ///< none: since the transaction began, where the server can tell
  std::string upgrade_digest;
  std::string downgrade_digest;
  std::string statement_digest;
  std::string position;
  std::string reason;
  std::string detail;
};

/// What is the same in all rows of one run.
struct RunIdentity {
  std::string run_id;  ///< 16 random hexadecimal digits
  std::string backend;
  std::string who;
  std::string host;
  std::string renewal = {};  ///< of the run's lease, sent along with each row; empty: it has none
};
[[nodiscard]] RunIdentity new_run(const Connection& connection);

/// A statement with its parameters.
struct OwnedRequest {
  std::string sql;
  std::vector<Value> parameters;

  [[nodiscard]] Request request() const { return {.sql = sql, .parameters = parameters}; }
};
/// A column of a journal row: an SQL expression, or, where that is empty, a value.
struct JournalColumn {
  std::string_view name;
  Value value;
  std::string expression = {};
};
/// All columns of a row but its id, in the table's order.
[[nodiscard]] std::vector<JournalColumn> journal_columns(const Dialect& dialect,
                                                         const Bookkeeping& bookkeeping,
                                                         const RunIdentity& run,
                                                         const JournalEntry& entry);
/// The row's INSERT; it answers the row's id.
[[nodiscard]] OwnedRequest journal_insert(const Dialect& dialect, const Bookkeeping& bookkeeping,
                                          const RunIdentity& run, const JournalEntry& entry);
/// Keeps `text` under `digest`, once.
[[nodiscard]] OwnedRequest text_insert(const Bookkeeping& bookkeeping, const std::string& digest,
                                       const std::string& text);

/// Who wrote a row, for a person: "ann@build7"; what the server does not tell a script is left out.
[[nodiscard]] std::string shown_writer(const std::string& who, const std::string& host,
                                       std::string_view between = "@");

/// A row as read back, of kind revision or script.
struct JournalRow {
  long long id = 0;
  std::string name;
  Direction direction = Direction::up;
  int segment = 0;
  int segments = 0;
  int statement = 0;
  std::string event;
  std::string statement_digest;
  std::string position;
  std::string at_utc;
  std::string backend;
  std::string who;
  std::string host;
  std::string detail;
};

/// The statement of an autocommit segment that was begun and not seen to end.
struct OpenIntent {
  int segment = 0;
  int statement = 0;
  std::string digest;
  std::string at_utc;
  std::string backend;
  std::string who;
  std::string host;
  std::string failure;  ///< what the server said when it failed; empty when nobody saw its end

  bool operator==(const OpenIntent&) const = default;
};

/// How far a segment that runs in batches has come.
struct BatchState {
  int segment = 0;
  int statement = 0;
  std::string digest;    ///< of the statement that was last begun with
  std::string end;       ///< the last key that belongs to it, fixed when it began
  std::string position;  ///< all rows up to this key are done; empty: none
  BatchDetail detail;
  long long rows = 0;   ///< passed so far
  std::string backend;  ///< of the run that was at it last
  std::string who;
  std::string host;

  bool operator==(const BatchState&) const = default;
};

/// A revision, or a script, of which some segments are done and others not.
struct InProgress {
  std::string revision;  ///< of a script its name
  std::string kind = std::string(revision_kind);
  Direction direction = Direction::up;
  int segments = 0;                       ///< as cut when it was last run
  std::vector<std::string> done_digests;  ///< of the segments done, from the first on
  std::optional<OpenIntent> intent;
  std::optional<BatchState> batch;

  [[nodiscard]] int done() const { return static_cast<int>(done_digests.size()); }
  /// As messages name it: "revision 8f3c2a91d0e4".
  [[nodiscard]] std::string title() const { return kind + " " + revision; }
  bool operator==(const InProgress&) const = default;
};

/// What the rows of one revision, oldest first, say of it now: none when it is wholly done or not
/// begun. Pure. Events and kinds that are not known are passed over.
[[nodiscard]] std::optional<InProgress> progress_of(const std::vector<JournalRow>& rows);

}  // namespace aludel
