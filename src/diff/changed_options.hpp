#pragma once

#include <vector>

#include "catalog/operation.hpp"

namespace aludel {

/// What makes the one WITH (…) the other; nothing where they differ by their order alone. The
/// server puts what is set behind what was set before, and dumps show it: from the first option
/// whose value or place changes, all are set in the order of `to`.
[[nodiscard]] std::vector<SetTableOption> changed_options(const WithList& from, const WithList& to);

}  // namespace aludel
