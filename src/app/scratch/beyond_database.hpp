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

/// Before revisions are run in a scratch database of a server that is in use.
/// @throws Error(refused_command) at its place, where one of `order` changes what stays when its
/// database is dropped. Of revisions in C++ and DO blocks that is not seen.
void refuse_beyond_database(const ScratchPlace& place, const RunRequest& run,
                            const std::vector<RevisionIndex>& order);

}  // namespace aludel
