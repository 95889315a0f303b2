#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "db/connection.hpp"

namespace aludel {

/// Copies the database of `source` (made by open_sqlite, outside of a transaction) as it is at one
/// moment into the new file `to`, while others go on to write it. The copy is one file, in rollback
/// mode, and synced. With a write-ahead log nobody waits for the copying; in rollback mode writers
/// get their turns between pieces, and wait for the rest where their changes have made it begin
/// anew a few times.
/// @param copied  told after each piece, in bytes
/// @throws Error(disk_full, database_unusable, lock_timeout, interrupted)
void copy_sqlite(Connection& source, const std::filesystem::path& to, const std::stop_token& stop,
                 const std::function<void(long long bytes, long long total)>& copied);

}  // namespace aludel
