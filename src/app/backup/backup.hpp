#pragma once

#include <string>
#include <vector>

#include "app/backup/backup_folder.hpp"
#include "app/backup/manifest.hpp"
#include "app/backup/transfer.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// How backups are made and put back, as the configuration has it.
struct BackupSettings {
  BackupFolder folder;
  std::string database;        ///< the name in the configuration, else the database's own
  DatabaseUrl url;             ///< where it is
  std::filesystem::path base;  ///< what a relative file in a manifest's URL counts from
  int keep = 0;                ///< so many backups of this database stay; 0: all
  int jobs = 1;                ///< PostgreSQL: tables at once
  std::string compression;     ///< PostgreSQL, as pg_dump's --compress takes it; empty: its default
  std::string pg_bin;          ///< where pg_dump and pg_restore are; empty: found
  TransferSink sink = [](const Transfer&) {};
};

/// True for a backup of the database that `settings` mean: of its name, and from the same server or
/// file. Environments and machines may share a folder.
[[nodiscard]] bool is_backup_of(const Manifest& manifest, const BackupSettings& settings);
/// The same, of any name.
[[nodiscard]] bool is_from_the_same_place(const Manifest& manifest, const BackupSettings& settings);

/// True for a folder whose name begins as those of the backups of `database` do.
[[nodiscard]] bool is_named_for(const std::string& folder_name, const std::string& database);

struct BackupReport {
  Manifest manifest;
  std::filesystem::path path;
  std::vector<std::string> leftovers;  ///< of killed backups, removed
  std::vector<std::string> removed;    ///< older backups, because of `keep`
};

/// Makes a backup of the session's database as it is at one moment, while others go on, verifies
/// it, and gives it its name; only then older ones are removed. Killed at any time it leaves no
/// folder that looks like a whole backup. Writes a row of the journal where there is one.
/// @throws Error(backup_folder_unusable, backup_unverified, external_command, interrupted, …)
[[nodiscard]] BackupReport make_backup(Session& session, const BackupSettings& settings);

}  // namespace aludel
