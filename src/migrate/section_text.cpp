#include "migrate/section_text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "revision/section.hpp"

namespace aludel {

void SectionText::begin(Direction direction, const std::string& allow_data_loss) {
  write("-- aludel:" + std::string(name_of(direction)), 1);
  body_ = text_.size();
  body_line_ = lines_.size();
  if (!allow_data_loss.empty()) write("-- aludel:allow-data-loss " + allow_data_loss, 1);
}

void SectionText::irreversible(std::string reason) {
  std::ranges::replace(reason, '\n', ' ');
  write("-- aludel:irreversible " + reason, 1);
}

void SectionText::set_foreign_keys_off() {
  text_.insert(body_, std::string(foreign_keys_off_line) + "\n");
  for (RowsBeside& beside : rows_) {
    if (beside.begin >= body_) beside.begin += foreign_keys_off_line.size() + 1;
  }
  lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(body_line_), 1);
}

void SectionText::append(const SectionText& other) {
  for (const RowsBeside& beside : other.rows_)
    rows_.push_back({text_.size() + beside.begin, beside.rows});
  text_ += other.text_;
  lines_.insert(lines_.end(), other.lines_.begin(), other.lines_.end());
}

void SectionText::add(const RenderedStatement& statement, int line) {
  if (statement.autocommit) write("-- aludel:autocommit", line);
  write(statement.sql + ";", line);
  if (!statement.copy_rows.empty()) write(statement.copy_rows + "\\.", line);
}

void SectionText::add_with_rows(const std::string& sql, std::shared_ptr<const CellRows> rows,
                                int line) {
  write("-- with " + with_commas(static_cast<long long>(rows->size())) + " rows", line);
  rows_.push_back({text_.size(), std::move(rows)});
  write(sql + ";", line);
  if (sql.starts_with("COPY")) write("\\.", line);
}

void SectionText::add_sql(std::string_view sql, bool autocommit, int line) {
  while (!sql.empty() && (sql.back() == '\n' || sql.back() == ' ')) sql.remove_suffix(1);
  if (sql.empty()) return;
  if (autocommit) write("-- aludel:autocommit", line);
  write(sql, line);
  // On a line of its own: the last one may end in a comment. An empty statement is none.
  if (!sql.ends_with(';')) write(";", line);
}

void SectionText::add_batched(const Backfill& backfill, int line) {
  std::string directive = "-- aludel:batch table=" + backfill.table.text() + " key=" + backfill.key;
  if (backfill.size) directive += " size=" + std::to_string(*backfill.size);
  if (!backfill.pause.empty()) directive += " pause=" + backfill.pause;
  if (!backfill.where.empty()) directive += " where=\"" + backfill.where + "\"";
  write(directive, line);
  add_sql(backfill.sql, false, line);
}

void SectionText::add_verify(std::string_view query, int line) {
  write("-- aludel:verify", line);
  add_sql(query, false, line);
}

SourceText SectionText::take(const std::string& name) {
  lines_.push_back(lines_.empty() ? 1 : lines_.back());
  return {name, std::move(text_), std::move(lines_)};
}

void SectionText::write(std::string_view lines, int line) {
  text_.append(lines);
  text_ += '\n';
  lines_.insert(lines_.end(), static_cast<std::size_t>(std::ranges::count(lines, '\n')) + 1, line);
}

}  // namespace aludel
