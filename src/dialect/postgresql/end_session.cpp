#include "dialect/activity.hpp"
#include "dialect/postgresql/parts.hpp"

namespace aludel::postgresql {

// A run is known by the migration lock that it holds; every version table has a primary key of this
// name, and the key of its lock is in docs/formats.md.
std::string runner_sessions(int server_version) {
  if (server_version < 110000) return "SELECT NULL::int AS pid WHERE false";  // no sha256() yet
  return "SELECT l.pid FROM pg_locks l JOIN pg_constraint k ON k.contype = 'p' JOIN pg_class c ON "
         "c.oid = k.conrelid AND k.conname = c.relname || '_pkc' JOIN pg_namespace n ON n.oid = "
         "c.relnamespace WHERE l.locktype = 'advisory' AND l.granted AND l.pid IS NOT NULL AND "
         "l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = ('x' || "
         "encode(substr(sha256(convert_to('aludel:' || n.nspname || '.' || c.relname, 'UTF8')), 1, "
         "8), 'hex'))::bit(64)::bigint";
}

std::string is_ours(const std::string& activity) {
  return activity + ".application_name IN ('aludel', 'aludel watcher') OR " + activity +
         ".pid = pg_backend_pid() OR " + activity + ".pid IN (SELECT pid FROM runners)";
}

std::string end_session(const EndRequest& request, int server_version) {
  std::string sql = "WITH runners AS (" + runner_sessions(server_version) + ") SELECT " +
                    (request.cancel ? "pg_cancel_backend" : "pg_terminate_backend") +
                    "(a.pid) FROM pg_stat_activity a WHERE a.pid = $1::int AND a.backend_type = "
                    "'client backend' AND NOT (" +
                    is_ours("a") + ")";
  if (request.cancel) sql += " AND a.state = 'active'";
  if (request.idle_for) {
    sql += " AND a.state LIKE 'idle in transaction%' AND clock_timestamp() - a.state_change >= " +
           std::to_string(request.idle_for->count()) + " * interval '1 ms'";
  }
  return sql;
}

}  // namespace aludel::postgresql
