#include "fault/support/sqlite_snapshot.hpp"

#include "base/text.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/support/database.hpp"

namespace aludel::testing {

namespace {

using Lines = std::vector<std::string>;

std::unique_ptr<Connection> opened(const std::filesystem::path& file) {
  return open_sqlite({.path = file.string(), .access = Access::read_write});
}

Lines lines(Connection& connection, const std::string& sql) {
  return lines_of(connection.query(sql));
}

bool has_table(Connection& connection, const std::string& name) {
  return !lines(connection, "SELECT 1 FROM sqlite_schema WHERE name = '" + name + "'").empty();
}

std::string quoted(const std::string& name) {
  return "\"" + replace_all(name, "\"", "\"\"") + "\"";
}

/// Each row of a table as SQL literals: 1 is not '1', and NULL not an empty text.
Lines rows_of(Connection& connection, const std::string& table) {
  Lines columns;
  for (const std::string& name :
       lines(connection, "SELECT name FROM pragma_table_xinfo('" + replace_all(table, "'", "''") +
                             "') ORDER BY cid"))
    columns.push_back("quote(" + quoted(name) + ")");
  return lines(connection, "SELECT '" + replace_all(table, "'", "''") + ": ' || " +
                               join(columns, " || ', ' || ") + " FROM " + quoted(table) +
                               " ORDER BY 1");
}

}  // namespace

long long last_sqlite_journal_row(const std::filesystem::path& file) {
  const auto connection = opened(file);
  if (!has_table(*connection, "aludel_journal")) return 0;
  return std::stoll(lines(*connection, "SELECT coalesce(max(id), 0) FROM aludel_journal").at(0));
}

Snapshot take_sqlite_snapshot(const std::filesystem::path& file, long long journal_after) {
  const auto connection = opened(file);
  Snapshot snapshot;
  for (const std::string& problem : lines(*connection, "PRAGMA integrity_check"))
    snapshot.catalog.push_back("integrity " + problem);
  for (const char* setting :
       {"journal_mode", "user_version", "application_id", "page_size", "auto_vacuum", "encoding"}) {
    for (const std::string& value : lines(*connection, std::string("PRAGMA ") + setting))
      snapshot.catalog.push_back(std::string(setting) + " " + value);
  }
  for (const std::string& row : lines(*connection, "PRAGMA foreign_key_check"))
    snapshot.catalog.push_back("violation of a foreign key " + row);
  for (std::string& object : lines(*connection,
                                   "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || "
                                   "coalesce(sql, '') FROM sqlite_schema ORDER BY 1"))
    snapshot.catalog.push_back(std::move(object));
  for (const std::string& table :
       lines(*connection,
             "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
             "'aludel\\_%' ESCAPE '\\' ORDER BY name")) {
    for (std::string& row : rows_of(*connection, table)) {
      // ANALYZE counts the journal's rows too, and a failure is one more.
      if (!row.starts_with("sqlite_stat1: 'aludel_")) snapshot.data.push_back(std::move(row));
    }
  }
  if (has_table(*connection, "aludel_version"))
    snapshot.rows = lines(*connection, "SELECT version_num FROM aludel_version ORDER BY 1");
  if (has_table(*connection, "aludel_journal")) {
    snapshot.done = lines(
        *connection,
        "SELECT name, direction, segment, segments, statement_digest FROM aludel_journal WHERE "
        "kind IN ('revision', 'script', 'seed') AND (event = 'done' OR event = 'repaired' AND "
        "detail = 'applied') AND "
        "id > " +
            std::to_string(journal_after) + " ORDER BY id");
    snapshot.way =
        lines(*connection,
              "SELECT kind, name, direction, segment, statement, event, position, detail FROM "
              "aludel_journal WHERE id > " +
                  std::to_string(journal_after) + " ORDER BY id");
  }
  return snapshot;
}

}  // namespace aludel::testing
