#include "catalog/select_list.hpp"

namespace aludel {

SelectList select_list(const SqlWords& words) {
  SelectList list;
  if (!words.is(0, "select") || words.is(1, "distinct") || words.is(1, "all")) return list;
  const SelectItem all(words.words);
  std::size_t begin = 1;
  int depth = 0;
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const bool ends =
        i == all.size() ||
        (depth == 0 && (words.is(i, "from") || words.is(i, "union") || words.is(i, "where")));
    if (!ends && (words.is(i, "(") || words.is(i, "["))) ++depth;
    if (!ends && (words.is(i, ")") || words.is(i, "]"))) --depth;
    if (!ends && (depth > 0 || !words.is(i, ","))) continue;
    list.items.push_back(all.subspan(begin, i - begin));
    list.end = i;
    begin = i + 1;
    if (ends) break;
  }
  return list;
}

bool is_column(SelectItem item) {
  for (std::size_t i = 0; i < item.size(); ++i) {
    if (i % 2 == 0 ? !item[i].is_name() : !item[i].is(".")) return false;
  }
  return item.size() % 2 == 1;
}

bool has_alias(SelectItem item) {
  return item.size() > 2 && item[item.size() - 2].is("as");
}

}  // namespace aludel
