// A script for psql. Its parts are described in dialect/offline_script.hpp.
#include <algorithm>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/plpgsql.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

constexpr int oldest_version = 120000;

/// Behind each BEGIN: keeps other writers out, and looks whether one was there before.
std::string guard(const Bookkeeping& tables) {
  return "LOCK TABLE " + tables.version + " IN SHARE ROW EXCLUSIVE MODE;\n" +
         block("  present text;\n", guard_checks(tables));
}

constexpr const char* write_another =
    "'nothing was changed; a script from where the database is: `aludel upgrade FROM:TO --sql`, "
    "`aludel downgrade FROM:TO --sql` for the way back; where a revision stopped half-way, "
    "`aludel status` says what finishes it'";

Bookkeeping bookkeeping(const VersionTableSettings& settings) {
  return bookkeeping_in(settings.schema.empty() ? "public" : settings.schema, settings.table);
}

std::string check_client(const OfflineSettings& settings) {
  std::string body = fmt::format(
      "  IF current_setting('server_version_num')::integer < {} THEN\n"
      "    {}"
      "  END IF;\n"
      "  IF transaction_timestamp() <> statement_timestamp() THEN\n"
      "    {}"
      "  END IF;\n",
      oldest_version,
      raise("'this script is for PostgreSQL 12 or newer, and the server is ' || "
            "current_setting('server_version')",
            "", "'nothing was changed'"),
      raise("'this script begins and ends its transactions itself, and one is open'", "",
            "'run psql without --single-transaction (-1); nothing was changed'"));
  if (settings.version_table.schema.empty()) {
    // What a run on this database would take for the version table's schema: formats.md, "Tables".
    body += fmt::format(
        "  here := coalesce((SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = "
        "c.relnamespace\n"
        "    WHERE c.oid = to_regclass({0})), current_schema());\n"
        "  IF here IS DISTINCT FROM {1} THEN\n"
        "    {2}"
        "  END IF;\n",
        literal(quote_identifier(settings.bookkeeping.table, SqlDialect::postgresql)),
        literal(settings.bookkeeping.schema),
        raise(literal("this script is for tables in the schema " + settings.bookkeeping.schema +
                      ", and here they belong into ") +
                  " || coalesce(here, 'none')",
              "'search_path is ' || current_setting('search_path')",
              "'set version_table_schema in aludel.toml and write the script again; nothing was "
              "changed'"));
    return block("  here text;\n", body);
  }
  return block("", body);
}

/// As a session of ours is opened (session.cpp), by settings that not every version knows.
std::string session_settings() {
  return "SET client_encoding = 'UTF8';\n"
         "SET standard_conforming_strings = on;\n" +
         block("",
               "  PERFORM set_config(name, CASE name WHEN 'client_connection_check_interval' THEN "
               "'2000' ELSE '0' END, false)\n"
               "  FROM pg_settings WHERE name IN ('client_connection_check_interval', "
               "'idle_session_timeout',\n"
               "    'idle_in_transaction_session_timeout', 'transaction_timeout');\n");
}

/// Waits as a run does (docs/formats.md, "The migration lock"): polled, with no snapshot open
/// between two tries, and behind a live lease.
std::string take_lock(const OfflineSettings& settings) {
  const Bookkeeping& tables = settings.bookkeeping;
  const std::string lease = literal(tables.lease);
  return block(
      "  began timestamptz := clock_timestamp();\n"
      "  waited interval;\n"
      "  leased boolean;\n"
      "  told boolean := false;\n"
      "  holder text;\n",
      fmt::format(
          "  LOOP\n"
          "    leased := false;\n"
          "    IF to_regclass({lease}) IS NOT NULL THEN leased := {live}; END IF;\n"
          "    IF NOT leased AND pg_try_advisory_lock({key}) THEN\n"
          "      IF to_regclass({lease}) IS NOT NULL THEN\n"
          "        {grace};\n"
          "        {end_lease};\n"
          "        leased := {live};\n"
          "      END IF;\n"
          "      EXIT WHEN NOT leased;\n"
          "      PERFORM pg_advisory_unlock({key});\n"
          "    END IF;\n"
          "    waited := clock_timestamp() - began;\n"
          "    IF waited >= '{wait} ms' OR waited >= '1 s' AND NOT told THEN\n"
          "      holder := coalesce(({holder} LIMIT 1),\n"
          "        CASE WHEN leased THEN 'a run behind a pooler' ELSE 'a session that is gone' "
          "END);\n"
          "      IF waited >= '{wait} ms' THEN\n"
          "        {give_up}"
          "      END IF;\n"
          "      RAISE NOTICE 'waiting for the migration lock, held by %', holder;\n"
          "      told := true;\n"
          "    END IF;\n"
          "    COMMIT;\n"
          "    PERFORM pg_sleep(0.1);\n"
          "  END LOOP;\n",
          fmt::arg("lease", lease), fmt::arg("live", live_lease(tables)),
          fmt::arg("key", lock_key(tables)), fmt::arg("end_lease", expired_lease_end(tables)),
          fmt::arg("grace", perform(expired_lease_grace(tables))),
          fmt::arg("wait", settings.lock_wait.count()), fmt::arg("holder", holder_query(tables)),
          fmt::arg("give_up",
                   raise("'another run held the migration lock for " +
                             format_duration(settings.lock_wait) + "'",
                         "'held by ' || holder",
                         "'nothing was changed; wait for the other run and start again'"))));
}

