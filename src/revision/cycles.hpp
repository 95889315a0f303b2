#pragma once

#include <vector>

#include "revision/revision_set.hpp"

namespace aludel {

/// Where revisions need each other in a circle.
struct Knot {
  std::vector<RevisionIndex> members;  ///< all that reach each other, in file order
  std::vector<RevisionIndex>
      cycle;  ///< a shortest circle through the first member: each needs the next one
};

/// All knots of `needs` (for each revision what it needs), in file order of their first members.
/// A revision that needs itself is a knot of one. Cost: linear in the edges, without recursion.
[[nodiscard]] std::vector<Knot> find_knots(const std::vector<std::vector<RevisionIndex>>& needs);

}  // namespace aludel
