#pragma once

#include <string>
#include <vector>

namespace aludel {

/// A process that has a lock on a database file.
struct FileLockHolder {
  std::string pid;
  std::string program;  ///< empty: not known
};

/// The other processes that keep this one from writing the database file `path` now: those with a
/// writer's lock, else those that read it. From the system's table of locks; the file itself is not
/// opened: closing it again would drop this process's own locks on it (POSIX).
[[nodiscard]] std::vector<FileLockHolder> file_lock_holders(const std::string& path);

/// The other processes that have the database file open now, as far as this user may know; they
/// need not hold a lock.
[[nodiscard]] std::vector<FileLockHolder> file_users(const std::string& path);

}  // namespace aludel
