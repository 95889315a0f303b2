#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "db/connection.hpp"

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

/// Remembers that the session's settings were given at its start, so that RESET ALL leaves them as
/// they are.
void note_settings_at_start(Connection& connection);
[[nodiscard]] bool has_settings_at_start(const Connection& connection);

/// `connection` must have been made by open_postgresql.
[[nodiscard]] PostgresqlTarget postgresql_target(const Connection& connection);

}  // namespace aludel
