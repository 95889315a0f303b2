#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "db/connection.hpp"

struct sqlite3;

namespace aludel {

enum class Access { read_only, read_write };

struct SqliteOpen {
  std::string path;  ///< empty: a new database in memory
  Access access = Access::read_only;
  /// How long a statement waits for another process's lock before it fails with lock_timeout.
  std::chrono::milliseconds busy_wait{5000};
};

/// Opens an SQLite file; `read_write` creates one that is not there, `read_only` fails with
/// database_missing. A file that needs its journal rolled back first (after a crash) is recovered
/// even when opened for reading: SQLite refuses to read it otherwise, and what is rolled back was
/// never committed.
/// @throws Error(database_unusable, database_missing)
[[nodiscard]] std::unique_ptr<Connection> open_sqlite(const SqliteOpen& request);

/// One that an application has open: it stays open behind the Connection, without our handlers.
[[nodiscard]] std::unique_ptr<Connection> adopt_sqlite_handle(sqlite3* open,
                                                              std::chrono::milliseconds busy_wait);

/// The names of databases that were attached when the connection was adopted: they are the
/// application's.
[[nodiscard]] const std::vector<std::string>& sqlite_attached_before(const Connection& connection);

/// How long statements of `connection` (of SQLite) wait for another process's lock from
/// now on.
void set_sqlite_busy_wait(Connection& connection, std::chrono::milliseconds wait);

/// For the wait hook: true while the statement waits for another process's lock, false while it
/// works.
[[nodiscard]] bool sqlite_waits_for_lock(const Connection& connection);

/// The open database, for what needs more than SQL. It stays the connection's.
[[nodiscard]] sqlite3* sqlite_handle(const Connection& connection);

/// The path of the file; empty for a database in memory.
[[nodiscard]] const std::string& sqlite_path(const Connection& connection);

}  // namespace aludel
