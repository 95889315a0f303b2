#pragma once

#include <string>

#include "migrate/changed_files.hpp"

namespace aludel {

/// Records that the database is as the changed file of an applied revision says: from now on the
/// file as it is counts as what ran. Journalled with `reason`, and the text is kept.
/// @return false, and nothing is written, where the file is what ran
/// @throws Error(bad_target) for a revision that is not applied, or that never ran here;
/// (bad_directive …) where its file cannot be read
[[nodiscard]] bool accept_file(Session& session, const RevisionGraph& graph, const RevisionSet& own,
                               RevisionIndex revision, const std::string& reason,
                               const ReadRevision& read);

}  // namespace aludel
