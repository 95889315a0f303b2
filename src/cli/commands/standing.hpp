#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/workspace.hpp"
#include "migrate/changed_files.hpp"

namespace aludel::commands {

// Where a database stands, as `status` tells it and `check --pending` judges it.

using Json = nlohmann::ordered_json;
using ScriptRecords = std::map<std::string, ScriptRecord>;

[[nodiscard]] std::vector<RevisionIndex> pending_revisions(const RevisionGraph& graph,
                                                           const RevisionSet& own,
                                                           const DatabaseState& state);
[[nodiscard]] Json ids(const RevisionGraph& graph, const std::vector<RevisionIndex>& revisions);

/// What brings the database to the newest state, without backquotes; empty where it is there.
/// @param pending  how many revisions are
/// @param heads    how many there are
[[nodiscard]] std::string next_command(Workspace& workspace, const DatabaseState& state,
                                       std::size_t pending, std::size_t heads);

/// Scripts that are new, changed or half-way; those that run always are no news.
/// @param records  what the journal knows of scripts: Workspace::script_records()
[[nodiscard]] std::vector<ScriptState> open_scripts(Workspace& workspace,
                                                    const ScriptRecords& records);
/// Scripts that stopped half-way and whose files are gone: nothing can finish them.
[[nodiscard]] std::vector<std::string> half_way_without_file(Workspace& workspace,
                                                             const ScriptRecords& records);
[[nodiscard]] std::string line_of(const ScriptState& state);
[[nodiscard]] Json names_of(const std::vector<ScriptState>& scripts);

/// Warns of revisions that count as applied because of what comes after them, and never ran here:
/// files that came later.
void warn_of_never_run(Console& console, Workspace& workspace, Session& session,
                       const DatabaseState& state);

/// Files of `applied` that were changed since they ran.
[[nodiscard]] std::vector<ChangedFile> changed_since(Workspace& workspace,
                                                     const RevisionSet& applied);

}  // namespace aludel::commands
