#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

/// What a database URL says, decoded.
struct DatabaseUrl {
  enum class Kind { sqlite, postgresql, mariadb };
  struct Parameter {
    std::string name;
    std::string value;
    bool operator==(const Parameter&) const = default;
  };

  Kind kind = Kind::sqlite;
  std::string sqlite_path;  ///< absolute where `relative_to` was; empty: a database in memory

  // Servers only. Several hosts stand in order, separated by commas, and so do their ports.
  std::string user;
  std::string password;
  std::string host;  ///< name, address without brackets, or the folder of a socket; empty: the
                     ///< driver's default
  std::string port;
  std::string database;
  std::vector<Parameter>
      parameters;  ///< those that are none of the above; nothing that only other drivers know

  /// PostgreSQL only: all of the above as libpq's key=value text, for PQconnectdb. Holds the
  /// password.
  std::string libpq_conninfo;

  /// What was given, with *** for the password: the only form to show.
  std::string text_without_password;

  bool operator==(const DatabaseUrl&) const = default;
};

/// Reads a database URL:
/// - `sqlite:///rel.db` (relative to `relative_to`), `sqlite:////abs.db`, `sqlite://` and
/// `sqlite:///:memory:`;
/// - `postgresql://user:password@host:port/database?parameter=value`, also `postgres://`, with
/// several hosts, [IPv6],
///   socket folders and `service=` as libpq reads them (PostgreSQL documentation, 32.1.1.2), and
///   libpq's `key=value` text;
/// - `mysql://` and `mariadb://`.
/// SQLAlchemy's driver suffixes (`+asyncpg`, `+psycopg2` …) and parameters that only its drivers
/// know are left out.
///
/// @throws Error(bad_url) for everything else. What a driver would read otherwise than its author
/// meant is refused, above all
///         a password with unencoded special characters. No message holds any of the password.
/// Linear; looks at no file and no environment.
[[nodiscard]] DatabaseUrl parse_url(std::string_view text,
                                    const std::filesystem::path& relative_to);

}  // namespace aludel
