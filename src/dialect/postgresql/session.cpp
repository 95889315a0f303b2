#include <array>
#include <functional>
#include <optional>
#include <string_view>

#include "base/code.hpp"
#include "db/postgresql/postgresql_connection.hpp"
#include "dialect/adopt.hpp"
#include "dialect/postgresql/parts.hpp"

namespace aludel::postgresql {

namespace {

/// The server notices within two seconds that the client is gone and stops working for it: until
/// then the migration lock is held, since it lives on this session. Migrations may think for long
/// between statements, so nothing may end the session meanwhile.
std::vector<std::string> session_settings(const ConnectOptions& options) {
  std::vector<std::string> settings{"client_connection_check_interval=2000",
                                    "idle_session_timeout=0",
                                    "idle_in_transaction_session_timeout=0"};
  if (options.read_only) settings.emplace_back("default_transaction_read_only=on");
  return settings;
}

bool refused_our_settings(const Error& error) {
  const std::string& words = error.diagnostic().detail;
  return words.find("unsupported startup parameter") != std::string::npos ||
         words.find("unrecognized configuration parameter") != std::string::npos;
}

/// PgBouncer's words in statement mode; it closes the connection with them.
bool forbids_transactions(const Error& error) {
  const Diagnostic& problem = error.diagnostic();
  return (problem.message + problem.detail).find("transaction blocks not allowed") !=
         std::string::npos;
}

std::unique_ptr<Connection> open(const DatabaseUrl& url, const ConnectOptions& options) {
  PostgresqlOpen request{
      .conninfo = url.libpq_conninfo, .application_name = "aludel", .stop = options.stop};
  request.settings = session_settings(options);
  try {
    return open_postgresql(request);
  } catch (const Error& error) {
    if (!refused_our_settings(error)) throw;
  }
  request.settings
      .clear();  // a pooler, or a server before 14: the settings are made once the session is known
  return open_postgresql(request);
}

std::string backend_pid(Connection& connection) {
  return connection.query("SELECT pg_backend_pid()").rows.at(0).at(0).value_or("");
}

/// What stands between us and the server.
enum class Between { nothing, session_pool, transaction_pool, statement_pool };

/// Asks which process serves `second`. While it has to wait, a `first` that is served all the time,
/// by the same process, has a session of its own: where sessions are shared, who asks later waits
/// longer. `first` holds what others of us wait for, so there is no waiting for the end of that.
/// @return none: it is a session pool
std::optional<std::string> ask_second(Connection& second, Connection& first,
                                      const std::string& process_of_first) {
  bool is_own = true;
  int served = 0;
  second.set_wait_hook([&](std::chrono::milliseconds) {
    try {
      is_own = is_own && backend_pid(first) == process_of_first;
    } catch (const Error&) {
      is_own = false;
    }
    if (is_own && ++served == 3) abandon(second);
  });
  try {
    std::string process = backend_pid(second);
    second.set_wait_hook(nullptr);
    return process;
  } catch (const Error&) {
    second.set_wait_hook(nullptr);
    if (served < 3) throw;
    return std::nullopt;
  }
}

/// Two clients that are given the same server process, or one that is given several, share them. In
/// an idle pool the second question proves it; in a busy one, or one that goes round its servers,
/// chance may keep them apart for a while, but not in an uneven order. Nothing is left in the pool.
bool shares_sessions(Connection& first, Connection& second) {
  const std::string process_of_first = backend_pid(first);
  std::string process_of_second;
  for (const char asked : std::string_view("BAABBABAAAB")) {
    if (asked == 'A') {
      if (backend_pid(first) != process_of_first) return true;
      continue;
    }
    const auto process = ask_second(second, first, process_of_first);
    if (!process) return false;
    if (*process == process_of_first) return true;
    if (!process_of_second.empty() && *process != process_of_second) return true;
    process_of_second = *process;
  }
  return false;
}

Between look_between(Connection& first, const DatabaseUrl& url, const ConnectOptions& options) {
  const std::unique_ptr<Connection> second = open(url, options);
  second->set_stop_token(options.stop);
  if (!shares_sessions(first, *second)) return Between::session_pool;
  try {
    second->query("BEGIN");
    second->query("COMMIT");
  } catch (const Error& error) {
    if (!forbids_transactions(error)) throw;
    return Between::statement_pool;
  }
  return Between::transaction_pool;
}

[[noreturn]] void refuse_pooler(const PostgresqlTarget& target) {
  Diagnostic problem =
      diagnostic(Code::pooler_refused, "a pooler in statement mode stands before the server");
  problem.detail =
      "at " + (target.host.empty() ? "the address of the URL" : target.host + ":" + target.port) +
      " no transaction can hold more than one statement";
  problem.now = "nothing was changed";
  problem.next =
      "give the server's own address, or a pool in session or transaction mode, as `migration_url` "
      "beside `url` in aludel.toml, or with `--url` (often port 5432 instead of 6432 or 6543)";
  throw Error(std::move(problem));
}

}  // namespace

std::vector<std::string> session_statements(const Connection& connection) {
  const int version = connection.server_version();
  const PostgresqlSession& session = postgresql_session(connection);
  if (session.borrowed) return {};  // they would stay behind in the pool
  std::string settings;
  if (version >= 170000)
    settings =
        ", set_config('transaction_timeout', '0', false)";  // unknown at the start of older ones
  if (!session.settings_at_start) {
    if (version >= 140000) {
      settings +=
          ", set_config('client_connection_check_interval', '2000', false), "
          "set_config('idle_session_timeout', '0', false)";
    }
    settings += ", set_config('idle_in_transaction_session_timeout', '0', false)";
  }
  if (settings.empty()) return {};
  return {"SELECT " + settings.substr(2)};
}

namespace {

/// Refuses what cannot be migrated, and makes the session's settings.
/// @param look  asked where the server's process is not the one that the session began with
void begin_session(Connection& connection, const std::function<Between()>& look) {
  const Result facts = connection.query(
      "SELECT pg_backend_pid(), pg_is_in_recovery(), "
      "current_setting('client_connection_check_interval', true), "
      "current_setting('transaction_read_only'), quote_ident(current_user)");
  const auto& row = facts.rows.at(0);
  const PostgresqlTarget target = postgresql_target(connection);
  const bool direct = row.at(0) == std::to_string(target.startup_backend);
  const Between between = direct ? Between::nothing : look();
  if (between == Between::statement_pool) refuse_pooler(target);
  if (row.at(1) == "t") {
    Diagnostic problem = diagnostic(Code::database_unusable, "the server is a read-only standby");
    problem.detail =
        "pg_is_in_recovery() is true on " + (target.host.empty() ? std::string("it") : target.host);
    problem.next =
        "give the address of the primary, or add `target_session_attrs=read-write` to the URL";
    throw Error(std::move(problem));
  }
  if (row.at(3) == "on") {
    Diagnostic problem =
        diagnostic(Code::database_unusable, "the sessions of this user are read-only here");
    problem.detail = "default_transaction_read_only is on for the role, the database or the server";
    problem.next = "`ALTER ROLE " + row.at(4).value_or("") +
                   " SET default_transaction_read_only = off`, or add "
                   "`?options=-cdefault_transaction_read_only%3Doff` to the URL";
    throw Error(std::move(problem));
  }
  note_session(connection,
               {.settings_at_start = row.at(2) == "2s",  // else not taken, or dropped on the way
                .borrowed = between == Between::transaction_pool,
                .backend = between == Between::session_pool ? row.at(0).value_or("") : ""});
  for (const std::string& statement : session_statements(connection)) connection.query(statement);
}

}  // namespace

std::unique_ptr<Connection> connect(const DatabaseUrl& url, const ConnectOptions& options) {
  std::unique_ptr<Connection> connection;
  try {
    connection = open(url, options);
  } catch (const Error& error) {
    if (!forbids_transactions(error)) throw;
    refuse_pooler({});
  }
  connection->set_stop_token(options.stop);
  connection->set_trace(options.trace);
  if (options.read_only) return connection;

  begin_session(*connection, [&] { return look_between(*connection, url, options); });
  return connection;
}

std::unique_ptr<Connection> connect_watcher(const DatabaseUrl& url) {
  PostgresqlOpen request{.conninfo = url.libpq_conninfo, .application_name = "aludel watcher"};
  request.connect_timeout = std::chrono::seconds(3);
  try {
    auto watcher = open_postgresql(request);
    // A pool that has no session left for it must not hold up the one that works.
    watcher->set_wait_hook([&connection = *watcher](std::chrono::milliseconds waited) {
      if (waited > std::chrono::seconds(3)) abandon(connection);
    });
    return watcher;
  } catch (const Error&) {
    return nullptr;  // all works without it
  }
}

std::unique_ptr<Connection> adopt(pg_conn* open, const ConnectOptions& options) {
  auto connection = adopt_postgresql_handle(open);
  if (connection->in_transaction()) {
    Diagnostic problem =
        diagnostic(Code::database_unusable, "the connection is inside a transaction");
    problem.now = "nothing was changed";
    problem.next = "COMMIT or ROLLBACK before the call";
    throw Error(std::move(problem));
  }
  connection->set_stop_token(options.stop);
  connection->set_trace(options.trace);
  if (options.read_only) return connection;
  begin_session(*connection, []() -> Between {
    Diagnostic problem =
        diagnostic(Code::pooler_refused, "a pooler stands between this connection and the server");
    problem.now = "nothing was changed";
    problem.next = "give the URL: what kind of pool it is takes a second connection to find out";
    throw Error(std::move(problem));
  });
  return connection;
}

}  // namespace aludel::postgresql

namespace aludel {

Adopt adopt_postgresql(pg_conn* open) {
  return [open](const ConnectOptions& options) { return postgresql::adopt(open, options); };
}

}  // namespace aludel