/// psql runs the text of a variable where its name stands: what is said again and again is said
/// once, above all else.
std::string macro(std::string_view name, const std::string& text) {
  return "SELECT " + dollar_quoted("\n" + text) + " AS " + std::string(name) + " \\gset\n";
}

std::string open(const OfflineSettings& settings) {
  return "\\set ON_ERROR_STOP on\n"
         "\\set ON_ERROR_ROLLBACK off\n"
         "\\set AUTOCOMMIT on\n"
         "\\set SINGLELINE off\n"
         "\\set QUIET on\n"
         "\\pset pager off\n" +
         session_settings() + check_client(settings) +
         "SELECT left(encode(sha256(convert_to(concat_ws(' ', pg_backend_pid(), "
         "clock_timestamp(), random()), 'UTF8')), 'hex'), 16)\n"
         "  AS aludel_run_id, clock_timestamp() AS aludel_begin \\gset\n" +
         macro("aludel_guard", guard(settings.bookkeeping)) +
         macro("aludel_reset", "RESET SESSION AUTHORIZATION;\nRESET ALL;\n" + session_settings()) +
         take_lock(settings);
}

std::string check_rows(const OfflineSettings& settings, const OfflineState& state) {
  const Bookkeeping& tables = settings.bookkeeping;
  std::string text = fmt::format("  IF to_regclass({}) IS NOT NULL THEN\n    present := {};\n",
                                 literal(tables.version), rows_of(tables));
  if (!settings.version_table.was_set) {
    const std::string alembic = bookkeeping_in(tables.schema, "alembic_version").version;
    text += fmt::format(
        "  ELSIF to_regclass({}) IS NOT NULL THEN\n"
        "    IF EXISTS (SELECT FROM {}) THEN\n"
        "      {}"
        "    END IF;\n",
        literal(alembic), alembic,
        raise(literal("this database is managed by Alembic: alembic_version holds rows, and " +
                      tables.table + " does not exist"),
              "",
              "'name the table that counts by version_table in aludel.toml, and write the script "
              "again; nothing was changed'"));
  }
  return text +
         fmt::format(
             "  END IF;\n"
             "  IF present <> {} THEN\n"
             "    {}"
             "  END IF;\n",
             literal(join(state.rows, ",")),
             raise(literal("this script begins at " + state.shown() + ", and the database is at ") +
                       " || " + shown("present"),
                   literal(tables.key + " holds ") + " || coalesce(nullif(present, ''), 'no row')",
                   write_another));
}

std::string check_journal(const OfflineSettings& settings) {
  const Bookkeeping& tables = settings.bookkeeping;
  return fmt::format(
      "  IF to_regclass({0}) IS NOT NULL THEN\n"
      "    IF (SELECT format FROM {1} WHERE version_table = {2} ORDER BY id DESC LIMIT 1) > 1 "
      "THEN\n"
      "      {3}"
      "    END IF;\n"
      "    FOR half_way IN {4} LOOP\n"
      "      {5}"
      "    END LOOP;\n"
      "  END IF;\n",
      literal(tables.journal), tables.journal, literal(tables.key),
      raise("'the journal was written by a newer Aludel'", "",
            "'write the script with the newer program; nothing was changed'"),
      half_way_query(tables, SqlDialect::postgresql),
      raise("'revision ' || half_way.name || ' stopped half-way through its ' || "
            "half_way.direction",
            "",
            "'nothing was changed; aludel ' || half_way.direction || ' finishes it, aludel status "
            "says how'"));
}

