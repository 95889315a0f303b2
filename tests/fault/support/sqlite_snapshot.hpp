#pragma once

#include <filesystem>

#include "fault/support/snapshot.hpp"

namespace aludel::testing {

/// Everything that tells two SQLite files apart to the one who uses them. The file is opened as any
/// reader and writer would: what a crash has left is recovered.
/// @param journal_after  `done` begins behind this row of the journal; `way` stays empty
/// @throws Error where the file is damaged
[[nodiscard]] Snapshot take_sqlite_snapshot(const std::filesystem::path& file,
                                            long long journal_after);
/// The newest row of the journal; 0 where there is none or no journal.
[[nodiscard]] long long last_sqlite_journal_row(const std::filesystem::path& file);

}  // namespace aludel::testing
