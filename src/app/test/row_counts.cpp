#include "app/test/row_counts.hpp"

#include <algorithm>

#include "app/test/sql_names.hpp"
#include "base/text.hpp"

namespace aludel {

RowCounts count_rows(Connection& connection, const Catalog& catalog, SqlDialect dialect) {
  RowCounts counts;
  for (const Table& table : catalog.tables) {
    std::string query = "SELECT count(*)";
    for (const Column& column : table.columns)
      query += ", count(" + quote_identifier(column.name, dialect) + ")";
    const Result found = connection.query(query + " FROM " + sql_name(table.name, dialect));
    const auto& row = found.rows.at(0);
    const std::string name = table.name.text();
    counts[name] = integer(row.at(0)).value_or(0);
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      counts[name + "." + table.columns[i].name] = integer(row.at(i + 1)).value_or(0);
  }
  return counts;
}

RowCounts kept_in_both(const RowCounts& one, const RowCounts& other) {
  RowCounts both;
  for (const auto& [name, count] : one) {
    const auto found = other.find(name);
    if (found != other.end()) both[name] = std::min(count, found->second);
  }
  return both;
}

std::vector<std::string> lost_rows(const RowCounts& wanted, const RowCounts& found) {
  std::vector<std::string> lines;
  std::string poorer;  // the table that was told last; its columns stand behind it
  for (const auto& [name, count] : wanted) {
    const auto now = found.find(name);
    if (now == found.end() || now->second >= count) continue;
    if (!poorer.empty() && name.starts_with(poorer + ".")) continue;
    const bool is_table = !wanted.contains(name.substr(0, name.rfind('.'))) || !name.contains('.');
    if (is_table) poorer = name;
    lines.push_back(name + ": " + counted(count, is_table ? "row" : "value") + " before, " +
                    std::to_string(now->second) + " now");
  }
  return lines;
}

}  // namespace aludel
