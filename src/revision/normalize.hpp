#pragma once

#include "revision/edges.hpp"

namespace aludel {

/// For each revision those dependencies that no ancestor of it by down_revision names as well. The
/// order of Alembic is defined by them; what is reachable is the same with and without them. Cost:
/// for each revision that several others depend on, the history between the first and the last of
/// these.
[[nodiscard]] Edges normalized_dependencies(const Edges& parents, const Edges& children,
                                            const Edges& dependencies, std::size_t revisions);

}  // namespace aludel
