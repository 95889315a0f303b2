#include <algorithm>

#include "base/text.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string identifier(std::string_view name) {
  return quote_identifier(name, SqlDialect::sqlite);
}

}  // namespace

Bookkeeping bookkeeping_of(const std::string& table) {
  Bookkeeping tables;
  tables.table = table;
  tables.key = table;
  // Qualified: a revision may have attached a database that holds a table of the same name.
  tables.version = "main." + identifier(table);
  tables.journal = "main.aludel_journal";
  tables.text = "main.aludel_text";
  return tables;
}

Bookkeeping locate(Connection& connection, const VersionTableSettings& settings) {
  const Result result =
      connection.query(Request{.sql = "SELECT lower(name) FROM main.sqlite_schema WHERE type = "
                                      "'table' AND lower(name) IN (lower($1), 'aludel_journal', "
                                      "'aludel_text', 'alembic_version')",
                               .parameters = {settings.table}});
  const auto there = [&](std::string_view name) {
    return std::ranges::any_of(result.rows, [&](const auto& row) { return row.at(0) == name; });
  };
  Bookkeeping found = bookkeeping_of(settings.table);
  found.has_version = there(lower(settings.table));
  found.has_journal = there("aludel_journal");
  found.has_text = there("aludel_text");
  if (!settings.was_set && !found.has_version && there("alembic_version")) {
    found.alembic_is_filled =
        !connection.query("SELECT 1 FROM main.alembic_version LIMIT 1").rows.empty();
  }
  return found;
}

}  // namespace aludel::sqlite
