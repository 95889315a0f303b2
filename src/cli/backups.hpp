#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/backup/backup.hpp"
#include "app/backup/restore.hpp"
#include "cli/workspace.hpp"

namespace aludel {

/// How this call makes and restores backups: its options, else the configuration.
[[nodiscard]] BackupSettings backup_settings(Invocation& invocation, Workspace& workspace);

/// Makes a backup of the workspace's database and tells of it. Its sessions are ended then.
[[nodiscard]] BackupReport back_up(Invocation& invocation, Workspace& workspace);

/// A backup by its name, its folder, or a file in that.
struct ChosenBackup {
  std::filesystem::path path;
  Manifest manifest;
  std::string
      next;  ///< where it was taken as the newest, and is damaged: what restores the one before
};
/// The backup that `argument` names; the newest one of this database where it is empty, and no
/// older one in the place of one that is damaged.
/// @param restore  the command that restores the backup of a name
/// @throws Error(unknown_backup, backup_unverified)
[[nodiscard]] ChosenBackup choose_backup(
    const BackupSettings& settings, const std::string& argument,
    const std::function<std::string(const std::string& name)>& restore);

/// "5 tables with 1,204 rows"
[[nodiscard]] std::string contents_of(const Manifest& manifest);
/// "8f3c2a91d0e4", "8f3c2a91d0e4, and revision 91d0e48f3c2a is in progress"
[[nodiscard]] std::string standing_of(const Manifest& manifest);

}  // namespace aludel
