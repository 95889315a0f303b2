#include "db/support/offline.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace aludel::testing {

namespace {

/// The psql beside the server: an older one cannot send every COPY to it.
std::string psql_of(const TestDatabase& database) {
  const auto found = lines_of(
      database.connect()->query("SELECT setting || '/psql' FROM pg_config WHERE name = 'BINDIR'"));
  return std::filesystem::exists(found.at(0)) ? found.at(0) : "psql";
}

}  // namespace

Outcome run_script(const TestDatabase& database, const std::string& script, Words words) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "script.sql";
  write_file(file, script);
  Words command;
  if (database.is_postgresql()) {
    command = {psql_of(database), "-X", "-v",         "ON_ERROR_STOP=1", "-d",
               database.url(),    "-f", file.string()};
    command.insert(command.end(), words.begin(), words.end());
  } else {
    command = {"sh",
               "-c",
               "exec sqlite3 -init /dev/null -bail \"$1\" < \"$2\"",
               "sh",
               database.file().string(),
               file.string()};
  }
  return run_process(command, {.folder = database.file().parent_path()});
}

namespace {

Lines tables_of(TestDatabase& database) {
  return database.rows(
      database.is_postgresql()
          ? "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE "
            "schemaname NOT IN ('pg_catalog', 'information_schema', 'aludel') AND tablename !~ "
            "'^aludel_' ORDER BY 1"
          : "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_schema WHERE type = "
            "'table' AND name NOT LIKE "
            "'aludel\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1");
}

void append(Lines& all, const std::string& title, Lines lines) {
  all.push_back("-- " + title);
  all.insert(all.end(), lines.begin(), lines.end());
}

}  // namespace

Lines contents(TestDatabase& database) {
  Lines all;
  append(all, "catalog", database.catalog());
  for (const std::string& table : tables_of(database)) {
    Lines rows = database.rows("SELECT * FROM " + table);
    std::ranges::sort(rows);
    append(all, table, std::move(rows));
  }
  append(all, "version rows", database.rows("SELECT version_num FROM aludel_version ORDER BY 1"));
  append(all, "text", database.rows("SELECT digest, text FROM aludel_text ORDER BY digest"));
  append(all, "journal",
         database.rows(
             "SELECT format, version_table, kind, CASE kind WHEN 'run' THEN '' ELSE name END, "
             "direction, segment, segments, statement, event, upgrade_digest, downgrade_digest, "
             "statement_digest, position, tool_version, reason, replace(detail, ', by a script', "
             "'') FROM aludel_journal ORDER BY id"));
  return all;
}

}  // namespace aludel::testing
