#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.hpp"
#include "revision/target.hpp"

namespace aludel {

/// A place in the graph; none: base, below every root.
using Position = std::optional<RevisionIndex>;

/// The revision with this id, else with this label, else the only one whose id or label begins so
/// (four characters at least). With `branch` only what lies in its lineage counts.
/// @throws Error  unknown_target (with the nearest name), ambiguous_target (with the candidates),
/// bad_target for one
///                outside `branch` (saying where it is).
[[nodiscard]] RevisionIndex find_revision(const RevisionGraph& graph, std::string_view name,
                                          std::optional<RevisionIndex> branch = std::nullopt);

/// The revision that stands before the `@`, if any. Throws as find_revision does.
[[nodiscard]] std::optional<RevisionIndex> branch_of(const RevisionGraph& graph,
                                                     const Target& target);

/// The heads: own revisions in the lineage of `branch` (everywhere without one) that no other of
/// them needs. A head that another one depends on is not among them, since that other one brings it
/// along. In file order.
[[nodiscard]] std::vector<RevisionIndex> heads_of(
    const RevisionGraph& graph, const RevisionSet& own,
    std::optional<RevisionIndex> branch = std::nullopt);

/// What an absolute target or the symbol of a relative one names; `base` and an empty project give
/// none. `command` is what the user ran ("upgrade"), for what to type next.
/// @throws Error  as find_revision; several_heads for `head`, with the heads; bad_target for
/// `current` and for a
///                revision of another database.
[[nodiscard]] std::vector<RevisionIndex> resolve_symbol(const RevisionGraph& graph,
                                                        const RevisionSet& own,
                                                        const Target& target,
                                                        std::string_view command);

/// The same where exactly one place can be meant, as before `+N` and `-N`.
/// @throws Error  also ambiguous_target for `heads` where there are several.
[[nodiscard]] Position resolve_position(const RevisionGraph& graph, const RevisionSet& own,
                                        const Target& target, std::string_view command);

/// One value of depends_on as `revision --depends-on` writes it into a file: a label as it is, an
/// id in full.
/// @throws Error  as find_revision.
[[nodiscard]] std::string resolve_dependency(const RevisionGraph& graph, std::string_view name);

}  // namespace aludel
