#include <array>
#include <cstdlib>

#include "base/code.hpp"
#include "base/host.hpp"
#include "db/postgresql/postgresql_connection.hpp"
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

/// True when a pooler gives the same server session to several clients, so that session state and
/// locks do not stay ours. `first` is already known to be behind some proxy.
bool shares_sessions(Connection& first, const DatabaseUrl& url, const ConnectOptions& options) {
  const std::unique_ptr<Connection> second = open(url, options);
  const std::string before = backend_pid(first);
  for (int round = 0; round < 3; ++round) {
    const std::string ours = backend_pid(first);
    if (ours != before || ours == backend_pid(*second)) return true;
  }
  // A busy pool may have given each its own session by chance: a lock held by the one must keep the
  // other out.
  const std::string key = std::to_string(std::strtoull(random_hex(7).c_str(), nullptr, 16));
  const std::string lock = "SELECT pg_try_advisory_lock(" + key + ")";
  const std::string release =
      "SELECT pg_advisory_unlock(" + key +
      ") FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() "
      "AND ((classid::bigint << 32) | objid::bigint) = " +
      key;
  first.query(lock);
  const bool both = second->query(lock).rows.at(0).at(0) == "t";
  second->query(release);
  first.query(release);
  return both;
}

[[noreturn]] void refuse_pooler(const PostgresqlTarget& target) {
  Diagnostic problem =
      diagnostic(Code::pooler_refused, "a transaction pooler stands before the server");
  problem.detail =
      "at " + (target.host.empty() ? "the address of the URL" : target.host + ":" + target.port) +
      " several clients share one server session, so a migration lock would be left to strangers";
  problem.now = "nothing was changed";
  problem.next =
      "give the server's own address, or a pool in session mode, as the URL (often port 5432 "
      "instead of 6432 or 6543)";
  throw Error(std::move(problem));
}

}  // namespace

std::vector<std::string> session_statements(const Connection& connection) {
  const int version = connection.server_version();
  std::string settings;
  if (version >= 170000)
    settings =
        ", set_config('transaction_timeout', '0', false)";  // unknown at the start of older ones
  if (!has_settings_at_start(connection)) {
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

std::unique_ptr<Connection> connect(const DatabaseUrl& url, const ConnectOptions& options) {
  std::unique_ptr<Connection> connection;
  try {
    connection = open(url, options);
  } catch (Error& error) {
    if (error.diagnostic().detail.find("transaction blocks not allowed") == std::string::npos)
      throw;
    refuse_pooler({});
  }
  connection->set_stop_token(options.stop);
  if (options.read_only) return connection;

  const Result facts = connection->query(
      "SELECT pg_backend_pid(), pg_is_in_recovery(), "
      "current_setting('client_connection_check_interval', true), "
      "current_setting('transaction_read_only')");
  const auto& row = facts.rows.at(0);
  const PostgresqlTarget target = postgresql_target(*connection);
  const bool direct = row.at(0) == std::to_string(target.startup_backend);
  if (!direct && shares_sessions(*connection, url, options)) refuse_pooler(target);
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
    problem.next =
        "`ALTER ROLE … SET default_transaction_read_only = off`, or add "
        "`?options=-cdefault_transaction_read_only%3Doff` to the URL";
    throw Error(std::move(problem));
  }
  if (row.at(2) == "2s")
    note_settings_at_start(*connection);  // else not taken, or dropped on the way
  for (const std::string& statement : session_statements(*connection)) connection->query(statement);
  return connection;
}

std::unique_ptr<Connection> connect_watcher(const DatabaseUrl& url) {
  PostgresqlOpen request{.conninfo = url.libpq_conninfo, .application_name = "aludel watcher"};
  request.connect_timeout = std::chrono::seconds(3);
  try {
    return open_postgresql(request);
  } catch (const Error&) {
    return nullptr;  // all works without it
  }
}

}  // namespace aludel::postgresql
