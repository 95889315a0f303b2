#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace aludel {

/// A project's private PostgreSQL: its data in `.aludel/dev`, reached over a socket in a folder
/// that only its user may enter, and by no network.
struct DevServer {
  std::filesystem::path project;  ///< its root
  std::string pg_bin = {};        ///< the folder of PostgreSQL's programs; empty: looked for
  std::function<void(const std::string& what)> tell = [](const std::string&) {};
  std::stop_token stop = {};
};

/// The database of the project: `configured` (the name in the configuration), else the folder's
/// name as an identifier.
[[nodiscard]] std::string dev_database(const DevServer& server, const std::string& configured);
/// Its URL, whether the server runs or not; holds no password, since there is none.
[[nodiscard]] std::string dev_url(const DevServer& server, const std::string& database);

/// Makes the server where it is not there, starts it where it does not run, and makes the databases
/// that are missing. What a killed call left is gone on with.
/// @return false: it ran already
/// @throws Error(external_command) with what is missing, or what PostgreSQL said
bool dev_up(const DevServer& server, const std::vector<std::string>& databases);

/// Ends it, with all its sessions. @return false: it did not run
bool dev_down(const DevServer& server);
/// Removes its data; it must not run. @return false: there was none
bool dev_delete(const DevServer& server);

struct DevStatus {
  bool made = false;
  std::optional<long> pid;  ///< none: it does not run
  std::string version;      ///< of the data: "15"
  std::filesystem::path data;
  std::filesystem::path log;
  long long bytes = 0;
};
[[nodiscard]] DevStatus dev_status(const DevServer& server);

}  // namespace aludel