std::string check_width(const OfflineSettings& settings, std::size_t longest) {
  return fmt::format(
      "  IF (SELECT a.atttypmod - 4 FROM pg_attribute a WHERE a.attrelid = to_regclass({0}) AND "
      "a.attname = 'version_num'\n"
      "      AND a.atttypid = 'varchar'::regtype AND a.atttypmod > 4) < {1} THEN\n"
      "    {2}"
      "  END IF;\n",
      literal(settings.bookkeeping.version), longest,
      raise(literal("a revision id of " + std::to_string(longest) +
                    " characters does not fit into " + settings.bookkeeping.key + ".version_num"),
            "", "'nothing was changed; give the revision a shorter id, or widen the column'"));
}

std::string check_locks(long long locks) {
  return fmt::format(
      "  IF current_setting('max_locks_per_transaction')::bigint * "
      "(current_setting('max_connections')::bigint\n"
      "      + current_setting('max_prepared_transactions')::bigint) < {} THEN\n"
      "    {}"
      "  END IF;\n",
      locks,
      raise("'these revisions take about " + std::to_string(locks) +
                " locks in one transaction, and the server''s lock table holds fewer'",
            "", "'nothing was changed; write the script without --transaction all'"));
}

std::string check(const OfflineSettings& settings, const OfflineCheck& check) {
  std::string body;
  std::string declarations;
  if (check.state) {
    declarations = "  present text := '';\n  half_way record;\n";
    body = check_rows(settings, *check.state) + check_journal(settings);
  }
  constexpr std::size_t narrowest = 32;  // Alembic's
  if (check.longest_id > narrowest) body += check_width(settings, check.longest_id);
  if (check.locks > 0) body += check_locks(check.locks);
  // Not by IF NOT EXISTS, which asks for the right to create also where all is there.
  for (const OfflineTable& table : check.tables) {
    body += fmt::format("  IF {}({}) IS NULL THEN\n{};\n  END IF;\n",
                        table.is_schema ? "to_regnamespace" : "to_regclass", literal(table.name),
                        table.sql);
  }
  return block(declarations, body);
}

std::string timeouts(std::string_view set, std::chrono::milliseconds lock,
                     std::optional<std::chrono::milliseconds> statement) {
  std::string text = fmt::format("{} lock_timeout = '{}ms';\n", set, lock.count());
  if (statement) text += fmt::format("{} statement_timeout = '{}ms';\n", set, statement->count());
  return text;
}

std::string go_on(const TransactionOptions& options) {
  return timeouts("SET LOCAL", options.lock_timeout, options.statement_timeout);
}

std::string begin(const OfflineSettings&, const OfflineTransaction& transaction) {
  std::string text = "BEGIN;\n";
  if (!transaction.first.empty()) text += transaction.first;
  return text + go_on(transaction.options) +
         "SET LOCAL aludel.expects = " + literal(join(transaction.expected.rows, ",")) +
         ";\n:aludel_guard\n";
}

std::string statement(std::string_view sql, std::optional<std::string_view> rows) {
  std::string text = for_psql(sql) + ";\n";
  if (rows) text.append(*rows).append("\\.\n");
  return text;
}

/// A script that was cut off must not send a part of a statement that no ROLLBACK takes back: at
/// the end of its input psql sends what it has.
std::string autocommit(std::string_view sql, std::optional<std::string_view> rows) {
  if (rows) return statement(sql, rows);
  return "SELECT " + dollar_quoted(sql) + " \\gexec\n";
}

std::string verify(std::string_view query, const std::string& message, const std::string& place) {
  return block("  found record;\n",
               fmt::format("  FOR found IN EXECUTE {} LOOP\n"
                           "    {}"
                           "  END LOOP;\n",
                           dollar_quoted(query),
                           raise(literal(message + " returned a row"), "'row: ' || found::text",
                                 literal(place + ": the query must return no row"))));
}

std::string before_autocommit(const StatementTraits& traits, const TransactionOptions& options) {
  return timeouts("SET",
                  traits.without_lock_timeout ? std::chrono::milliseconds(0) : options.lock_timeout,
                  options.statement_timeout.value_or(std::chrono::milliseconds(0)));
}

