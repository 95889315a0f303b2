#include <algorithm>
#include <cstdlib>

#include "app/backup/backup_rights.hpp"
#include "app/backup/count_rows.hpp"
#include "app/backup/make_files.hpp"
#include "app/backup/postgresql_tools.hpp"
#include "app/backup/restore_files.hpp"
#include "app/databases/database_properties.hpp"
#include "base/code.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "db/url_database.hpp"
#include "lint/loss_text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

// What a killed restore leaves is known by its name and its comment.
constexpr std::string_view restoring_mark = "aludel: being restored from ";
constexpr std::string_view replaced_mark = "aludel: replaced by the restore of ";
constexpr std::size_t longest_name = 63;

std::string identifier(const std::string& name) {
  return quote_identifier(name, SqlDialect::postgresql);
}
std::string literal(std::string_view text) {
  return quote_literal(text, SqlDialect::postgresql);
}

std::string first_value(Connection& connection, const Request& request) {
  const Result result = connection.query(request);
  return result.rows.empty() ? "" : result.rows.front().at(0).value_or("");
}

/// A database cannot be made, renamed or dropped from within itself.
std::unique_ptr<Connection> connect_beside(const SessionOptions& options, const std::string& name) {
  const Dialect& dialect = dialect_for(options.url);
  const ConnectOptions connect{.read_only = false,
                               .foreign_keys = {},
                               .lock_wait = options.lock_wait,
                               .trace = trace_of(options),
                               .stop = options.stop};
  for (const char* database : {"postgres", "template1"}) {
    if (name == database) continue;
    try {
      auto connection = dialect.connect(with_database(options.url, database), connect);
      connection->query("SET statement_timeout = 0");  // making a database takes its time
      return connection;
    } catch (const Error& error) {
      if (error.diagnostic().code != info(Code::database_missing).id) throw;
    }
  }
  Diagnostic problem = diagnostic(Code::database_missing,
                                  "there is no database beside " + name + " to restore it from");
  problem.next = "`createdb postgres` as a user who may create databases";
  throw Error(std::move(problem));
}

std::string shown_session(const std::vector<Value>& row) {
  const auto text = [&](std::size_t column) { return row.at(column).value_or(""); };
  return "pid " + text(0) + " (" + (text(1).empty() ? "no application name" : text(1)) + ", " +
         text(2) + ", " + text(3) + " since " + text(4) + ")";
}

/// Cut where the server would cut it, so that its end stays.
std::string name_beside(const std::string& database, const std::string& end) {
  return database.substr(0, longest_name - end.size() - 1) + "_" + end;
}

/// What restores of `database` have left: those that were being filled, and those replaced.
std::vector<std::string> left_beside(Connection& connection, const std::string& database) {
  const Result found = connection.query(Request{
      .sql = "SELECT datname FROM pg_catalog.pg_database WHERE (starts_with(datname, $1) AND "
             "(starts_with(shobj_description(oid, 'pg_database'), $2) OR (NOT datallowconn AND "
             "shobj_description(oid, 'pg_database') IS NULL))) OR (starts_with(datname, $3) AND "
             "starts_with(shobj_description(oid, 'pg_database'), $4)) ORDER BY 1",
      .parameters = {name_beside(database, "restore_"), std::string(restoring_mark),
                     name_beside(database, "before_restore_"), std::string(replaced_mark)}});
  std::vector<std::string> names;
  for (const auto& row : found.rows) names.push_back(row.at(0).value_or(""));
  return names;
}

class PostgresqlRestore {
 public:
  explicit PostgresqlRestore(const RestoreRequest& request)
      : request_(request),
        old_(look_at_postgresql_target(request.target)),
        beside_(connect_beside(request.target, old_.name)),
        tools_(
            find_postgresql_tools(std::atoi(request.manifest.dump_version.c_str()),
                                  "the backup was made by pg_dump " + request.manifest.dump_version,
                                  request.settings.pg_bin)) {}

  RestoreReport run() {
    keep_others_out();
    RestoreReport report{.kept_old = {}, .leftovers = drop_leftovers()};
    check_roles();
    require_restore_rights(*beside_, old_.name,
                           request_.no_owner ? "" : request_.manifest.properties.owner);
    refuse_sessions();
    fresh_ = beside_name("restore_" + random_hex(4));
    try {
      make_fresh();
      fill_fresh();
      verify_fresh();
      const std::string kept = swap();
      if (request_.keep_old) report.kept_old = kept;
    } catch (const Error&) {
      drop_fresh();
      throw;
    }
    return report;
  }

 private:
  [[nodiscard]] std::string beside_name(const std::string& end) const {
    return name_beside(old_.name, end);
  }

