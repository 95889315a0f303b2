#pragma once

#include <filesystem>

#include "app/backup/backup.hpp"

namespace aludel {

// What makes the files of a backup in `folder`, verifies them, and fills in all of the manifest
// that only the database can tell: one file for each kind of database.

void make_sqlite_files(Session& session, const BackupSettings& settings,
                       const std::filesystem::path& folder, Manifest& manifest);
void make_postgresql_files(Session& session, const BackupSettings& settings,
                           const std::filesystem::path& folder, Manifest& manifest);

/// The names of what is in a backup.
inline constexpr const char* sqlite_file_name = "database.sqlite";
inline constexpr const char* dump_name = "dump";

/// @throws Error(backup_unverified) where `file` is damaged
void check_sqlite_integrity(Connection& copy, const std::filesystem::path& file);

/// Reads all of a dump with pg_restore. @throws Error(backup_unverified)
void check_dump(const std::filesystem::path& pg_restore, const std::filesystem::path& dump,
                const std::stop_token& stop);

}  // namespace aludel
