#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/backup/backup.hpp"
#include "app/backup/manifest.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What a restore would replace.
struct RestoreTarget {
  bool exists = false;
  bool is_empty = true;  ///< no table but Aludel's own, or none at all
  std::string name;      ///< the database's own; of an SQLite file its path
  std::string what;      ///< "3 tables with 1,200 rows", "3 tables, 98 MB"
};

/// Looks at the database of `options`, which need not be there.
[[nodiscard]] RestoreTarget look_at_target(const SessionOptions& options);

/// What a restore of this database that was stopped has left beside it, and no living session or
/// process uses: databases, or files. The next restore removes them.
[[nodiscard]] std::vector<std::string> restore_leftovers(Session& session);

struct RestoreRequest {
  std::filesystem::path backup;
  Manifest manifest;
  SessionOptions target;
  BackupSettings settings;
  bool force = false;     ///< sessions of others are ended; SQLite: processes that have the file
                          ///< open are left with the old one
  bool keep_old = false;  ///< the old database stays, under another name
  bool no_owner = false;  ///< PostgreSQL: all belongs to the user that connects, without grants
  std::string reason;     ///< for the journal; may be empty
  std::string again;      ///< the command, for messages
};

/// A backup is restored into the kind of database that it was made of.
/// @throws Error(backup_unverified)
void require_same_kind(const RestoreRequest& request);

struct RestoreReport {
  std::string kept_old;                ///< where the old database is; empty: it is gone
  std::vector<std::string> leftovers;  ///< databases and files of killed restores, removed
};

/// Puts a backup in the place of a database: reads its files and compares them with its manifest,
/// restores them into a new database beside, compares that with the manifest (version rows, the
/// rows of each table), and only then swaps the two by their names in one step. Whatever ends it
/// before that step leaves the old database as it was.
/// @throws Error(backup_unverified); (database_unusable) where others use the database;
/// (external_command, connection_failed, interrupted, …)
RestoreReport restore_backup(const RestoreRequest& request);

}  // namespace aludel
