// What a data migration in batches asks of PostgreSQL.
#include <charconv>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

// Leading columns of each index that gives rows in the order of `<` and `>` on them: a B-tree over
// all rows, each column with its own collation and its type's default order, all in one direction.
constexpr const char* index_columns = R"sql(
SELECT c.relname AS index, k.n, a.attname AS name,
       i.indisunique AS is_unique,
       o.opcdefault AND i.indcollation[k.n - 1] = a.attcollation
         AND i.indoption[k.n - 1] = i.indoption[0] AS usable
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
 CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
  JOIN pg_opclass o ON o.oid = i.indclass[k.n - 1]
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
 WHERE i.indrelid = to_regclass({table}) AND i.indisvalid AND i.indpred IS NULL AND k.n <= i.indnkeyatts)sql";

constexpr const char* table_columns = R"sql(
SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull,
       c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname),
       CASE c.relkind WHEN 'v' THEN 'a view' WHEN 'f' THEN 'a foreign table' ELSE '' END
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum)sql";

constexpr const char* all_tables = R"sql(
SELECT c.oid::regclass::text FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND NOT c.relnamespace::regnamespace::text ~ '^(pg_|information_schema$)'
 ORDER BY 1 LIMIT 1000)sql";

// Standbys that replay late, by time or by what was not sent to them yet, and readers of a slot;
// then who waits for a lock on the table. What the user may not see counts as nothing.
constexpr const char* load_sql = R"sql(
SELECT coalesce(
  (SELECT 'the standby ' || coalesce(nullif(application_name, ''), host(client_addr), '') || ' is '
          || CASE WHEN replay_lag > interval '10 s' THEN round(extract(epoch FROM replay_lag)) || ' s'
             ELSE pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)) END || ' behind'
     FROM pg_stat_replication
    WHERE state = 'streaming' AND (replay_lag > interval '10 s'
          OR pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) > 256 * 1024 * 1024)
    ORDER BY replay_lag DESC NULLS LAST LIMIT 1),
  (SELECT 'the reader of slot ' || slot_name || ' is '
          || pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(confirmed_flush_lsn, restart_lsn)))
          || ' behind'
     FROM pg_replication_slots
    WHERE active AND pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(confirmed_flush_lsn, restart_lsn))
                     > 256 * 1024 * 1024
    LIMIT 1),
  (SELECT count(*) || CASE WHEN count(*) = 1 THEN ' session waits' ELSE ' sessions wait' END
          || ' for a lock on the table'
     FROM pg_locks WHERE NOT granted AND relation = to_regclass({table})
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   HAVING count(*) > 0), ''))sql";

std::string of_table(std::string_view query, const std::string& table) {
  return replace_all(std::string(query), "{table}", table);
}

bool is_true(const Value& value) {
  return value == "t";
}

}  // namespace

std::string expect_rows(const Bookkeeping& bookkeeping, const std::vector<std::string>& rows) {
  std::string wanted;
  for (const std::string& row : rows)
    wanted += (wanted.empty() ? "" : ", ") + quote_literal(row, SqlDialect::postgresql);
  return "SELECT 1 / (ARRAY(SELECT version_num::text FROM " + bookkeeping.version +
         " ORDER BY version_num::text COLLATE \"C\") = ARRAY[" + wanted + "]::text[])::int";
}

TableFacts look_at_table(Connection& connection, const std::string& table) {
  TableFacts facts;
  for (const auto& row :
       connection.query(Request{.sql = table_columns, .parameters = {table}}).rows) {
    facts.columns.push_back({row.at(0).value_or(""), row.at(1).value_or(""), is_true(row.at(2))});
    facts.name = row.at(3).value_or("");
    facts.no_table = row.at(4).value_or("");
  }
  facts.found = !facts.columns.empty();
  if (!facts.found) {
    for (const auto& row : connection.query(all_tables).rows)
      facts.other_tables.push_back(row.at(0).value_or(""));
    return facts;
  }
  const std::string indexes = "SELECT index, name, usable, is_unique FROM (" +
                              of_table(index_columns, "$1") + ") AS columns ORDER BY index, n";
  bool ended = false;  // the index has a column that cannot be used: those behind it cannot either
  for (const auto& row : connection.query(Request{.sql = indexes, .parameters = {table}}).rows) {
    const std::string name = row.at(0).value_or("");
    if (facts.indexes.empty() || facts.indexes.back().name != name) {
      facts.indexes.push_back({name, {}, is_true(row.at(3))});
      ended = false;
    }
    ended = ended || !row.at(1) || !is_true(row.at(2));
    facts.indexes.back().unique = facts.indexes.back().unique && !ended;
    if (!ended) facts.indexes.back().columns.push_back(*row.at(1));
  }
  return facts;
}

std::string literal_of(const std::string& column, const std::string& type) {
  // The text of a date depends on DateStyle; its JSON form does not.
  const bool is_time = type.starts_with("timestamp") || type == "date";
  const std::string text = is_time ? "to_json(" + column + ") #>> '{}'" : column + "::text";
  return "ltrim(quote_literal(" + text + "))";
}

std::string exact_literals() {
  // Read again in whatever style, these mean what they were.
  return "SELECT set_config('extra_float_digits', '1', true), set_config('datestyle', 'ISO', "
         "true), "
         "set_config('intervalstyle', 'iso_8601', true)";
}

std::optional<long long> estimated_rows(Connection& connection, const std::string& query) {
  const Result plan = connection.query("EXPLAIN " + query);
  const std::string line = plan.rows.empty() ? "" : plan.rows[0][0].value_or("");
  const std::size_t at = line.find(" rows=");
  long long rows = 0;
  if (at == std::string::npos ||
      std::from_chars(line.data() + at + 6, line.data() + line.size(), rows).ec != std::errc())
    return std::nullopt;
  return rows;
}

std::string index_query(const std::string& table, const std::string& key) {
  return "SELECT FROM (" + of_table(index_columns, table) + ") AS columns LEFT JOIN unnest(" + key +
         ") WITH ORDINALITY AS wanted (name, n) ON wanted.n = columns.n AND "
         "(parse_ident(wanted.name))[1] = columns.name\n"
         "    WHERE columns.usable AND wanted.n IS NOT NULL GROUP BY columns.index HAVING count(*) "
         "= "
         "cardinality(" +
         key + ")";
}

std::string batch_load_query(const std::string& table) {
  return of_table(load_sql, table);
}

BatchLoad batch_load(Connection& connection, const std::string& table) {
  const std::string query = "SELECT reason, txid_snapshot_xmax(txid_current_snapshot()) FROM (" +
                            batch_load_query("$1") + ") AS load (reason)";
  const Result result = connection.query(Request{.sql = query, .parameters = {table}});
  const auto& row = result.rows.at(0);
  BatchLoad load;
  load.reason_to_wait = row.at(0).value_or("");
  load.transactions = std::stoll(row.at(1).value());
  return load;
}

}  // namespace aludel::postgresql
