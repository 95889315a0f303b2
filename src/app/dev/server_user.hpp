#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace aludel {

/// As whom the development server runs. PostgreSQL refuses to run as root.
struct ServerUser {
  uid_t user = 0;
  gid_t group = 0;
  std::string name;
  bool is_another = false;  ///< than this process's: root starts it as this one

  /// What the words of a program begin with so that it runs as this user in `folder`, with
  /// variables of its own and none of PostgreSQL's.
  [[nodiscard]] std::vector<std::string> prefix(const std::filesystem::path& folder) const;
};

/// This user; for root the owner of `folder`, where that is root too `postgres` or `nobody`.
/// @throws Error(external_command) with what to do where there is no such user
[[nodiscard]] ServerUser server_user(const std::filesystem::path& folder);

/// Gives a file or folder of root's to the user; of no effect where this process is not root.
void give_to(const ServerUser& user, const std::filesystem::path& path);

/// @throws Error(external_command) that names the folder above `path` which `user` may not enter
void require_entry(const ServerUser& user, const std::filesystem::path& path);

}  // namespace aludel
