#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/databases/database_properties.hpp"
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
  EventSink sink = [](const Event&) {};
  std::stop_token stop = {};
};

/// The same as a session is opened with.
[[nodiscard]] ServerAccess server_access(const SessionOptions& options);

/// Of an SQLite file.
struct FileProperties {
  unsigned int owner = 0;
  unsigned int group = 0;
  unsigned int mode = 0;  ///< its permissions
  bool has_log = false;   ///< its journal mode is WAL, the one that a file keeps
};

/// What a database is to have again that is made anew.
struct KeptDatabase {
  DatabaseProperties properties = {};  ///< PostgreSQL
  bool with_owner = true;              ///< false: it belongs to the user who asks
  FileProperties file = {};            ///< SQLite
};

/// A database to be made. What is empty is left to the server; SQLite knows `kept` alone.
struct NewDatabase {
  DatabaseUrl url;
  std::string owner = {};
  std::string model = {};  ///< PostgreSQL's TEMPLATE
  std::string encoding = {};
  std::optional<KeptDatabase> kept = {};  ///< in place of owner, model and encoding
  ServerAccess access = {};
};

/// Makes it, all or nothing.
/// @return false: it is there already, and was left as it is
/// @throws Error(statement_refused) with the right that is missing, (bad_usage, database_unusable)
bool create_database(const NewDatabase& request);

struct DatabaseRemoval {
  DatabaseUrl url;
  Consent consent = {};    ///< `how` is told also where only what cannot be seen needs it
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

/// Before a database is dropped to be made anew: what the new one is to have. What this user could
/// not give it again is told to the sink of `access`.
/// @return nothing: it is not there
/// @throws Error(statement_refused) where this user could not make it again
[[nodiscard]] std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url,
                                                             const ServerAccess& access);

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
