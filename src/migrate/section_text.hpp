#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aludel/event.hpp"
#include "base/source.hpp"
#include "catalog/operation.hpp"
#include "dialect/objects.hpp"

namespace aludel {

/// The first line of a section that rebuilds tables of SQLite: `PRAGMA foreign_keys` does nothing
/// inside a transaction, so it is set before the section's own
/// (https://sqlite.org/lang_altertable.html).
inline constexpr std::string_view foreign_keys_off_line = "-- foreign keys are off while this runs";

/// Rows that go with a statement of the text, beside it.
struct RowsBeside {
  std::size_t begin = 0;  ///< of the statement in the text
  std::shared_ptr<const CellRows> rows;
};

/// Writes the text of a revision in SQL from statements, and remembers for each line the line of
/// the C++ file that it comes from.
class SectionText {
 public:
  void begin(Direction direction, const std::string& allow_data_loss);
  /// In the place of a downgrade: why there is none.
  void irreversible(std::string reason);

  /// Of the section that was begun last.
  void set_foreign_keys_off();
  void append(const SectionText& other);
  void add(const RenderedStatement& statement, int line);
  /// A statement whose rows are no part of the text.
  void add_with_rows(const std::string& sql, std::shared_ptr<const CellRows> rows, int line);
  /// SQL as somebody wrote it: one statement or several, with directives.
  void add_sql(std::string_view sql, bool autocommit, int line);
  void add_batched(const Backfill& backfill, int line);
  void add_verify(std::string_view query, int line);

  /// @param name  of the C++ file
  [[nodiscard]] SourceText take(const std::string& name);
  [[nodiscard]] std::vector<RowsBeside> take_rows() { return std::exchange(rows_, {}); }

 private:
  void write(std::string_view lines, int line);

  std::string text_;
  std::vector<int> lines_;
  std::vector<RowsBeside> rows_;
  std::size_t body_ = 0;       // where the newest section's first line goes
  std::size_t body_line_ = 0;  // its index in lines_
};

}  // namespace aludel