std::string after_autocommit(const StatementTraits& traits, std::string_view sql,
                             const std::string& message) {
  if (!traits.if_exists_clause || traits.evidence != EvidenceKind::create_index) return {};
  const IndexText text = index_text(sql);
  const std::string probe =
      "CREATE TEMPORARY TABLE aludel_probe (LIKE " + traits.table + ") ON COMMIT DROP";
  const std::string index = std::string("CREATE ") + (text.unique ? "UNIQUE " : "") +
                            "INDEX aludel_probe_index ON pg_temp.aludel_probe" + text.rest;
  return block(
      "  wanted text;\n  found record;\n",
      fmt::format(
          "  BEGIN\n"
          "    EXECUTE {0};\n"
          "    EXECUTE {1};\n"
          "    wanted := substring(pg_get_indexdef('pg_temp.aludel_probe_index'::regclass) FROM ' "
          "USING .*$');\n"
          "  EXCEPTION WHEN OTHERS THEN NULL;  -- no right to temporary tables: it is not "
          "compared\n"
          "  END;\n"
          "  SELECT i.indisvalid AS valid, i.indisunique AS is_unique, i.indrelid = "
          "to_regclass({2}) AS on_table,\n"
          "      substring(pg_get_indexdef(c.oid) FROM ' USING .*$') AS definition INTO found\n"
          "    FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relname = {3}\n"
          "      AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = "
          "to_regclass({2}));\n"
          "  IF NOT coalesce(found.valid AND found.on_table AND found.is_unique = {4} AND "
          "(wanted IS NULL OR found.definition = wanted), false) THEN\n"
          "    {5}"
          "  END IF;\n",
          dollar_quoted(probe), dollar_quoted(index), literal(traits.table),
          literal(plain_name(traits.object)), text.unique ? "true" : "false",
          raise(literal(message),
                "CASE WHEN found.valid IS NULL THEN 'there is none' WHEN NOT found.valid THEN 'it "
                "is INVALID' ELSE 'it is defined otherwise:' || found.definition END",
                "'drop the index that is in the way, then aludel upgrade'")));
}

std::string reset(const OfflineSettings&, const std::vector<std::string>&, bool) {
  return ":aludel_reset\n";
}

std::string say(const std::string& text) {
  return "\\echo '" + replace_all(replace_all(text, "\\", "\\\\"), "'", "''") + "'\n";
}

std::string close(const OfflineSettings& settings) {
  return block("", "  PERFORM pg_advisory_unlock(" + lock_key(settings.bookkeeping) + ");\n");
}

std::optional<OfflineObstacle> obstacle(std::string_view, bool) {
  return std::nullopt;
}

constexpr OfflineBatchForms batch_forms{
    .look = batch_look,
    .end_key = ":'aludel_end'",
    .total = ":'aludel_total'",
    .run_id = "current_setting('aludel.run_id')",
    .reached_key = "next_key",
    .passed_rows = "done_rows",
    .if_rows = "\\if :aludel_rows\n",
    .else_none = "\\else\n",
    .end_if = "\\endif\n",
    .loop = batch_loop,
};

constexpr OfflineForms forms{
    .system = "PostgreSQL 12 or newer",
    .command =
        "psql -X -v ON_ERROR_STOP=1 -d DATABASE -f THIS_FILE (psql 14 or newer, no older than the "
        "server)",
    .server_version = oldest_version,
    .run_id = ":'aludel_run_id'",
    .run_id_again = ":'aludel_run_id'",
    .backend = "pg_backend_pid()::text",
    .who = "session_user::text",
    .host = "host(inet_client_addr())",
    .run_duration =
        "(extract(epoch FROM clock_timestamp() - :'aludel_begin'::timestamptz) * 1000)::bigint",
    .autocommit_duration =
        "(SELECT (extract(epoch FROM (clock_timestamp() AT TIME ZONE 'UTC') - at_utc) * "
        "1000)::bigint FROM {journal} WHERE version_table = {key} ORDER BY id DESC LIMIT 1)",
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
    .batches = &batch_forms,
    .reset = reset,
    .say = say,
    .close = close,
    .obstacle = obstacle,
};

}  // namespace

const OfflineForms& offline_forms() {
  return forms;
}

}  // namespace aludel::postgresql
