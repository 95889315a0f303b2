#pragma once

#include <functional>
#include <vector>

#include "dialect/objects.hpp"

namespace aludel {

/// Renders operations one after the other, each for the state that those before it leave.
/// @param before  the state that the first one meets
/// @param run     called with each operation, bound, and its statements
/// @throws Error(bad_operation) for what the database does not have, and what `run` throws; a note
///         says what was to be done
void render_operations(const ObjectFunctions& objects, Catalog before,
                       std::vector<Operation> operations, int server_version,
                       const std::function<void(const Operation&, const Rendering&)>& run);

/// The same of what makes `catalog` in an empty database, what is needed first.
void render_creation(const ObjectFunctions& objects, const Catalog& catalog, int server_version,
                     const std::function<void(const Rendering&)>& run);

}  // namespace aludel