  /// One restore of a database at a time: what another one has left is then nobody's.
  void keep_others_out() {
    const std::string key = "aludel restore:" + old_.name;
    const std::string taken = first_value(
        *beside_,
        {.sql = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", .parameters = {key}});
    if (taken == "t") return;
    Diagnostic problem =
        diagnostic(Code::database_unusable, "another restore of " + old_.name + " is at work");
    problem.next = "wait for its end";
    throw Error(std::move(problem));
  }

  void drop(const std::string& name) {
    beside_->query("DROP DATABASE IF EXISTS " + identifier(name) +
                   (beside_->server_version() >= 130000 ? " WITH (FORCE)" : ""));
  }

  std::vector<std::string> drop_leftovers() {
    std::vector<std::string> dropped;
    for (const std::string& name : left_beside(*beside_, old_.name)) {
      drop(name);
      dropped.push_back(name);
    }
    return dropped;
  }

  void check_roles() {
    if (request_.no_owner) return;
    std::vector<std::string> missing;
    for (const std::string& role : request_.manifest.properties.roles) {
      if (first_value(*beside_, {.sql = "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1",
                                 .parameters = {role}})
              .empty())
        missing.push_back(role);
    }
    if (missing.empty()) return;
    Diagnostic problem =
        diagnostic(Code::database_unusable,
                   "what is in the backup belongs to roles that this server does not have: " +
                       join(missing, ", "));
    std::vector<std::string> statements;
    for (const std::string& role : missing) statements.push_back("CREATE ROLE " + identifier(role));
    problem.next = "`" + join(statements, "; ") +
                   "`, or `--no-owner`: all then belongs to the user that connects";
    throw Error(std::move(problem));
  }

  void refuse_sessions() {
    if (!old_.exists || request_.force) return;
    const Result found = beside_->query(
        Request{.sql = "SELECT pid, application_name, usename, coalesce(state, 'connected'), "
                       "to_char(coalesce(state_change, backend_start), 'HH24:MI:SS') FROM "
                       "pg_catalog.pg_stat_activity WHERE datname = $1 AND backend_type = 'client "
                       "backend' ORDER BY pid",
                .parameters = {old_.name}});
    if (found.rows.empty()) return;
    Diagnostic problem = diagnostic(
        Code::database_unusable,
        counted(static_cast<long long>(found.rows.size()), "session is", "sessions are") +
            " connected to " + old_.name);
    for (const auto& row : found.rows) problem.notes.push_back(shown_session(row));
    problem.next = "end them, then `" + request_.again + "`; `--force` ends them for you";
    throw Error(std::move(problem));
  }

  /// Nobody can connect before it has its comment: one without is known to be empty.
  void make_fresh() {
    const DatabaseProperties& properties = request_.manifest.properties;
    const std::string user = first_value(*beside_, {.sql = "SELECT current_user"});
    const bool with_owner = !request_.no_owner && properties.owner != user;
    beside_->query(
        create_database(properties, fresh_, "template0", beside_->server_version(), with_owner) +
        " ALLOW_CONNECTIONS false");
    beside_->query("COMMENT ON DATABASE " + identifier(fresh_) + " IS " +
                   literal(std::string(restoring_mark) + request_.backup.filename().string()));
    beside_->query("ALTER DATABASE " + identifier(fresh_) + " WITH ALLOW_CONNECTIONS true");
  }

  void fill_fresh() {
    const ChildConnection connection = child_connection(request_.target.url, fresh_);
    ChildRequest request{.words = {tools_.restore(), "--no-password", "--exit-on-error",
                                   "--jobs=" + std::to_string(request_.settings.jobs)},
                         .environment = connection.environment,
                         .discard_output = true,
                         .stop = request_.target.stop};
    if (request_.no_owner)
      request.words.insert(request.words.end(), {"--no-owner", "--no-privileges"});
    request.words.push_back("--dbname=" + connection.conninfo);
    request.words.push_back(request_.backup / dump_name);
    TransferMeter meter(request_.settings.sink, "restoring", request_.manifest.database_size, true);
    request.tick = [&] {
      try {
        meter.at(integer(first_value(*beside_, {.sql = "SELECT pg_database_size($1::name)",
                                                .parameters = {fresh_}}))
                     .value_or(0));
      } catch (const Error&) {
        // Progress is good to have; what fails here fails again where it counts.
      }
    };
    run_postgresql_tool(std::move(request));
  }

  void verify_fresh() {
    SessionOptions options = request_.target;
    options.url = with_database(request_.target.url, fresh_);
    options.read_only = false;
    Session restored(std::move(options));
    restored.connection().query("SET statement_timeout = 0");
    verify_restored(restored, request_.manifest, count_rows_postgresql(restored.connection()));
    // It warns of each catalog that only a superuser may analyse.
    restored.connection().set_notice_handler([](const Diagnostic&) {});
    restored.connection().query("ANALYZE");
    journal_restore(restored, request_);
  }

  void end_sessions() {
    beside_->query(Request{.sql = "SELECT pg_terminate_backend(pid) FROM "
                                  "pg_catalog.pg_stat_activity WHERE datname = $1",
                           .parameters = {old_.name}});
  }

  /// Both names change in one transaction: whoever looks, and whenever this process ends, finds one
  /// of the two databases under the name.
  std::string swap() {
    const std::string kept = beside_name(before_restore_mark());
    const auto deadline = Clock::now() + std::chrono::seconds(10);
    while (true) {
      try {
        if (request_.force && old_.exists) end_sessions();
        rename_both(kept);
        break;
      } catch (const Error& error) {
        if (beside_->usable() && beside_->in_transaction()) beside_->query("ROLLBACK");
        const bool in_use = error.diagnostic().sqlstate == "55006";
        if (in_use && !request_.force) refuse_sessions();
        if (!in_use || Clock::now() > deadline) throw;
      }
    }
    beside_->set_stop_token({});
    if (old_.exists && !request_.keep_old) drop_replaced(kept);
    return old_.exists ? kept : std::string();
  }

  /// The new one is in its place by now.
  void drop_replaced(const std::string& kept) {
    try {
      drop(kept);
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      problem.now = "the database is restored; the one before may still be there, as " + kept;
      problem.next = "nothing has to be done: the next restore drops it, or `DROP DATABASE " +
                     identifier(kept) + "`";
      throw;
    }
  }

  void commit() {
    try {
      beside_->query("COMMIT");
    } catch (Error& error) {
      if (error.diagnostic().connection_lost)
        error.diagnostic().now = "whether " + old_.name +
                                 " is the restored database or the one before is not known; it is "
                                 "one of them, and whole";
      throw;
    }
  }

  void rename_both(const std::string& kept) {
    const std::string name = identifier(old_.name);
    beside_->query("BEGIN");
    if (old_.exists) {
      beside_->query("ALTER DATABASE " + name + " RENAME TO " + identifier(kept));
      if (!request_.keep_old)
        beside_->query("COMMENT ON DATABASE " + identifier(kept) + " IS " +
                       literal(std::string(replaced_mark) + request_.backup.filename().string()));
    }
    beside_->query("ALTER DATABASE " + identifier(fresh_) + " RENAME TO " + name);
    const std::vector<std::string> refused =
        give_properties(*beside_, request_.manifest.properties, old_.name, !request_.no_owner);
    commit();
    for (const std::string& each : refused) request_.target.sink(Remark{"not restored: " + each});
  }

  void drop_fresh() noexcept {
    try {
      beside_->set_stop_token({});
      if (beside_->usable() && beside_->in_transaction()) beside_->query("ROLLBACK");
      if (beside_->usable()) drop(fresh_);
    } catch (const Error&) {
      // The next restore finds it and drops it.
    }
  }

  const RestoreRequest& request_;
  RestoreTarget old_;
  std::unique_ptr<Connection> beside_;
  PostgresqlTools tools_;
  std::string fresh_;
};

}  // namespace

std::vector<std::string> postgresql_restore_leftovers(Connection& connection) {
  std::vector<std::string> names =
      left_beside(connection, first_value(connection, {.sql = "SELECT current_database()"}));
  std::erase_if(names, [&](const std::string& name) {
    const std::string used = first_value(
        connection, {.sql = "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = $1 LIMIT 1",
                     .parameters = {name}});
    return !used.empty();
  });
  return names;
}

RestoreTarget look_at_postgresql_target(const SessionOptions& options) {
  RestoreTarget target{.name = options.url.database, .what = {}};
  const ConnectOptions connect{.read_only = true,
                               .foreign_keys = {},
                               .lock_wait = options.lock_wait,
                               .trace = trace_of(options),
                               .stop = options.stop};
  std::unique_ptr<Connection> connection;
  try {
    connection = dialect_for(options.url).connect(options.url, connect);
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::database_missing).id || target.name.empty()) throw;
    return target;
  }
  target.exists = true;
  const Result found = connection->query(
      "SELECT current_database(), count(*) FILTER (WHERE c.relkind = 'r'), "
      "pg_database_size(current_database()), count(*) FROM pg_catalog.pg_class c JOIN "
      "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND "
      "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relname NOT LIKE "
      "'aludel\\_%'");
  target.name = found.rows.at(0).at(0).value_or("");
  const long long tables = integer(found.rows.at(0).at(1)).value_or(0);
  target.is_empty = integer(found.rows.at(0).at(3)).value_or(0) == 0;
  target.what =
      counted(tables, "table") + ", " + shown_bytes(integer(found.rows.at(0).at(2)).value_or(0));
  return target;
}

RestoreReport restore_postgresql(const RestoreRequest& request) {
  return PostgresqlRestore(request).run();
}

}  // namespace aludel
