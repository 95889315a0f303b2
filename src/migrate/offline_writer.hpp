#pragma once

#include <string>
#include <vector>

#include "migrate/journal.hpp"
#include "migrate/script.hpp"
#include "migrate/session.hpp"
#include "migrate/version_rows_sql.hpp"

namespace aludel {

/// Columns of a journal row whose values are known when the script runs, as expressions; an empty
/// one leaves the entry's.
struct OfflineJournal {
  std::string duration = {};
  std::string run_id = {};
  std::string position = {};
  std::string detail = {};
};

/// What a script is made of, in the dialect's words; keeps where the script has the database now.
class OfflineWriter {
 public:
  explicit OfflineWriter(const SessionOptions& options);

  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] const OfflineForms& forms() const { return forms_; }
  [[nodiscard]] const OfflineSettings& settings() const { return settings_; }
  [[nodiscard]] const SessionOptions& options() const { return options_; }
  [[nodiscard]] OfflineState& state() { return state_; }

  /// A text of the dialect, or of ours that is whole lines.
  void add(std::string_view text) { text_ += text; }
  /// A line of comment; what could end it is made a blank.
  void comment(std::string_view text);
  void blank_line() { text_ += '\n'; }
  /// Prints a line when the script runs.
  void say(std::string_view text);
  /// A statement of ours.
  void add(const OwnedRequest& request);

  /// Client, session, lock, and the first look at the database, which makes the tables.
  void open(OfflineCheck check);
  void begin(const TransactionOptions& options, std::string first = {});
  void row_edit_to(const std::vector<std::string>& rows);
  void journal(const JournalEntry& entry, const OfflineJournal& known_later = {});
  [[nodiscard]] std::string journal_text(const JournalEntry& entry,
                                         const OfflineJournal& known_later);
  void commit() { add("COMMIT;\n"); }
  void close();

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] std::string filled(std::string_view expression) const;
  [[nodiscard]] std::vector<OfflineTable> tables() const;

  const SessionOptions& options_;
  const Dialect& dialect_;
  const OfflineForms& forms_;
  OfflineSettings settings_;
  OfflineState state_;
  bool first_row_ = true;  ///< no row of the journal is written yet
  std::string text_;
};

}  // namespace aludel
