#include "app/backup/dump_watch.hpp"

#include "dialect/postgresql/parts.hpp"

namespace aludel {

namespace {

// Another pg_dump of this database that waits, waits for the same lock most likely.
constexpr const char* waiting_sql =
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 "
    "AND cardinality(pg_blocking_pids(pid)) > 0 ORDER BY backend_start DESC LIMIT 1";

}  // namespace

DumpWatch::DumpWatch(Session& session) : session_(session), application_name_("pg_dump") {
  for (const DatabaseUrl::Parameter& parameter : session.options().url.parameters) {
    if (parameter.name == "application_name") application_name_ = parameter.value;
  }
}

void DumpWatch::look() {
  const auto now = Clock::now();
  if (now < next_look_) return;
  next_look_ = now + std::chrono::seconds(1);
  try {
    look_now(now);
  } catch (const Error&) {
    next_look_ = now + std::chrono::seconds(10);
  }
}

void DumpWatch::look_now(Clock::time_point now) {
  Connection* watcher = session_.watcher();
  if (watcher == nullptr) return;
  const Result found =
      watcher->query(Request{.sql = waiting_sql, .parameters = {application_name_}});
  if (found.rows.empty()) return waiting_since_.reset();
  if (!waiting_since_) {
    waiting_since_ = now;
    next_told_ = now + std::chrono::seconds(2);
  }
  if (now < next_told_) return;
  const Activity activity =
      postgresql::observe(*watcher, found.rows[0].at(0).value_or("0"), Look::everything);
  if (!activity.waits_for_lock) return;
  next_told_ = now + std::chrono::seconds(10);
  Waiting waiting{
      .what = WaitingFor::table_lock,
      .holder = activity.blockers.empty() ? "" : describe(activity.blockers.front()),
      .waited = std::chrono::duration_cast<std::chrono::milliseconds>(now - *waiting_since_),
      .limit = session_.options().lock_wait,
      .object = activity.object,
      .blockers = activity.blockers,
      .waiting_behind = activity.waiting_behind};
  session_.tell(waiting);
}

}  // namespace aludel
