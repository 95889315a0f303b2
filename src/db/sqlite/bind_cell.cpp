#include "db/sqlite/bind_cell.hpp"

#include <algorithm>
#include <charconv>

#include <sqlite3.h>

#include "base/text.hpp"
#include "db/number.hpp"

namespace aludel {

std::optional<long long> whole_value(std::string_view sql) {
  if (sql == "true") return 1;
  if (sql == "false") return 0;
  const std::string_view digits = sql.substr(sql.starts_with('-') ? 1 : 0);
  if (digits.empty() || digits.size() > 18 || !std::ranges::all_of(digits, is_digit))
    return std::nullopt;
  long long value = 0;
  std::from_chars(sql.data(), sql.data() + sql.size(), value);
  return value;
}

bool is_fraction(std::string_view sql) {
  return is_decimal_number(sql) && sql.find_first_of(".eE") != std::string_view::npos;
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
