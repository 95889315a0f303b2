#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "db/connection.hpp"

struct pg_conn;

namespace aludel {

struct PostgresqlOpen {
  std::string conninfo;  ///< a URI or key=value text, as libpq takes it
  /// "name=value" settings for the start of the session. A setting given at the start survives the
  /// RESET of a revision. They are tried once: poolers refuse them (or drop them silently) and old
  /// servers lack some, so the caller looks at what became of them.
  std::vector<std::string> settings = {};
  std::string application_name;
  std::chrono::seconds connect_timeout{10};  ///< only where the conninfo names none
  std::stop_token stop = {};
};

/// Who is asked and who asks, as libpq resolved it from URL, PG* variables, service and passfile.
struct PostgresqlTarget {
  std::string database;
  std::string user;
  std::string host;
  std::string port;
  long startup_backend =
      0;  ///< the backend's pid as told at the start of the session; differs behind a pooler
};

/// @throws Error(connection_failed, database_missing, bad_url, driver_missing)
[[nodiscard]] std::unique_ptr<Connection> open_postgresql(const PostgresqlOpen& request);

/// One that an application has open: it stays open behind the Connection.
[[nodiscard]] std::unique_ptr<Connection> adopt_postgresql_handle(pg_conn* open);

/// What its opener has found out about a session.
struct PostgresqlSession {
  /// Its settings were given at its start, so that RESET ALL leaves them as they are.
  bool settings_at_start = false;
  /// A pooler lends a server session for one transaction at a time.
  bool borrowed = false;
  /// The server process, where a pooler told another one at the start.
  std::string backend = {};
};

/// `connection` must be one of these, here and below.
void note_session(Connection& connection, PostgresqlSession session);
/// From the wait hook of `connection`: the running call ends as if the connection was lost, which
/// it is then.
void abandon(Connection& connection) noexcept;
[[nodiscard]] const PostgresqlSession& postgresql_session(const Connection& connection);

[[nodiscard]] PostgresqlTarget postgresql_target(const Connection& connection);

}  // namespace aludel
