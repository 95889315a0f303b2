#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/workspace.hpp"
#include "migrate/changed_files.hpp"

namespace aludel::commands {

// Where a database stands, as `status` tells it and `check --pending` judges it.

using Json = nlohmann::ordered_json;

[[nodiscard]] std::vector<RevisionIndex> pending_revisions(const RevisionGraph& graph,
                                                           const RevisionSet& own,
                                                           const DatabaseState& state);
[[nodiscard]] Json ids(const RevisionGraph& graph, const std::vector<RevisionIndex>& revisions);

/// What brings the database to the newest state, without backquotes; empty where it is there.
/// @param pending  how many revisions are
/// @param heads    how many there are
[[nodiscard]] std::string next_command(const Workspace& workspace, const DatabaseState& state,
                                       std::size_t pending, std::size_t heads);

/// Scripts that are new, changed or half-way; those that run always are no news.
[[nodiscard]] std::vector<ScriptState> open_scripts(Workspace& workspace);
/// Scripts that stopped half-way and whose files are gone: nothing can finish them.
[[nodiscard]] std::vector<std::string> half_way_without_file(Workspace& workspace);
[[nodiscard]] std::string line_of(const ScriptState& state);
[[nodiscard]] Json names_of(const std::vector<ScriptState>& scripts);

/// Files of `applied` that were changed since they ran.
[[nodiscard]] std::vector<ChangedFile> changed_since(Workspace& workspace,
                                                     const RevisionSet& applied);

}  // namespace aludel::commands
