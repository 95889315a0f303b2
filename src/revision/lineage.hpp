#pragma once

#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// The lineage of a revision: itself, its ancestors and its descendants by down_revision. `X@…`
/// means what lies in the lineage of X. Linear in the edges visited.
[[nodiscard]] RevisionSet lineage(const RevisionGraph& graph, RevisionIndex revision);

/// The revision itself and its ancestors by down_revision.
[[nodiscard]] RevisionSet ancestors_by_parents(const RevisionGraph& graph, RevisionIndex revision);

/// The members that no other member needs, directly or through revisions outside the set; in file
/// order. Linear in the edges below the set.
[[nodiscard]] std::vector<RevisionIndex> maximal(const RevisionGraph& graph,
                                                 const RevisionSet& set);

/// `members` as a set.
[[nodiscard]] RevisionSet set_of(const std::vector<RevisionIndex>& members);

}  // namespace aludel
