#include <cstdlib>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "db/postgresql/postgresql_error.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

std::string literal(std::string_view value) {
  return quote_literal(value, SqlDialect::postgresql);
}

std::string is_ours(const Bookkeeping& bookkeeping, const Lease& lease) {
  return fmt::format("version_table = {} AND fence = {} AND holder = {}", literal(bookkeeping.key),
                     lease.fence, literal(lease.holder));
}

std::string end_from_now(const Lease& lease) {
  return fmt::format("clock_timestamp() + interval '{} ms'", lease.time.count());
}

/// A transaction that took longer than the lease and was rolled back lets the lock go before its
/// holder's heartbeat, which waits for the row, has renewed the lease: it is given this time.
constexpr std::string_view grace = "pg_sleep(0.5)";

std::string is_expired(const Bookkeeping& bookkeeping) {
  return "version_table = " + literal(bookkeeping.key) +
         " AND holder IS NOT NULL AND expires_at <= clock_timestamp()";
}

/// One statement takes the lease, in a transaction of its own: the lock of all runs is held
/// meanwhile, so that nobody's transaction is alive. It is not asked for while a lease is live, so
/// that those who wait are not in the way of the one who holds it. The row's last version decides.
std::string take(const Bookkeeping& bookkeeping, const Lease& lease) {
  return fmt::format(
      "INSERT INTO {table} AS held (version_table, holder, fence, expires_at) "
      "SELECT {key}, {holder}, 1, {end} "
      "WHERE CASE WHEN {live} THEN false WHEN NOT pg_try_advisory_xact_lock({lock}) THEN false "
      "WHEN EXISTS (SELECT FROM {table} WHERE version_table = {key} AND holder IS NOT NULL) "
      "THEN {grace} IS NOT NULL ELSE true END "
      "ON CONFLICT (version_table) DO UPDATE SET holder = excluded.holder, fence = held.fence + 1, "
      "expires_at = excluded.expires_at WHERE held.expires_at <= clock_timestamp() "
      "RETURNING held.fence",
      fmt::arg("table", bookkeeping.lease), fmt::arg("key", literal(bookkeeping.key)),
      fmt::arg("holder", literal(lease.holder)), fmt::arg("end", end_from_now(lease)),
      fmt::arg("live", live_lease(bookkeeping)), fmt::arg("grace", grace),
      fmt::arg("lock", lock_key(bookkeeping)));
}

bool taken(const Result& result, Lease& lease) {
  if (result.rows.empty()) return false;
  lease.fence = std::atoll(result.rows[0][0].value_or("0").c_str());
  return true;
}

/// Of another version table's run, which makes the same table under another lock.
bool is_made_by_another_run(const Error& error) {
  const std::string& state = error.diagnostic().sqlstate;
  return state == "42P07" || state == "42P06" || state == "23505";
}

/// The table is made under the lock, together with our row: a direct run that finds no table under
/// the lock may be sure that there is no lease.
bool take_first(Connection& connection, const Bookkeeping& bookkeeping, Lease& lease) {
  try {
    connection.query("BEGIN");
    connection.query("SELECT set_config('lock_timeout', '5s', true)");
    const Result locked =
        connection.query("SELECT pg_try_advisory_xact_lock(" + lock_key(bookkeeping) + ")");
    bool ours = locked.rows.at(0).at(0) == "t";
    if (ours) {
      // A table that another run made meanwhile is worth no notice.
      connection.query("SET LOCAL client_min_messages = warning");
      for (const std::string& sql : lease_table(bookkeeping)) connection.query(sql);
      ours = taken(connection.query(take(bookkeeping, lease)), lease);
    }
    connection.query(ours ? "COMMIT" : "ROLLBACK");
    return ours;
  } catch (const Error& error) {
    if (connection.usable() && connection.in_transaction()) connection.query("ROLLBACK");
    if (is_made_by_another_run(error)) return false;
    throw;
  }
}

}  // namespace

std::vector<std::string> lease_table(const Bookkeeping& bookkeeping) {
  std::vector<std::string> statements;
  if (!bookkeeping.has_journal_schema) {
    statements.push_back("CREATE SCHEMA IF NOT EXISTS " +
                         quote_identifier(bookkeeping.journal_schema, SqlDialect::postgresql));
  }
  statements.push_back("CREATE TABLE IF NOT EXISTS " + bookkeeping.lease +
                       " (version_table TEXT NOT NULL PRIMARY KEY, holder TEXT, fence BIGINT NOT "
                       "NULL, expires_at TIMESTAMPTZ NOT NULL)");
  return statements;
}

