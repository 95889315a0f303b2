#pragma once

#include <functional>

#include "dialect/objects.hpp"

namespace aludel {

/// Renders what makes `catalog` in an empty database, operation by operation, what is needed first.
/// @param run  called with the statements of each
/// @throws Error(bad_operation) for what the database does not have, and what `run` throws; a note
/// says
///         what was to be made
void render_creation(const ObjectFunctions& objects, const Catalog& catalog, int server_version,
                     const std::function<void(const Rendering&)>& run);

}  // namespace aludel
