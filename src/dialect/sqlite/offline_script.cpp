// A script for the sqlite3 shell. Its parts are described in dialect/offline_script.hpp.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "dialect/dialect.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string literal(std::string_view text) {
  return quote_literal(text, SqlDialect::sqlite);
}

Bookkeeping bookkeeping(const VersionTableSettings& settings) {
  return bookkeeping_of(settings.table);
}

/// SQLite has no IF: a trigger stops the shell, with a message that must be a literal, so that what
/// was found is printed before it: `shown`. Not a CHECK, which a PRAGMA can turn off.
std::string stop_unless(const std::string& condition, const std::string& message,
                        const std::string& shown) {
  return fmt::format(
      "CREATE TEMP TABLE aludel_check AS SELECT {} AS ok,\n"
      "  {} AS found;\n"
      "SELECT found FROM temp.aludel_check WHERE NOT ok;\n"
      "CREATE TEMP TRIGGER aludel_stop BEFORE DELETE ON aludel_check WHEN NOT OLD.ok BEGIN\n"
      "  SELECT RAISE(ABORT, {});\n"
      "END;\n"
      "DELETE FROM temp.aludel_check;\n"
      "DROP TABLE temp.aludel_check;\n",
      condition, shown, literal(message));
}

std::string rows_are(const Bookkeeping& tables, const std::vector<std::string>& rows) {
  if (rows.empty()) return "NOT EXISTS (SELECT 1 FROM " + tables.version + ")";
  std::string list;
  for (const std::string& row : rows) list += (list.empty() ? "" : ", ") + literal(row);
  return fmt::format(
      "(SELECT count(*) = {0} AND count(CASE WHEN version_num IN ({1}) THEN 1 END) = {0} FROM {2})",
      rows.size(), list, tables.version);
}

std::string shown_rows(const Bookkeeping& tables) {
  return "'the database is at ' || coalesce((SELECT group_concat(version_num, ', ') FROM " +
         tables.version + "), 'base')";
}

std::string progress_is(const Bookkeeping& tables, const std::optional<OfflineProgress>& progress) {
  if (!progress) return "NOT EXISTS (" + half_way_query(tables, SqlDialect::sqlite) + ")";
  return fmt::format(
      "EXISTS (SELECT 1 FROM ({}) WHERE name = {} AND direction = {} AND segment = {} AND event = "
      "{})",
      newest_step_query(tables, SqlDialect::sqlite), literal(progress->revision),
      literal(progress->direction), progress->segment, literal(progress->event));
}

std::string open(const OfflineSettings& settings) {
  std::string text = ".bail on\n.timeout " + std::to_string(settings.lock_wait.count()) + "\n";
  for (const std::string& pragma : connection_pragmas(settings.foreign_keys))
    text += pragma + ";\n";
  return text;
}

/// A table that may not be there can only be named where another one stands in for it: an attached
/// database is looked at last.
std::string check_alembic(const Bookkeeping& tables) {
  return "ATTACH ':memory:' AS aludel_none;\n"
         "CREATE TABLE aludel_none.alembic_version (version_num);\n" +
         stop_unless(
             "EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND "
             "lower(name) = lower(" +
                 literal(tables.table) + ")) OR NOT EXISTS (SELECT 1 FROM alembic_version)",
             "this database is managed by Alembic: alembic_version holds rows, and " +
                 tables.table +
                 " does not exist; name the table that counts by version_table in "
                 "aludel.toml, and write the script again; nothing was changed",
             "'alembic_version holds ' || (SELECT group_concat(version_num, ', ') FROM "
             "alembic_version)") +
         "DETACH aludel_none;\n";
}

std::string check(const OfflineSettings& settings, const OfflineCheck& check) {
  const Bookkeeping& tables = settings.bookkeeping;
  std::string text;
  if (check.state && !settings.version_table.was_set) text += check_alembic(tables);
  text += "BEGIN IMMEDIATE;\n";
  for (const OfflineTable& table : check.tables)
    text += replace_all(table.sql, "CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ") + ";\n";
  if (check.state) {
    text += stop_unless(rows_are(tables, check.state->rows),
                        "this script begins at " + check.state->shown() +
                            "; nothing was changed; a script from where the database is: "
                            "`aludel upgrade FROM:TO --sql`, `aludel downgrade FROM:TO --sql` for "
                            "the way back",
                        shown_rows(tables));
    text += stop_unless(
        "coalesce((SELECT format FROM " + tables.journal +
            " WHERE version_table = " + literal(tables.key) + " ORDER BY id DESC LIMIT 1), 1) <= 1",
        "the journal was written by a newer Aludel: write the script with that one; nothing was "
        "changed",
        "'the format of ' || " + literal(tables.journal) + " || ' is newer than 1'");
    const std::string half_way = half_way_query(tables, SqlDialect::sqlite);
    text += stop_unless("NOT EXISTS (" + half_way + ")",
                        "a revision stopped half-way: aludel status says how it is finished; "
                        "nothing was changed",
                        "(SELECT 'revision ' || name || ' stopped half-way through its ' || "
                        "direction FROM (" +
                            newest_step_query(tables, SqlDialect::sqlite) + "))");
  }
  return text + "COMMIT;\n";
}

