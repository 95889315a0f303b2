#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// The revisions that `history -r RANGE` prints, newest first; "" stands for all.
///
///   range := [lower] ":" [upper]      a target each, `current` included; no lower: base, no upper:
///   the heads
///
/// Both bounds are shown. A lower `-N` (`X@-N`) lies N steps below the upper bound, an upper `+N`
/// so many above the lower one; there a walk ends at the edge of the graph instead of failing. What
/// lies between is found through depends_on too.
///
/// @param rows   the version table; only looked at where mentions_current().
/// @throws Error  bad_target for no colon, a bound that counts from nowhere, and a lower bound that
/// the upper one does not
///                need; else as resolve_shown.
/// Cost: that of newest_first.
[[nodiscard]] std::vector<RevisionIndex> history_range(const RevisionGraph& graph,
                                                       const RevisionSet& own,
                                                       std::span<const std::string> rows,
                                                       std::string_view range);

}  // namespace aludel
