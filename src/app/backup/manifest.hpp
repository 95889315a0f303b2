#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/databases/database_properties.hpp"

namespace aludel {

/// The manifest format that this version writes, and the newest that it understands.
inline constexpr int manifest_format = 1;

struct BackupFile {
  std::string path;  ///< below the backup's folder
  long long size = 0;
  std::string sha256 = {};

  bool operator==(const BackupFile&) const = default;
};

struct TableRows {
  std::string table;  ///< as SQL writes it: `public.prices`
  long long rows = 0;

  bool operator==(const TableRows&) const = default;
};

/// What a backup says of itself: docs/formats.md, "Backups".
struct Manifest {
  std::string database;  ///< the name in the configuration, else the database's own
  std::string url;       ///< the password is ***
  std::string dialect;
  std::string created_utc;
  long long duration_ms = 0;
  std::string server;  ///< "PostgreSQL 15.18"
  int server_version = 0;
  std::string tool_version;
  std::string dump_version;  ///< of pg_dump; empty on SQLite
  std::string who;
  std::string host;
  std::string version_table;
  std::vector<std::string> rows;  ///< of the version table, sorted
  std::string in_progress;        ///< a revision that is half-way; empty: none
  std::string journal_mode;       ///< SQLite
  DatabaseProperties properties;  ///< PostgreSQL
  long long database_size = 0;    ///< bytes, in the database
  std::vector<TableRows> tables;
  std::vector<BackupFile> files;

  [[nodiscard]] long long size() const;  ///< bytes of its files
  // Of the tables that are not Aludel's own: what a user calls the database's.
  [[nodiscard]] long long table_count() const;
  [[nodiscard]] long long row_count() const;
  bool operator==(const Manifest&) const = default;
};

/// A table of Aludel or of SQLite itself, as `TableRows` names it: no user counts it.
[[nodiscard]] bool is_bookkeeping(const std::string& table);

[[nodiscard]] std::string manifest_text(const Manifest& manifest);
/// @param name  how the file is called in messages
/// @throws Error(backup_unverified) where the text is no manifest, one of a newer format, or not
/// as it was written (by its own checksum; the oldest have none)
[[nodiscard]] Manifest parse_manifest(std::string_view text, const std::string& name);

}  // namespace aludel