std::string begin(const OfflineSettings& settings, const OfflineTransaction& transaction) {
  const Bookkeeping& tables = settings.bookkeeping;
  const OfflineState& expected = transaction.expected;
  return "BEGIN IMMEDIATE;\n" + transaction.first +
         stop_unless(rows_are(tables, expected.rows) + "\n    AND " +
                         progress_is(tables, expected.progress),
                     "another run was here: this script left the database at " + expected.shown() +
                         (expected.progress
                              ? ", with revision " + expected.progress->revision + " in progress"
                              : "") +
                         "; nothing of this transaction was kept; aludel status says where it is",
                     shown_rows(tables));
}

std::string go_on(const TransactionOptions&) {
  return {};
}

std::string statement(std::string_view sql, std::optional<std::string_view>) {
  return std::string(sql) + ";\n";
}

std::string verify(std::string_view query, const std::string& message, const std::string& place) {
  return fmt::format("CREATE TEMP TABLE aludel_rows AS SELECT * FROM ({}) LIMIT 3;\n", query) +
         "SELECT * FROM temp.aludel_rows;\n" +
         stop_unless("NOT EXISTS (SELECT 1 FROM temp.aludel_rows)",
                     message + " returned rows (" + place + "): it must return none",
                     "'these rows must not be there'") +
         "DROP TABLE temp.aludel_rows;\n";
}

std::string autocommit(std::string_view sql, std::optional<std::string_view>) {
  return std::string(sql) + ";\n";
}

std::string before_autocommit(const StatementTraits&, const TransactionOptions&) {
  return {};
}

std::string after_autocommit(const StatementTraits&, std::string_view, const std::string&) {
  return {};
}

std::string reset(const OfflineSettings& settings, const std::vector<std::string>& attached,
                  bool changed_session) {
  if (!changed_session) return {};
  std::string text;
  for (const std::string& pragma : connection_pragmas(settings.foreign_keys))
    text += pragma + ";\n";
  for (const std::string& name : attached) text += "DETACH " + name + ";\n";
  return text;
}

std::string say(const std::string& text) {
  return "SELECT " + literal(text) + ";\n";
}

std::string close(const OfflineSettings&) {
  return {};
}

std::optional<OfflineObstacle> obstacle(std::string_view sql, bool verify) {
  if (verify) {
    constexpr std::array<std::string_view, 3> queries{"select", "with", "values"};
    const SourceText source({}, std::string(sql));
    Lexer lexer(source, {0, source.text().size()}, SqlDialect::sqlite);
    const auto first = lexer.next();
    const std::string word = first ? lower(source.slice(first->span)) : "";
    if (std::ranges::find(queries, word) == queries.end()) {
      return OfflineObstacle{
          "in a script for the sqlite3 shell a verify query must be a SELECT",
          "a PRAGMA that answers rows is a table too: SELECT * FROM pragma_foreign_key_check", 0};
    }
  }
  return shell_obstacle(sql);
}

constexpr OfflineForms forms{
    .system = "SQLite 3.33 or newer",
    .command = "sqlite3 -bail DATABASE < THIS_FILE",
    .server_version = 3033000,
    .run_id = "lower(hex(randomblob(8)))",
    .run_id_again =
        "(SELECT run_id FROM {journal} WHERE version_table = {key} ORDER BY id DESC LIMIT 1)",
    .backend = {},
    .who = {},
    .host = {},
    .run_duration = {},
    .autocommit_duration = {},
    .bookkeeping = bookkeeping,
    .open = open,
    .check = check,
    .begin = begin,
    .go_on = go_on,
    .statement = statement,
    .autocommit = autocommit,
    .verify = verify,
    .before_autocommit = before_autocommit,
    .after_autocommit = after_autocommit,
    .batches = nullptr,
    .reset = reset,
    .say = say,
    .close = close,
    .obstacle = obstacle,
};

}  // namespace

const OfflineForms& offline_forms() {
  return forms;
}

}  // namespace aludel::sqlite
