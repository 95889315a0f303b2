#include "app/backup/count_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"

namespace aludel {

namespace {

/// @param list  a query for the names, as SQL writes them
std::vector<TableRows> count(Connection& connection, std::string_view list,
                             const std::string& before_name = {}) {
  std::vector<TableRows> tables;
  for (const auto& row : connection.query(list).rows) tables.push_back({row.at(0).value_or(""), 0});
  for (TableRows& each : tables) {
    const Result counted = connection.query("SELECT count(*) FROM " + before_name + each.table);
    each.rows = integer(counted.rows.at(0).at(0)).value_or(0);
  }
  std::ranges::sort(tables, {}, &TableRows::table);
  return tables;
}

std::string shown(const std::map<std::string, long long>& counts, const std::string& table) {
  const auto found = counts.find(table);
  return found == counts.end() ? "no table" : counted(found->second, "row");
}

}  // namespace

std::vector<TableRows> count_rows_postgresql(Connection& connection) {
  // What belongs to an extension is made by it; a partitioned table's rows are its partitions'.
  return count(connection,
               "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM "
               "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
               "WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%' "
               "AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT FROM "
               "pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND "
               "d.objid = c.oid AND d.deptype = 'e')",
               "ONLY ");
}

std::vector<TableRows> count_rows_sqlite(Connection& connection) {
  // The rows of a virtual table are in its shadow tables, and its module may not be there.
  return count(connection,
               "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_schema WHERE type = "
               "'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name <> 'sqlite_stat4'");
}

std::vector<std::string> differences(const std::vector<TableRows>& expected,
                                     const std::vector<TableRows>& found) {
  std::map<std::string, long long> wanted;
  std::map<std::string, long long> there;
  std::set<std::string> names;
  for (const TableRows& each : expected) wanted[each.table] = each.rows, names.insert(each.table);
  for (const TableRows& each : found) there[each.table] = each.rows, names.insert(each.table);
  std::vector<std::string> lines;
  for (const std::string& name : names) {
    if (shown(wanted, name) == shown(there, name)) continue;
    lines.push_back(name + ": " + shown(wanted, name) + " expected, " + shown(there, name) +
                    " found");
  }
  return lines;
}

}  // namespace aludel
