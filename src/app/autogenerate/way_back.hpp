#pragma once

#include <vector>

#include "app/compare/compare.hpp"
#include "app/test/test_project.hpp"

namespace aludel {

/// What takes back what a revision makes: it runs in a scratch database, behind all that it needs,
/// and what is there before and behind it is compared. Rows are not.
/// @param request  where, and of which revisions; the rest of it does not count
/// @throws Error as run; (refused_command) as test_project
[[nodiscard]] ComparedStates way_back(TestRequest request, RevisionIndex revision,
                                      const std::vector<RenameWord>& renames);

}  // namespace aludel