std::string live_lease(const Bookkeeping& bookkeeping) {
  return fmt::format(
      "EXISTS (SELECT FROM {} WHERE version_table = {} AND expires_at > clock_timestamp())",
      bookkeeping.lease, literal(bookkeeping.key));
}

bool try_lease(Connection& connection, const Bookkeeping& bookkeeping, Lease& lease) {
  return bookkeeping.has_lease ? taken(connection.query(take(bookkeeping, lease)), lease)
                               : take_first(connection, bookkeeping, lease);
}

void release_lease(Connection& connection, const Bookkeeping& bookkeeping, const Lease& lease) {
  // The row stays, and the fence in it: one that begins anew would let a sleeper in.
  connection.query(
      fmt::format("UPDATE {} SET holder = NULL, expires_at = clock_timestamp() WHERE {}",
                  bookkeeping.lease, is_ours(bookkeeping, lease)));
}

std::string fence(const Bookkeeping& bookkeeping, const Lease& lease) {
  // Others hold the lock for a moment when they look, and a direct run for as long as it works: it
  // is tried for two seconds, and never waited for (which deadlocks with CREATE INDEX
  // CONCURRENTLY).
  const std::string body = fmt::format(
      R"sql(DECLARE other text; tries integer := 0; BEGIN
  LOOP
    SELECT holder INTO other FROM {table} WHERE version_table = {key};
    EXIT WHEN pg_try_advisory_xact_lock({lock});
    EXIT WHEN NOT EXISTS (SELECT FROM {table} WHERE {ours});
    tries := tries + 1;
    IF tries > 80 THEN
      RAISE EXCEPTION 'another run is at the migration lock' USING ERRCODE = '55P03';
    END IF;
    PERFORM pg_sleep(0.025);
  END LOOP;
  UPDATE {table} SET expires_at = {end} WHERE {ours};
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this run lost the migration lock: its lease expired, and another run went on'
      USING ERRCODE = '{state}', DETAIL = coalesce('taken over by ' || other, '');
  END IF;
END)sql",
      fmt::arg("table", bookkeeping.lease), fmt::arg("key", literal(bookkeeping.key)),
      fmt::arg("lock", lock_key(bookkeeping)), fmt::arg("ours", is_ours(bookkeeping, lease)),
      fmt::arg("end", end_from_now(lease)), fmt::arg("state", lease_lost_state));
  return "DO " + literal(body);
}

std::string renewal(const Bookkeeping& bookkeeping, const Lease& lease) {
  return fmt::format("UPDATE {} SET expires_at = {} WHERE {}", bookkeeping.lease,
                     end_from_now(lease), is_ours(bookkeeping, lease));
}

std::string expired_lease_grace(const Bookkeeping& bookkeeping) {
  return fmt::format("SELECT {} FROM {} WHERE {}", grace, bookkeeping.lease,
                     is_expired(bookkeeping));
}

std::string expired_lease_end(const Bookkeeping& bookkeeping) {
  return "UPDATE " + bookkeeping.lease + " SET holder = NULL, fence = fence + 1 WHERE " +
         is_expired(bookkeeping);
}

bool end_expired_lease(Connection& connection, const Bookkeeping& bookkeeping) {
  connection.query(expired_lease_grace(bookkeeping));
  connection.query(expired_lease_end(bookkeeping));
  return connection.query("SELECT " + live_lease(bookkeeping)).rows.at(0).at(0) == "f";
}

std::string lease_description(Connection& connection, const Bookkeeping& bookkeeping,
                              const std::string& session) {
  const Result found = connection.query(
      fmt::format("SELECT holder, (extract(epoch FROM expires_at - clock_timestamp()) * "
                  "1000)::bigint FROM {} WHERE version_table = {} AND holder IS NOT NULL",
                  bookkeeping.lease, literal(bookkeeping.key)));
  if (found.rows.empty()) return session;
  const auto& row = found.rows[0];
  const std::string holder = row[0].value_or("");
  if (!session.empty()) return holder + ", in a transaction: " + session;
  const std::chrono::milliseconds left(std::atoll(row[1].value_or("0").c_str()));
  return "the lease of " + holder +
         (left.count() > 0 ? ", which expires in " + format_duration(left) + " unless it is renewed"
                           : ", which has expired");
}

}  // namespace aludel::postgresql
