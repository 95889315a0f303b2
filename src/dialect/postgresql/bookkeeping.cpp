#include <cstdlib>

#include "base/code.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/sessions.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

std::string identifier(std::string_view name) {
  return quote_identifier(name, SqlDialect::postgresql);
}

/// A table of that name in a schema that search_path does not reach is somebody's history: most
/// likely this one, made by another role. A path that came with the connection, or that was set in
/// it, says which schema is meant (one for each tenant).
void refuse_second_history(Connection& connection, const Bookkeeping& tables) {
  const Result other = connection.query(Request{.sql = R"sql(
    SELECT string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname), min(quote_ident(n.nspname)),
           quote_ident(current_user), quote_ident(current_database()), current_setting('search_path')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND n.nspname <> $2
      AND c.relpersistence <> 't'
      AND (SELECT source FROM pg_settings WHERE name = 'search_path') NOT IN ('client', 'session'))sql",
                                                .parameters = {tables.table, tables.schema}});
  const auto& row = other.rows.at(0);
  if (!row[0]) return;
  Diagnostic problem =
      diagnostic(Code::version_table_choice, tables.table + " lies in schema " + *row[0] +
                                                 " of this database, where " + *row[2] +
                                                 " does not look: its search_path is " + *row[4]);
  problem.now = "nothing was changed";
  problem.next = "to go on with that history, let the role look there: `ALTER ROLE " + *row[2] +
                 " IN DATABASE " + *row[3] + " SET search_path = " + *row[1] +
                 "`; to begin one of its own, add `version_table_schema = \"" + tables.schema +
                 "\"` to [database] in aludel.toml";
  throw Error(std::move(problem));
}

}  // namespace

Bookkeeping bookkeeping_in(const std::string& schema, const std::string& table) {
  Bookkeeping tables;
  tables.table = table;
  tables.schema = schema;
  // Alembic's own autogenerate would propose to drop tables that it does not know: beside its table
  // ours lie in a schema apart.
  tables.journal_schema = table == "alembic_version" ? "aludel" : schema;
  tables.version = identifier(tables.schema) + "." + identifier(tables.table);
  tables.journal = identifier(tables.journal_schema) + ".aludel_journal";
  tables.text = identifier(tables.journal_schema) + ".aludel_text";
  tables.lease = identifier(tables.journal_schema) + ".aludel_lease";
  tables.key = tables.schema + "." + tables.table;
  return tables;
}

Bookkeeping locate(Connection& connection, const VersionTableSettings& settings) {
  const Result result = connection.query(Request{.sql = R"sql(
    WITH place AS (
      SELECT coalesce(nullif($2, ''),
                      (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE c.oid = to_regclass(quote_ident($1))),
                      current_schema()) AS schema
    ), tables AS (
      SELECT schema, CASE WHEN $1 = 'alembic_version' THEN 'aludel' ELSE schema END AS journal_schema FROM place
    )
    SELECT schema, journal_schema,
           to_regclass(quote_ident(schema) || '.' || quote_ident($1)),
           to_regclass(quote_ident(journal_schema) || '.aludel_journal'),
           to_regclass(quote_ident(journal_schema) || '.aludel_text'),
           to_regnamespace(quote_ident(journal_schema)), to_regnamespace(quote_ident(schema)),
           to_regclass(quote_ident(schema) || '.alembic_version'),
           (SELECT a.atttypmod - 4 FROM pg_attribute a
            WHERE a.attrelid = to_regclass(quote_ident(schema) || '.' || quote_ident($1))
              AND a.attname = 'version_num' AND a.atttypid = 'varchar'::regtype AND a.atttypmod > 4),
           to_regclass(quote_ident(journal_schema) || '.aludel_lease')
    FROM tables)sql",
                                                 .parameters = {settings.table, settings.schema}});
  const auto& row = result.rows.at(0);
  if (!row[0]) {
    Diagnostic problem =
        diagnostic(Code::database_unusable, "the session has no schema to put tables into");
    problem.detail = "no schema of search_path exists";
    const std::string role = role_of(connection);
    problem.next =
        "set `version_table_schema` in aludel.toml, or search_path for this user: `ALTER ROLE " +
        role + " SET search_path = SCHEMA`";
    throw Error(std::move(problem));
  }
  Bookkeeping found = bookkeeping_in(*row[0], settings.table);
  found.has_version = row[2].has_value();
  found.has_journal = row[3].has_value();
  found.has_text = row[4].has_value();
  found.has_lease = row[9].has_value();
  found.has_journal_schema = row[5].has_value();
  found.has_schema = row[6].has_value();
  if (!settings.was_set && !found.has_version && row[7]) {
    const Result filled =
        connection.query("SELECT 1 FROM " + identifier(found.schema) + ".alembic_version LIMIT 1");
    found.alembic_is_filled = !filled.rows.empty();
  }
  if (settings.schema.empty() && !found.has_version && !found.alembic_is_filled)
    refuse_second_history(connection, found);
  if (row[8]) found.version_width = std::atoi(row[8]->c_str());
  return found;
}

}  // namespace aludel::postgresql
