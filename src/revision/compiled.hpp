#pragma once

#include <span>

#include "aludel/compiled.hpp"
#include "revision/load.hpp"

namespace aludel {

/// The revisions that came with a program, in the order of their paths, and all that is wrong with
/// them.
[[nodiscard]] LoadedRevisions compiled_revisions(std::span<const CompiledRevision> revisions);

}  // namespace aludel
