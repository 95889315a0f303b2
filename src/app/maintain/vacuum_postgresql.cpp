#include <algorithm>

#include "app/maintain/parts.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

namespace aludel::postgresql {

namespace {

using std::chrono::milliseconds;

// Small tables are not worth a look at their shares: fewer rows than this are cheap to scan.
constexpr long long few_rows = 1000;
// Half of what autovacuum freezes at by force: then VACUUM comes at a time of one's own choice.
constexpr double frozen_share = 0.5;

// The statistics are the server's own, and estimates. Temporary tables of others cannot be had.
// pg_total_relation_size waits for a lock of each table: that is asked when its turn comes.
constexpr const char* tables_sql = R"sql(
SELECT c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname),
       coalesce(s.n_dead_tup, 0), coalesce(s.n_live_tup, 0),
       coalesce(s.n_mod_since_analyze, 0), coalesce(s.n_ins_since_vacuum, 0),
       extract(epoch FROM now() - greatest(s.last_vacuum, s.last_autovacuum))::bigint,
       age(c.relfrozenxid) > $1::float8 * current_setting('autovacuum_freeze_max_age')::bigint,
       age(c.relfrozenxid), c.relpages,
       (SELECT string_agg(p.relid::regclass::oid::text, ' ')
          FROM pg_partition_ancestors(c.oid) p WHERE p.relid <> c.oid)
  FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
 WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
   AND NOT c.relnamespace::regnamespace::text ~ '^(pg_|information_schema$)'
 ORDER BY 9, 1)sql";

constexpr const char* name_sql =
    "SELECT relnamespace::regnamespace::text || '.' || quote_ident(relname), relkind = 'p' FROM "
    "pg_class WHERE oid = $1::oid";

// Rows that somebody may still see are not removed, whoever deleted them.
constexpr const char* oldest_sql = R"sql(
SELECT words FROM (
  SELECT age(backend_xmin) AS age, 'pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '')
         || ', whose transaction is ' || coalesce(round(extract(epoch FROM now() - xact_start))::bigint, 0) || ' s old' AS words
    FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
     AND (datname = current_database() OR datname IS NULL)
  UNION ALL SELECT age(transaction), 'the prepared transaction ' || quote_literal(gid) FROM pg_prepared_xacts
   WHERE database = current_database()
  UNION ALL SELECT age(xmin), 'the replication slot ' || slot_name FROM pg_replication_slots WHERE xmin IS NOT NULL
) AS holders ORDER BY age DESC LIMIT 1)sql";

struct Candidate {
  VacuumedTable table;
  long long dead = 0;
  bool only_analyse = false;
};

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

long long number(const Value& value) {
  return integer(value).value_or(0);
}

std::string rows_of(long long part, long long whole) {
  return with_commas(part) + " of " + with_commas(whole) + " rows";
}

/// Why a table needs it; empty: it does not.
std::string reason_for(const std::vector<Value>& row, const VacuumRequest& request) {
  const long long dead = number(row.at(1));
  const long long live = number(row.at(2));
  const long long changed = number(row.at(3));
  const long long inserted = number(row.at(4));
  const auto many = [&](long long part, double share) {
    return part >= few_rows &&
           static_cast<double>(part) >= share * static_cast<double>(live + dead);
  };
  if (many(dead, request.dead_share)) return rows_of(dead, live + dead) + " are dead";
  if (many(changed, request.dead_share))
    return rows_of(changed, live + dead) + " changed since the last ANALYZE";
  if (row.at(6) == "t")
    return with_commas(number(row.at(7))) + " transactions since its rows were last frozen";
  if (dead + changed + inserted == 0) return {};
  if (!row.at(5)) return "changed, and never vacuumed";
  const milliseconds since = std::chrono::seconds(number(row.at(5)));
  return since >= request.older_than
             ? "changed, and last vacuumed " + format_duration(since) + " ago"
             : "";
}

class Vacuum {
 public:
  Vacuum(Session& session, const VacuumRequest& request,
         const std::function<void(const VacuumedTable&)>& tell)
      : session_(session), connection_(session.connection()), request_(request), tell_(tell) {}

  std::vector<VacuumedTable> run() {
    settings();
    find();
    if (request_.only_look) {
      for (Candidate& each : found_) each.table.bytes_before = size_now(each.table).value_or(0);
    } else if (!found_.empty()) {
      hear_warnings();
      for (std::size_t i = 0; i < found_.size(); ++i) run_one(i);
      hear_again();
    }
    std::vector<VacuumedTable> tables;
    for (Candidate& each : found_) tables.push_back(std::move(each.table));
    return tables;
  }

