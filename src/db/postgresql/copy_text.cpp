#include "db/postgresql/copy_text.hpp"

#include "db/number.hpp"

namespace aludel {

namespace {

/// What stands behind the backslash for a character that must have one; NUL: it needs none.
char letter_of(char character) {
  switch (character) {
    case '\\': return '\\';
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    default: return '\0';
  }
}

void add_cell(const Cell& cell, std::string& text) {
  if (cell.kind == Cell::Kind::null) {
    text += "\\N";
    return;
  }
  std::size_t done = 0;
  for (std::size_t at = 0; at < cell.value.size(); ++at) {
    const char letter = letter_of(cell.value[at]);
    if (letter == '\0') continue;
    text.append(cell.value, done, at - done);
    text += '\\';
    text += letter;
    done = at + 1;
  }
  text.append(cell.value, done);
}

}  // namespace

bool is_copy_value(std::string_view sql) {
  return sql == "true" || sql == "false" || is_decimal_number(sql);
}

bool is_written_by_server(std::string_view sql) {
  if (sql == "true" || sql == "false") return true;
  const bool is_negative = sql.starts_with('-');
  if (is_negative) sql.remove_prefix(1);
  if (sql.find_first_of("eE") != std::string_view::npos || sql.ends_with('.')) return false;
  if (sql.size() > 1 && sql[0] == '0' && sql[1] != '.') return false;
  return !is_negative || sql.find_first_not_of("0.") != std::string_view::npos;
}

void add_copy_row(const std::vector<Cell>& row, std::string& text) {
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (at > 0) text += '\t';
    add_cell(row[at], text);
  }
  text += '\n';
}

}  // namespace aludel
