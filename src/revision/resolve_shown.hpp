#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// Whether a target or a history range speaks of `current`, so that the database must be asked.
[[nodiscard]] bool mentions_current(std::string_view text);

/// The revisions that `show` prints for a target: `base` gives none, `heads` and `current` may give
/// several; `id-N`, `head-N`, `current-N` are understood.
/// @param rows     the version table; only looked at where mentions_current().
/// @param command  what the user ran, for what to type next.
/// @throws Error   as applied_state, parse_target, resolve_symbol and walk do.
[[nodiscard]] std::vector<RevisionIndex> resolve_shown(const RevisionGraph& graph,
                                                       const RevisionSet& own,
                                                       std::span<const std::string> rows,
                                                       std::string_view target,
                                                       std::string_view command = "show");

/// The parents of a new revision for `revision --head`: none for `base`, several for `heads`.
/// @throws Error   as resolve_shown; `current` is refused.
[[nodiscard]] std::vector<RevisionIndex> resolve_parents(
    const RevisionGraph& graph, const RevisionSet& own, std::string_view target,
    std::string_view command = "revision --head");

}  // namespace aludel
