#pragma once

#include <string>
#include <vector>

#include "migrate/run.hpp"

namespace aludel {

/// A script that does what a run would do, for psql or the sqlite3 shell; and where it leads.
struct OfflineScript {
  std::string text;
  std::vector<std::string> rows_before;
  std::vector<std::string> rows_after;
  std::size_t revisions = 0;
  std::vector<std::string> conditions;  ///< that the script cannot look at, in words
};

/// Writes the run that `request` asks for; its target is `FROM:TO`, or for an upgrade also `TO`,
/// from base. Opens no connection. Equal input gives equal output.
///
/// The script checks where the database is, and then writes the same segments, version rows and
/// journal as a run, so that a run can go on where it was stopped.
///
/// @param options  the kind of database, the version table, timeouts; `url` is not opened
/// @throws Error(bad_target) where only a database can tell what is meant; else as run does before
/// it begins; (refused_command) for what the client would take for something else
[[nodiscard]] OfflineScript offline_run(const SessionOptions& options, const RunRequest& request);

/// The same for `stamp`: `targets` are `TO` or `FROM:TO`, all with the same FROM.
[[nodiscard]] OfflineScript offline_stamp(const SessionOptions& options, const RevisionGraph& graph,
                                          const RevisionSet& own,
                                          const std::vector<std::string>& targets);

/// The same for `ensure-version`: makes the bookkeeping tables that are missing.
[[nodiscard]] OfflineScript offline_ensure_version(const SessionOptions& options);

}  // namespace aludel
