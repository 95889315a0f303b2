#include <cstdint>

#include "base/digest.hpp"
#include "dialect/postgresql/parts.hpp"

namespace aludel::postgresql {

namespace {

/// docs/formats.md, "The migration lock": the first 8 bytes, big-endian, of
/// SHA-256("aludel:SCHEMA.TABLE") as a signed number.
std::string lock_key(const Bookkeeping& bookkeeping) {
  const auto digest = sha256("aludel:" + bookkeeping.schema + "." + bookkeeping.table);
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = (key << 8U) | digest.at(i);
  return std::to_string(static_cast<std::int64_t>(key));
}

// A session for a person: who, since when, doing what. One line, whatever the query looks like.
constexpr const char* session_description = R"sql(
  'pid ' || a.pid || ' (' || concat_ws(', ', nullif(a.application_name, ''), a.usename, host(a.client_addr),
    a.state || ' for ' || date_trunc('second', clock_timestamp() - a.state_change)::text) || ')' ||
  coalesce(': ' || left(regexp_replace(nullif(a.query, ''), '\s+', ' ', 'g'), 120), ''))sql";

std::vector<Holder> holders(const Result& result) {
  std::vector<Holder> found;
  for (const auto& row : result.rows) found.push_back({row.at(0).value_or("")});
  return found;
}

}  // namespace

bool try_lock(Connection& connection, const Bookkeeping& bookkeeping) {
  // Polled in autocommit: a blocking wait holds a snapshot open and deadlocks with CREATE INDEX
  // CONCURRENTLY of the lock's holder.
  const Result result =
      connection.query("SELECT pg_try_advisory_lock(" + lock_key(bookkeeping) + ")");
  return result.rows.at(0).at(0) == "t";
}

void unlock(Connection& connection, const Bookkeeping& bookkeeping) {
  connection.query("SELECT pg_advisory_unlock(" + lock_key(bookkeeping) + ")");
}

Holder lock_holder(Connection& connection, const Bookkeeping& bookkeeping) {
  const std::string key = lock_key(bookkeeping);
  const auto found = holders(connection.query(
      std::string("SELECT ") + session_description +
      " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid " +
      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 " +
      "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) " +
      "AND ((l.classid::bigint << 32) | l.objid::bigint) = " + key));
  return found.empty() ? Holder{} : found.front();
}

std::vector<Holder> blockers(Connection& watcher, const std::string& backend) {
  return holders(watcher.query(std::string("SELECT ") + session_description +
                               " FROM pg_stat_activity a WHERE a.pid = ANY(pg_blocking_pids(" +
                               backend + ")) ORDER BY a.xact_start NULLS LAST LIMIT 5"));
}

}  // namespace aludel::postgresql
