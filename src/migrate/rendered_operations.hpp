#pragma once

#include <functional>
#include <vector>

#include "dialect/objects.hpp"

namespace aludel {

/// Where a catalog is from: one of models is bound first. What was read from a database stays as
/// it is, also where no model would say it (SQLite: a key that may hold NULL).
enum class CatalogOf { models, database };

/// Renders what makes `catalog` in an empty database, what is needed first.
/// @param run  called with the statements of each operation
/// @throws Error(bad_operation) for what the database does not have, and what `run` throws; a note
///         says what was to be done
void render_creation(const ObjectFunctions& objects, const Catalog& catalog, CatalogOf from,
                     int server_version, const std::function<void(const Rendering&)>& run);

}  // namespace aludel
