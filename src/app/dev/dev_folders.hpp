#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/dev/server_user.hpp"

namespace aludel {

/// Where the parts of a development server are.
struct DevFolders {
  std::filesystem::path hidden;  ///< .aludel
  std::filesystem::path base;    ///< .aludel/dev
  std::filesystem::path data;
  std::filesystem::path log;
  std::filesystem::path lock;
  /// Of the socket: in `base`, or where that cannot be the path of one (it is too long) in a folder
  /// for temporary files.
  std::filesystem::path socket;
};
[[nodiscard]] DevFolders dev_folders(const std::filesystem::path& project, const ServerUser& user);

/// Makes them, but for `data`, with a .gitignore that hides all of it.
/// @throws Error(external_command); for a socket folder that somebody else has made, too
void make_folders(const DevFolders& folders, const ServerUser& user);

/// What a server writes down of itself in `data`.
struct Postmaster {
  long pid = 0;
  std::string socket;
  bool ready = false;  ///< it takes connections
};
/// The server that runs on `data`; none where it does not, also where it has left its file behind
/// (and where another program has its process id by now).
[[nodiscard]] std::optional<Postmaster> running_postmaster(const std::filesystem::path& data);

/// Whether a process of a server, also of one that has crashed, works in `data`.
[[nodiscard]] bool is_worked_in(const std::filesystem::path& data);

/// One call at a time works on a server: held from construction to destruction, or to the end of
/// the process.
class DevLock {
 public:
  /// @throws Error(external_command) where another one holds it for more than a minute
  DevLock(const std::filesystem::path& file, const ServerUser& user);
  DevLock(const DevLock&) = delete;
  DevLock& operator=(const DevLock&) = delete;
  ~DevLock();

 private:
  int file_ = -1;
};

}  // namespace aludel
