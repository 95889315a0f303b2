#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/backup/manifest.hpp"
#include "app/backup/transfer.hpp"
#include "base/code.hpp"

namespace aludel {

/// A folder of backups, each a folder below it: `shop_8f3c2a91d0e4_20261121T203000Z`.
struct BackupFolder {
  std::filesystem::path path;
  bool may_be_made = false;  ///< the default one; another one may be a disk that is not mounted
};

/// What stands in a folder of backups.
struct FoundBackup {
  std::string name;
  std::filesystem::path path;
  std::optional<Manifest> manifest = std::nullopt;  ///< none: unfinished, or it cannot be read
  /// It is damaged: its manifest cannot be read, or a file has not the size that it says.
  std::optional<Diagnostic> problem = std::nullopt;
  bool unfinished = false;
  bool being_made = false;  ///< unfinished, and a living process is at it
};

/// All of them, oldest first (one without a readable manifest by the time in its name); none where
/// the folder is not there. Folders that neither hold a manifest nor are named like a backup are
/// passed over. Files are looked at by their size alone.
[[nodiscard]] std::vector<FoundBackup> find_backups(const std::filesystem::path& folder);

/// True for a name that backups are given: `shop_8f3c2a91d0e4_20261121T203000Z`.
[[nodiscard]] bool is_backup_name(std::string_view name);

/// A backup that is being made: a folder that only this process (and what it has started) writes,
/// under a name that nobody takes for a whole one. Gone with this object unless it was published.
class UnfinishedBackup {
 public:
  /// @param name  until it has its own
  /// @throws Error(backup_folder_unusable) with what is the matter with the folder
  UnfinishedBackup(const BackupFolder& folder, const std::string& name);
  UnfinishedBackup(const UnfinishedBackup&) = delete;
  UnfinishedBackup& operator=(const UnfinishedBackup&) = delete;
  ~UnfinishedBackup();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes the manifest, brings all of it to the disk, and gives it its name (with a number behind
  /// it where that is taken). @return its path
  std::filesystem::path publish(const Manifest& manifest, const std::string& name);

 private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Removes what killed backups have left. @return its names
std::vector<std::string> remove_leftovers(const std::filesystem::path& folder);

/// Removes the oldest of the backups that are `counted`, so that `keep` are left. @return their
/// names
std::vector<std::string> keep_newest(const std::filesystem::path& folder,
                                     const std::function<bool(const Manifest&)>& counted, int keep);

/// The files below `backup`, with sizes and checksums.
[[nodiscard]] std::vector<BackupFile> measure_files(const std::filesystem::path& backup,
                                                    const TransferSink& sink,
                                                    const std::stop_token& stop);

/// Reads all files of a backup. @throws Error(backup_unverified) that names each file that is
/// missing, new, or not as the manifest says
void verify_files(const std::filesystem::path& backup, const Manifest& manifest,
                  const TransferSink& sink, const std::stop_token& stop);

/// The manifest of the backup in `folder`. @throws Error(backup_unverified, unknown_backup)
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& folder);

/// @throws Error(backup_folder_unusable) where a folder that was named is not there, or is none
void require_folder(const BackupFolder& folder);

/// A failure to write below the folder of backups, with its reason in words.
[[nodiscard]] Error folder_problem(const std::filesystem::path& folder, int error);

}  // namespace aludel
