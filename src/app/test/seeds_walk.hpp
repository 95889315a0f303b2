#pragma once

#include <vector>

#include "app/test/walk.hpp"

namespace aludel {

/// Loads the seeds at the newest state, and takes revision after revision back and up again, newest
/// first, as far as they can be: rows of what was there before a revision are to stay.
/// @param empty  the walk on a database without rows; it came to its end
void walk_with_seeds(const TestRequest& request, const std::vector<RevisionIndex>& order,
                     const Walk& empty, std::vector<TestCase>& cases);

}  // namespace aludel
