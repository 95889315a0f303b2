#pragma once

#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// The members of `set` below `seeds`, newest first: every revision comes before all that it needs.
/// Alembic's order: depth first along one branch as long as nothing else needs the next revision,
/// ties by file order.
///
/// @param set    convex: what lies between two members is a member (any "needed and not yet
/// applied", "applied above").
/// @param seeds  the newest ones; those outside `set` are passed over.
/// Cost: linear in the edges of `set`, and a search upward each time that a branch waits for
/// another one.
[[nodiscard]] std::vector<RevisionIndex> newest_first(const RevisionGraph& graph,
                                                      const RevisionSet& set,
                                                      const RevisionSet& seeds);

}  // namespace aludel
