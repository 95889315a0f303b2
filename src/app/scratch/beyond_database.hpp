#pragma once

#include <vector>

#include "app/scratch/scratch_database.hpp"
#include "base/source.hpp"
#include "migrate/run.hpp"
#include "sql/splitter.hpp"

namespace aludel {

/// Whether a statement changes what stays when its database is dropped: roles, other databases,
/// settings of the server, rights on databases, files.
[[nodiscard]] bool reaches_beyond_database(const SourceText& source, const Statement& statement);

/// Where revisions can be run in scratch databases: `place`, with the roles that they make.
/// @throws Error(refused_command) at its place, where one of `order` changes what stays when its
/// database is dropped, and the server is not apart. Of revisions in C++ and DO blocks that is not
/// seen.
[[nodiscard]] ScratchPlace place_for_revisions(ScratchPlace place, const RunRequest& run,
                                               const std::vector<RevisionIndex>& order);

}  // namespace aludel
