#include "catalog/query_columns.hpp"

#include "catalog/select_list.hpp"

namespace aludel {

std::optional<std::vector<std::string>> query_columns(std::string_view query, const Rules& rules) {
  const SqlWords words = words_of(query, rules);
  const SelectList list = select_list(words);
  const bool is_whole = list.end == words.words.size() || words.is(list.end, "from");
  if (list.items.empty() || !is_whole) return std::nullopt;
  std::vector<std::string> columns;
  for (const SelectItem& item : list.items) {
    const bool is_named = is_column(item) || (has_alias(item) && item.back().is_name());
    if (!is_named) return std::nullopt;
    columns.push_back(item.back().text);
  }
  return columns;
}

}  // namespace aludel
