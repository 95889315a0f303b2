#pragma once

#include <span>
#include <string>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// The rows after `stamp`, which writes the version table and runs nothing.
///
/// Absolute targets: each becomes a row; rows that share a lineage with one of them (ancestor or
/// descendant, depends_on included) are replaced, the others stay. `base` empties the table,
/// `X@base` removes the rows that share a lineage with X. `+N`, `-N` and `X@-N` count from the rows
/// and give what an upgrade or downgrade by so many steps would leave.
///
/// @param targets  one or more; `heads` counts as all of them.
/// @return         own revisions, in file order, none implied by another one.
/// @throws Error   as plan_upgrade; bad_target where one target implies another one or `base` has
/// company.
[[nodiscard]] std::vector<RevisionIndex> plan_stamp(const RevisionGraph& graph,
                                                    const RevisionSet& own,
                                                    std::span<const std::string> rows,
                                                    std::span<const std::string> targets);

}  // namespace aludel
