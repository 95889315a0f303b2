#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "migrate/seeds/seed_table.hpp"
#include "sql/splitter.hpp"

namespace aludel::seed_tables {

namespace {

std::string name_in_sql(const std::string& table) {
  return "main." + quote_identifier(table, SqlDialect::sqlite);
}

Result ask(Connection& connection, const std::string& sql, const std::string& name) {
  return connection.query(Request{.sql = sql, .parameters = {name}});
}

std::string text(const std::vector<Value>& row, std::size_t column) {
  return row.at(column).value_or("");
}

/// Of the names that have a number's affinity those that mean a number: DATE has it too, and
/// INTERVAL.
bool means_number(const std::string& type) {
  constexpr std::array<std::string_view, 18> names{
      "int",      "integer", "tinyint", "smallint", "mediumint", "bigint",
      "unsigned", "int2",    "int4",    "int8",     "real",      "double",
      "float",    "float4",  "float8",  "numeric",  "decimal",   "dec"};
  const std::string word = lower(type.substr(0, type.find_first_of(" (")));
  return std::ranges::find(names, word) != names.end();
}

}  // namespace

std::vector<Found> find_sqlite(Connection& connection, const std::string& name) {
  std::vector<Found> found;
  for (const auto& row :
       ask(connection,
           "SELECT name, type FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name = "
           "$1 COLLATE NOCASE",
           name)
           .rows)
    found.push_back({text(row, 0), text(row, 1)});
  return found;
}

std::vector<std::string> all_sqlite(Connection& connection) {
  std::vector<std::string> names;
  for (const auto& row : connection
                             .query("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND "
                                    "name NOT GLOB 'aludel_*' AND name NOT GLOB 'sqlite_*' ORDER "
                                    "BY name LIMIT 5000")
                             .rows)
    names.push_back(text(row, 0));
  return names;
}

SeedTable read_sqlite(Connection& connection, const std::string& id) {
  SeedTable table;
  table.name = name_in_sql(id);
  table.shown = id;
  std::map<long long, std::string> key;
  for (const auto& row :
       ask(connection,
           "SELECT name, \"notnull\", pk, hidden, type FROM pragma_table_xinfo($1, 'main')", id)
           .rows) {
    const long long hidden = integer(row.at(3)).value_or(0);
    if (hidden == 1) continue;  // of a virtual table: no column to write
    table.columns.push_back({.name = text(row, 0),
                             .generated = hidden > 1,
                             .always_identity = false,
                             .not_null = row.at(1) == "1",
                             .number_type = means_number(text(row, 4)) ? text(row, 4) : ""});
    if (const long long place = integer(row.at(2)).value_or(0); place > 0)
      key[place] = text(row, 0);
  }
  for (auto& [place, column] : key) table.primary_key.push_back(column);
  if (!table.primary_key.empty()) table.unique_keys.push_back(table.primary_key);
  for (const auto& index : ask(connection,
                               "SELECT name FROM pragma_index_list($1, 'main') WHERE \"unique\" "
                               "AND NOT partial AND origin <> 'pk'",
                               id)
                               .rows) {
    std::vector<std::string> columns;
    for (const auto& row :
         ask(connection, "SELECT name FROM pragma_index_info($1, 'main') ORDER BY seqno",
             text(index, 0))
             .rows)
      columns.push_back(text(row, 0));
    if (std::ranges::none_of(columns, &std::string::empty)) table.unique_keys.push_back(columns);
  }
  std::map<long long, SeedTable::ForeignKey> foreign;
  for (const auto& row : ask(connection,
                             "SELECT f.id, f.\"from\", coalesce((SELECT s.name FROM "
                             "main.sqlite_schema s WHERE s.type = 'table' AND s.name = f.\"table\" "
                             "COLLATE NOCASE), f.\"table\"), coalesce(f.\"to\", (SELECT p.name "
                             "FROM pragma_table_info(f.\"table\", 'main') p WHERE p.pk = f.seq + "
                             "1)) FROM pragma_foreign_key_list($1, 'main') f ORDER BY f.id, f.seq",
                             id)
                             .rows) {
    SeedTable::ForeignKey& each = foreign[integer(row.at(0)).value_or(0)];
    each.columns.push_back(text(row, 1));
    each.parent = name_in_sql(text(row, 2));
    each.parent_columns.push_back(text(row, 3));
    each.deferrable = true;  // by a PRAGMA, whatever the table says
  }
  for (auto& [number, each] : foreign) table.foreign_keys.push_back(std::move(each));
  for (const auto& row : ask(connection,
                             "SELECT DISTINCT s.name FROM main.sqlite_schema s, "
                             "pragma_foreign_key_list(s.name, 'main') f WHERE s.type = 'table' AND "
                             "f.\"table\" = $1 COLLATE NOCASE AND f.on_delete IN ('CASCADE', 'SET "
                             "NULL', 'SET DEFAULT') ORDER BY 1",
                             id)
                             .rows)
    table.followers.push_back(text(row, 0));
  for (const auto& row :
       ask(connection,
           "SELECT DISTINCT f.\"to\" FROM main.sqlite_schema s, pragma_foreign_key_list(s.name, "
           "'main') f WHERE s.type = 'table' AND f.\"table\" = $1 COLLATE NOCASE AND f.\"to\" IS "
           "NOT NULL ORDER BY 1",
           id)
           .rows)
    table.referred_columns.push_back(text(row, 0));
  return table;
}

}  // namespace aludel::seed_tables
