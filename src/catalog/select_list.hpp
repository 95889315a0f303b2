#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "catalog/sql_words.hpp"

namespace aludel {

/// One item of a SELECT list.
using SelectItem = std::span<const SqlWord>;

/// The outermost SELECT list of a query.
struct SelectList {
  std::vector<SelectItem> items;  ///< none where the query does not begin with a plain SELECT
  std::size_t end = 0;  ///< the word behind it: FROM, UNION, WHERE, or behind the last one
};

/// The items refer to `words`.
[[nodiscard]] SelectList select_list(const SqlWords& words);

/// "price", "p.price", "app.prices.price"
[[nodiscard]] bool is_column(SelectItem item);
/// "price * 2 AS twice"
[[nodiscard]] bool has_alias(SelectItem item);

}  // namespace aludel
