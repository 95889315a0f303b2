#pragma once

#include <cstdint>
#include <optional>

#include "revision/resolve.hpp"

namespace aludel {

/// Where a relative target leads: `steps` own revisions up or down along down_revision, revisions
/// of other databases on the way not counted.
struct Walk {
  Position end;
  Position before_end;  ///< the place one step before `end`; on the way down the last revision that
                        ///< is undone
  std::int64_t walked = 0;  ///< less than asked for only where the walk stops at the edge
};

enum class AtTheEdge {
  refuse,  ///< a walk that leaves the graph is an error
  stop,    ///< it ends at the head, or at base
};

/// @param start   none: base, below every root.
/// @param target  gives the number of steps (its sign is the direction), and its text for messages.
/// @param branch  at a fork or a merge only what lies in its lineage is followed.
/// @throws Error  ambiguous_target where several ways are open, with what to type for each;
///                bad_target where the graph ends, with the number of steps that there are.
[[nodiscard]] Walk walk(const RevisionGraph& graph, const RevisionSet& own, Position start,
                        const Target& target, std::optional<RevisionIndex> branch,
                        AtTheEdge edge = AtTheEdge::refuse);

/// The place that a target without symbol counts from: the only row in the lineage of `branch`
/// (everywhere without one); where no row is in it, the one applied own revision there that no
/// other there needs. Base where nothing there is applied.
/// @throws Error  ambiguous_target where there are several, with what to type for each.
[[nodiscard]] Position start_of_walk(const RevisionGraph& graph, const RevisionSet& own,
                                     const RevisionSet& applied, const Target& target,
                                     std::optional<RevisionIndex> branch);

}  // namespace aludel
