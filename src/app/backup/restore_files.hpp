#pragma once

#include "app/backup/restore.hpp"

namespace aludel {

// One file for each kind of database. The backup's own files are verified already.

[[nodiscard]] RestoreTarget look_at_sqlite_target(const SessionOptions& options);
[[nodiscard]] RestoreTarget look_at_postgresql_target(const SessionOptions& options);

[[nodiscard]] std::vector<std::string> sqlite_restore_leftovers(
    const std::filesystem::path& database);
[[nodiscard]] std::vector<std::string> postgresql_restore_leftovers(Connection& connection);

RestoreReport restore_sqlite(const RestoreRequest& request);
RestoreReport restore_postgresql(const RestoreRequest& request);

/// Compares what was restored with the manifest. @throws Error(backup_unverified)
void verify_restored(Session& restored, const Manifest& manifest,
                     const std::vector<TableRows>& found);
/// Writes the row of the journal into the restored database, where it has one.
void journal_restore(Session& restored, const RestoreRequest& request);

/// "before_restore_20261121_203000", in UTC
[[nodiscard]] std::string before_restore_mark();

}  // namespace aludel
