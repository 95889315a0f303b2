#pragma once

#include <string>
#include <string_view>

struct sqlite3;
struct pg_conn;

namespace aludel {

/// Which database a call is about: one that it opens by its URL, or a connection that the
/// application has open. A value that holds a URL or a pointer; the connection stays the
/// application's, which keeps it open until the call has returned, and does not use it meanwhile.
///
/// What a call does with a connection of the application's:
/// - It must not be inside a transaction (E0803).
/// - SQLite: the busy handler, the progress handler and the connection's PRAGMAs (foreign_keys,
///   synchronous …) are the library's until the call returns; PRAGMAs and the time of
///   `sqlite3_busy_timeout` are then as before, handlers of one's own are to be set again. A
///   database in memory can be migrated this way alone.
/// - PostgreSQL: as after `DISCARD`, all that was SET, and the role, is reset; prepared statements,
///   temporary tables and LISTEN stay. Nobody watches beside it: who is in the way is not told.
///   Behind a pooler a connection of the application's is refused (E0805): give the URL.
///
/// Example:
/// ```cpp
/// sqlite3* open = nullptr;  // by sqlite3_open
/// const aludel::Database mine(open);
/// const aludel::Database file("sqlite:///app.db");
/// ```
class Database {
 public:
  /// @param url  `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://user@host/name`.
  ///             A relative file counts from the current directory; a file that is not there is
  ///             created by what writes. A database in memory is gone when the call returns. The
  ///             password is in no message.
  Database(std::string_view url) : url_(url) {}    // NOLINT: meant to convert
  Database(const char* url) : url_(url) {}         // NOLINT
  Database(const std::string& url) : url_(url) {}  // NOLINT
  Database(sqlite3* open) : sqlite_(open) {}       // NOLINT: not null
  Database(pg_conn* open) : postgresql_(open) {}   // NOLINT: a PGconn, not null

  [[nodiscard]] const std::string& url() const noexcept { return url_; }  ///< empty: it is open
  [[nodiscard]] sqlite3* sqlite() const noexcept { return sqlite_; }
  [[nodiscard]] pg_conn* postgresql() const noexcept { return postgresql_; }

 private:
  std::string url_;
  sqlite3* sqlite_ = nullptr;
  pg_conn* postgresql_ = nullptr;
};

}  // namespace aludel
