#pragma once

#include <vector>

#include "catalog/operation.hpp"

namespace aludel {

/// The operations that make `catalog` in an empty database, what is needed first; foreign keys of
/// tables that need each other come as AddConstraint behind both. Deterministic.
[[nodiscard]] std::vector<Operation> creation(const Catalog& catalog);

}  // namespace aludel
