// What the running statement of a session does and waits for, asked on another session.
#include "dialect/activity.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/sessions.hpp"

namespace aludel::postgresql {

namespace {

/// The lock modes as LOCK TABLE and the manual write them.
std::string_view mode_words(std::string_view mode) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{
      {{"AccessShareLock", "ACCESS SHARE"},
       {"RowShareLock", "ROW SHARE"},
       {"RowExclusiveLock", "ROW EXCLUSIVE"},
       {"ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"},
       {"ShareLock", "SHARE"},
       {"ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"},
       {"ExclusiveLock", "EXCLUSIVE"},
       {"AccessExclusiveLock", "ACCESS EXCLUSIVE"}}};
  const auto* found = std::ranges::find(words, mode, &decltype(words)::value_type::first);
  return found == words.end() ? mode : found->second;
}

std::string object_of(const std::vector<Value>& row) {
  const std::string kind = row.at(0).value_or("");
  if (kind == "virtualxid") return "the end of an older transaction";
  if (kind == "transactionid" || kind == "tuple") return "a row that another transaction changed";
  const std::string mode(mode_words(row.at(1).value_or("")));
  const std::string relation = row.at(2).value_or("");
  return relation.empty() ? mode + " on " + kind : mode + " on " + relation;
}

/// Where it is, and whether it waits for a lock; nothing where the session is not there any more.
/// After SET ROLE the server may hide from a session what it does itself; its locks it shows.
void look_at_statement(Connection& watcher, const std::string& backend, Activity& activity) {
  const Result result = watcher.query(
      "SELECT CASE WHEN a.backend_type IS NULL THEN EXISTS (SELECT FROM pg_locks l WHERE l.pid = "
      "a.pid AND NOT l.granted) ELSE a.wait_event_type = 'Lock' END, p.* FROM pg_stat_activity a "
      "LEFT JOIN (" +
      progress_query(watcher.server_version(), backend) +
      ") p (command, relation, phase, done, total, unit) ON true WHERE a.pid = " + backend +
      " LIMIT 1");
  if (result.rows.empty()) return;
  const auto& row = result.rows.front();
  activity.waits_for_lock = row.at(0) == "t";
  activity.command = row.at(1).value_or("");
  activity.relation = row.at(2).value_or("");
  activity.phase = row.at(3).value_or("");
  activity.done = integer(row.at(4));
  activity.total = integer(row.at(5));
  activity.unit = row.at(6).value_or("");
  if (activity.total && *activity.total <= 0) activity.total.reset();
}

// Of another role's session the server tells no backend_type, but that it has a user; what has none
// works for the server itself.
constexpr const char* hidden_kind = "CASE WHEN a.usename IS NOT NULL THEN 'client backend' END";

/// Every session between this one and those that wait for nobody, each asked once: in a long queue
/// everybody waits for everybody before him.
std::string chain_query(const std::string& backend, int server_version) {
  return "WITH RECURSIVE chain(pid) AS (SELECT unnest(pg_blocking_pids(" + backend +
         ")) UNION SELECT unnest(pg_blocking_pids(pid)) FROM chain WHERE pid <> 0), "
         "edges AS (SELECT pid, CASE WHEN pid = 0 THEN NULL ELSE "
         "pg_blocking_pids(pid) END AS waits_for FROM chain), "
         "runners AS (" +
         runner_sessions(server_version) +
         ") SELECT e.pid, array_to_string(e.waits_for, ' '), "
         "coalesce(coalesce(a.backend_type, " +
         hidden_kind + ") = 'client backend' AND NOT (" + is_ours("a") + "), false)," +
         session_columns +
         " FROM edges e LEFT JOIN pg_stat_activity a USING (pid) WHERE e.pid <> " + backend +
         " ORDER BY cardinality(e.waits_for) > 0, a.xact_start NULLS LAST LIMIT 20";
}

// A prepared transaction has no process: it is found by the lock that somebody in `pids` waits for,
// and named by the lock that every transaction has on its own id.
std::string prepared_query(const std::string& pids) {
  return "SELECT DISTINCT p.gid, p.owner, (extract(epoch FROM clock_timestamp() - p.prepared) * "
         "1000)::bigint FROM pg_locks w JOIN pg_locks h ON h.granted AND h.pid IS NULL AND "
         "(h.locktype, h.database, h.relation, h.page, h.tuple, h.transactionid, h.classid, "
         "h.objid, h.objsubid) IS NOT DISTINCT FROM (w.locktype, w.database, w.relation, w.page, "
         "w.tuple, w.transactionid, w.classid, w.objid, w.objsubid) JOIN pg_locks own ON own.pid "
         "IS NULL AND own.locktype = 'transactionid' AND own.granted AND own.virtualtransaction = "
         "h.virtualtransaction JOIN pg_prepared_xacts p ON p.transaction = own.transactionid WHERE "
         "NOT w.granted AND w.pid IN (" +
         pids + ")";
}

void look_for_prepared(Connection& watcher, const std::string& pids, Activity& activity) {
  std::vector<Blocker> found;
  for (const auto& row : watcher.query(prepared_query(pids)).rows) {
    Blocker blocker;
    blocker.kind = Blocker::Kind::prepared_transaction;
    blocker.id = row.at(0).value_or("");
    blocker.user = row.at(1).value_or("");
    blocker.transaction_age = std::chrono::milliseconds(integer(row.at(2)).value_or(0));
    found.push_back(std::move(blocker));
  }
  activity.blockers.insert(activity.blockers.begin(), found.begin(), found.end());
}

void look_for_blockers(Connection& watcher, const std::string& backend, Activity& activity) {
  const Result wait = watcher.query(
      "SELECT locktype, mode, relation::regclass::text FROM pg_locks WHERE NOT granted AND pid = " +
      backend + " LIMIT 1");
  if (!wait.rows.empty()) activity.object = object_of(wait.rows.front());
  bool prepared = false;
  std::string pids = backend;
  for (const auto& row : watcher.query(chain_query(backend, watcher.server_version())).rows) {
    if (row.at(0) == "0") {
      prepared = true;
      continue;
    }
    if (!row.at(3)) continue;  // it has ended meanwhile
    Blocker blocker = session_of(row, 3);
    const std::string waits_for = row.at(1).value_or("");
    if (!waits_for.empty()) blocker.waits_for = split(waits_for, ' ');
    std::erase(blocker.waits_for, "0");  // a prepared transaction is told by its name
    pids += ", " + blocker.id;
    if (row.at(2) == "t" && waits_for.empty()) activity.endable.push_back(blocker.id);
    activity.blockers.push_back(std::move(blocker));
  }
  if (prepared) look_for_prepared(watcher, pids, activity);
}

int sessions_behind(Connection& watcher, const std::string& backend) {
  const Result result = watcher.query(
      "SELECT count(*) FROM (SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
      "datname = current_database() LIMIT 100) w WHERE " +
      backend + " = ANY(pg_blocking_pids(w.pid))");
  return static_cast<int>(integer(result.rows.at(0).at(0)).value_or(0));
}

}  // namespace

Activity observe(Connection& watcher, const std::string& backend, Look look) {
  Activity activity;
  look_at_statement(watcher, backend, activity);
  if (look == Look::progress) return activity;
  if (activity.waits_for_lock) look_for_blockers(watcher, backend, activity);
  activity.waiting_behind = sessions_behind(watcher, backend);
  return activity;
}

}  // namespace aludel::postgresql
