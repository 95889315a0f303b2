#include "db/number.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace aludel {

namespace {

/// Takes the digits that `text` begins with. @return how many there are
std::size_t take_digits(std::string_view& text) {
  const auto count =
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  text.remove_prefix(count);
  return count;
}

}  // namespace

bool is_decimal_number(std::string_view sql) {
  if (sql.starts_with('-')) sql.remove_prefix(1);
  if (take_digits(sql) == 0) return false;
  if (sql.starts_with('.')) {
    sql.remove_prefix(1);
    take_digits(sql);
  }
  if (sql.empty()) return true;
  if (sql.front() != 'e' && sql.front() != 'E') return false;
  sql.remove_prefix(1);
  if (sql.starts_with('-') || sql.starts_with('+')) sql.remove_prefix(1);
  return take_digits(sql) > 0 && sql.empty();
}

}  // namespace aludel
