#include "migrate/version_rows_sql.hpp"

#include <algorithm>
#include <iterator>

namespace aludel {

namespace {

std::vector<Value> values_of(const std::vector<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

/// "$1, $2 …", each between `before` and `after`.
std::string placeholders(std::size_t count, std::string_view before, std::string_view after) {
  std::string list;
  for (std::size_t i = 1; i <= count; ++i) {
    list.append(i == 1 ? "" : ", ").append(before).append("$" + std::to_string(i)).append(after);
  }
  return list;
}

}  // namespace

RowEdit row_edit(const std::vector<std::string>& actual, const std::vector<std::string>& wanted) {
  RowEdit edit;
  std::ranges::set_difference(actual, wanted, std::back_inserter(edit.removed));
  std::ranges::set_difference(wanted, actual, std::back_inserter(edit.added));
  return edit;
}

std::vector<RowStatement> row_statements(const Bookkeeping& bookkeeping, const RowEdit& edit) {
  const std::string& table = bookkeeping.version;
  if (edit.removed.size() == 1 && edit.added.size() == 1) {
    return {{{"UPDATE " + table + " SET version_num = $1 WHERE version_num = $2",
              {edit.added[0], edit.removed[0]}},
             1}};
  }
  std::vector<RowStatement> statements;
  if (!edit.removed.empty()) {
    const std::size_t count = edit.removed.size();
    statements.push_back(
        {{"DELETE FROM " + table + " WHERE version_num IN (" + placeholders(count, "", "") + ")",
          values_of(edit.removed)},
         static_cast<long long>(count)});
  }
  if (!edit.added.empty()) {
    const std::size_t count = edit.added.size();
    statements.push_back(
        {{"INSERT INTO " + table + " (version_num) VALUES " + placeholders(count, "(", ")"),
          values_of(edit.added)},
         static_cast<long long>(count)});
  }
  return statements;
}

}  // namespace aludel
