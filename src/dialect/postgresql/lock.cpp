#include <cstdint>

#include "base/code.hpp"
#include "base/digest.hpp"
#include "db/postgresql/postgresql_connection.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/sessions.hpp"

namespace aludel::postgresql {

namespace {

// A session for a person, told by a script: who, since when. What it does holds data, and SQL alone
// cannot leave that out.
constexpr const char* session_description =
    R"sql('pid ' || a.pid || ' (' || concat_ws(', ', nullif(a.application_name, ''), a.usename, host(a.client_addr),
    a.state || ' for ' || date_trunc('second', clock_timestamp() - a.state_change)::text) || ')')sql";

/// The sessions that hold the migration lock, as `a`.
std::string from_holders(const Bookkeeping& bookkeeping) {
  return " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' "
         "AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE "
         "datname = current_database()) AND ((l.classid::bigint << 32) | l.objid::bigint) = " +
         lock_key(bookkeeping);
}

[[noreturn]] void refuse_lost_session() {
  Diagnostic problem =
      diagnostic(Code::pooler_refused, "the pooler before the server has taken the session away");
  problem.detail = "it seemed to lend one for as long as we are connected, and then gave another";
  problem.now = "nothing was changed";
  problem.next = "this command again, or with the server's own address as `migration_url`";
  throw Error(std::move(problem));
}

}  // namespace

std::string lock_key(const Bookkeeping& bookkeeping) {
  const auto digest = sha256("aludel:" + bookkeeping.schema + "." + bookkeeping.table);
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = (key << 8U) | digest.at(i);
  return std::to_string(static_cast<std::int64_t>(key));
}

std::string holder_query(const Bookkeeping& bookkeeping) {
  return std::string("SELECT ") + session_description + from_holders(bookkeeping);
}

bool try_lock(Connection& connection, const Bookkeeping& bookkeeping) {
  // Polled in autocommit: a blocking wait holds a snapshot open and deadlocks with CREATE INDEX
  // CONCURRENTLY of the lock's holder. Not tried while a lease is live, whose holder needs the lock
  // in each of its transactions.
  std::string free = "true";
  const std::string& backend = postgresql_session(connection).backend;
  if (!backend.empty()) free = "pg_backend_pid() = " + backend;
  if (bookkeeping.has_lease) free += " AND NOT " + live_lease(bookkeeping);
  const Result result =
      connection.query("SELECT CASE WHEN " + free + " THEN pg_try_advisory_lock(" +
                       lock_key(bookkeeping) + ") END, pg_backend_pid()");
  if (!backend.empty() && result.rows.at(0).at(1) != backend) refuse_lost_session();
  if (result.rows.at(0).at(0) != "t") return false;
  if (!bookkeeping.has_lease || end_expired_lease(connection, bookkeeping)) return true;
  unlock(connection, bookkeeping);
  return false;
}

void unlock(Connection& connection, const Bookkeeping& bookkeeping) {
  connection.query("SELECT pg_advisory_unlock(" + lock_key(bookkeeping) + ")");
}

Holder lock_holder(Connection& connection, const Bookkeeping& bookkeeping) {
  const Result sessions =
      connection.query(std::string("SELECT ") + session_columns + from_holders(bookkeeping));
  const std::string session =
      sessions.rows.empty() ? "" : describe(session_of(sessions.rows.front()));
  return {bookkeeping.has_lease ? lease_description(connection, bookkeeping, session) : session};
}

}  // namespace aludel::postgresql
