#include "db/sqlite/bind_cell.hpp"

#include <algorithm>
#include <charconv>

#include <sqlite3.h>

#include "base/text.hpp"

namespace aludel {

namespace {

std::string_view without_sign(std::string_view sql) {
  if (sql.starts_with('-')) sql.remove_prefix(1);
  return sql;
}

std::size_t digits_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

}  // namespace

std::optional<long long> whole_value(std::string_view sql) {
  if (sql == "true") return 1;
  if (sql == "false") return 0;
  const std::string_view digits = without_sign(sql);
  if (digits.empty() || digits.size() > 18 || digits_of(digits) != digits.size())
    return std::nullopt;
  long long value = 0;
  std::from_chars(sql.data(), sql.data() + sql.size(), value);
  return value;
}

bool is_fraction(std::string_view sql) {
  std::string_view rest = without_sign(sql);
  const std::size_t whole = digits_of(rest);
  if (whole == 0) return false;
  rest.remove_prefix(whole);
  const bool has_point = rest.starts_with('.');
  if (has_point) {
    rest.remove_prefix(1);
    rest.remove_prefix(digits_of(rest));
  }
  if (rest.empty()) return has_point;
  if (rest.front() != 'e' && rest.front() != 'E') return false;
  rest.remove_prefix(1);
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  return !rest.empty() && digits_of(rest) == rest.size();
}

void bind_cell(sqlite3_stmt* statement, int parameter, const Cell& cell) {
  if (cell.kind == Cell::Kind::null) {
    sqlite3_bind_null(statement, parameter);
    return;
  }
  if (cell.kind == Cell::Kind::sql) {
    if (const auto whole = whole_value(cell.value)) {
      sqlite3_bind_int64(statement, parameter, *whole);
      return;
    }
  }
  sqlite3_bind_text64(statement, parameter, cell.value.data(), cell.value.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
}

}  // namespace aludel