 private:
  void find() {
    const std::vector<std::string> named = resolve_tables(session_, request_.tables);
    const Result rows =
        connection_.query(Request{.sql = tables_sql, .parameters = {std::to_string(frozen_share)}});
    for (const auto& row : rows.rows) {
      Candidate candidate;
      candidate.table.table = row.at(0).value_or("");
      candidate.dead = number(row.at(1));
      const bool is_named = has(named, candidate.table.table);
      candidate.table.reason = is_named         ? "asked for"
                               : !named.empty() ? ""
                                                : reason_for(row, request_);
      if (candidate.table.reason.empty()) continue;
      if (named.empty()) {
        for (const std::string& oid : split(row.at(9).value_or(""), ' ')) {
          if (!oid.empty() && !has(ancestors_, oid)) ancestors_.push_back(oid);
        }
      }
      found_.push_back(std::move(candidate));
    }
    for (const std::string& oid : ancestors_) {
      const Result name = connection_.query(Request{.sql = name_sql, .parameters = {oid}});
      add_parent(name.rows.at(0).at(0).value_or(""), "its partitions changed", true);
    }
    for (const std::string& table : named) {
      const bool is_there = std::ranges::any_of(
          found_, [&](const Candidate& each) { return each.table.table == table; });
      if (is_there) continue;
      check_is_partitioned(table);
      add_parent(table, "asked for", false);
    }
  }

  /// Views and foreign tables can be named, and are nothing to be vacuumed.
  void check_is_partitioned(const std::string& table) {
    const Result kind = connection_.query(
        Request{.sql = "SELECT 1 FROM pg_class WHERE oid = to_regclass($1) AND relkind = 'p'",
                .parameters = {table}});
    if (!kind.rows.empty()) return;
    Diagnostic problem =
        diagnostic(Code::bad_usage, table +
                                        " is no table that holds rows: there is nothing to "
                                        "vacuum");
    problem.now = "nothing was done";
    throw Error(std::move(problem));
  }

  /// Partitioned tables have no rows of their own, and statistics that only ANALYZE makes.
  void add_parent(const std::string& name, const char* reason, bool only_analyse) {
    Candidate parent;
    parent.table.table = name;
    parent.table.reason = reason;
    parent.only_analyse = only_analyse;
    found_.push_back(std::move(parent));
  }

  /// What the role or the server limits is meant for applications. Behind a pooler a setting would
  /// stay with a session of others.
  void settings() {
    if (session_.is_borrowed()) return;
    const auto in_ms = [](milliseconds time) { return std::to_string(time.count()); };
    connection_.query("SET statement_timeout = " +
                      in_ms(session_.options().statement_timeout.value_or(milliseconds(0))));
    connection_.query("SET lock_timeout = " + in_ms(session_.options().lock_timeout));
  }

  /// VACUUM warns of a table that it may not touch, and goes on as if it had been done.
  void hear_warnings() {
    connection_.set_notice_handler([this](const Diagnostic& notice) {
      if (notice.severity == Severity::warning) warning_ = notice;
    });
  }
  void hear_again() {
    connection_.set_notice_handler(
        [this](const Diagnostic& notice) { session_.tell(ServerNotice{notice}); });
  }

  void run_one(std::size_t i) {
    Candidate& candidate = found_[i];
    VacuumedTable& table = candidate.table;
    warning_.reset();
    run_timed(session_, table, static_cast<int>(i) + 1, static_cast<int>(found_.size()), [&] {
      table.bytes_before = size_of(table);
      connection_.query((candidate.only_analyse ? "ANALYZE " : "VACUUM (ANALYZE) ") + table.table);
    });
    if (warning_ && !table.problem) {
      table.problem = diagnostic(Code::statement_refused, warning_->message);
      table.problem->detail = warning_->detail;
      table.bytes_after.reset();
      table.no_right = true;
    }
    if (!table.problem) look_behind(candidate);
    tell_(table);
  }

  /// @throws Error(lock_timeout) where somebody keeps everybody out of the table
  long long size_of(const VacuumedTable& table) {
    const Result size = connection_.query(
        Request{.sql = "SELECT pg_total_relation_size($1::regclass)", .parameters = {table.table}});
    return number(size.rows.at(0).at(0));
  }

  std::optional<long long> size_now(const VacuumedTable& table) {
    try {
      return size_of(table);
    } catch (const Error& error) {
      if (error.diagnostic().code != info(Code::lock_timeout).id) throw;
      return std::nullopt;
    }
  }

  /// The counters come from the server's statistics, which a moment later know of it.
  void look_behind(Candidate& candidate) {
    VacuumedTable& table = candidate.table;
    table.bytes_after = size_now(table).value_or(table.bytes_before);
    const Result now = connection_.query(
        Request{.sql = "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = to_regclass($1)",
                .parameters = {table.table}});
    const long long dead = now.rows.empty() ? 0 : number(now.rows[0].at(0));
    if (dead < few_rows || dead * 2 < candidate.dead) return;
    const Result holder = connection_.query(oldest_sql);
    if (holder.rows.empty()) return;
    table.note = with_commas(dead) + " dead rows may still be seen by " +
                 holder.rows.at(0).at(0).value_or("");
  }

  Session& session_;
  Connection& connection_;
  const VacuumRequest& request_;
  const std::function<void(const VacuumedTable&)>& tell_;
  std::vector<Candidate> found_;
  std::vector<std::string> ancestors_;
  std::optional<Diagnostic> warning_;
};

}  // namespace

std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell) {
  return Vacuum(session, request, tell).run();
}

}  // namespace aludel::postgresql
