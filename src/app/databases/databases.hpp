#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "db/trace.hpp"
#include "db/url.hpp"
#include "migrate/run.hpp"

namespace aludel {

/// A database as messages name it: "shop", on SQLite its file.
[[nodiscard]] std::string shown_database(const DatabaseUrl& url);

/// How a server is reached from another of its databases.
struct ServerAccess {
  /// How long one that is not up yet is tried again.
  std::chrono::milliseconds wait{0};
  TraceHook trace = {};  ///< of the statements that are sent there
  std::stop_token stop = {};
};

/// The same as a session is opened with.
[[nodiscard]] ServerAccess server_access(const SessionOptions& options);

/// A database to be made. What is empty is left to the server; SQLite knows none of it.
struct NewDatabase {
  DatabaseUrl url;
  std::string owner = {};
  std::string model = {};  ///< PostgreSQL's TEMPLATE
  std::string encoding = {};
  ServerAccess access = {};
};

/// Makes it, all or nothing.
/// @return false: it is there already, and was left as it is
/// @throws Error(statement_refused) with the right that is missing, (bad_usage, database_unusable)
bool create_database(const NewDatabase& request);

struct DatabaseRemoval {
  DatabaseUrl url;
  Consent consent = {};
  bool force = false;      ///< end the sessions of others
  bool only_look = false;  ///< whether it would be refused; nothing is dropped
  /// Called before anything is lost, with what that is: "4 tables with 1,200 rows, 9 MB".
  std::function<void(const std::string& loss)> tell = [](const std::string&) {};
  ServerAccess access = {};
};

/// Removes it with all it holds; of an SQLite file also what SQLite keeps beside it.
/// @return false: it was not there
/// @throws Error(consent_needed); (database_unusable) with everybody who uses it; nothing is
/// changed
///         then
bool drop_database(const DatabaseRemoval& request);

/// Before a database is dropped to be made anew: whose it is then to be.
/// @return empty: it is not there, is a file, or belongs to the user who asks
/// @throws Error(statement_refused) where this user could not make it again
[[nodiscard]] std::string owner_to_keep(const DatabaseUrl& url, const ServerAccess& access);

struct DatabaseWait {
  DatabaseUrl url;
  std::chrono::milliseconds timeout = std::chrono::minutes(1);
  /// Called after two seconds, then every five, with why it cannot be used yet.
  std::function<void(const std::string& reason, std::chrono::milliseconds waited)> tell;
  std::stop_token stop = {};
};

/// Waits until a session can be opened. What waiting does not mend (a wrong password, a role that
/// does not exist, a wrong URL) fails at once.
/// @return what answers: "PostgreSQL 15.18"
/// @throws Error as connecting does, the last one
std::string wait_for_database(const DatabaseWait& request);

}  // namespace aludel
