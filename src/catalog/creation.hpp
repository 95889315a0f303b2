#pragma once

#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// The operations that make `catalog` in an empty database, what is needed first; foreign keys of
/// tables that need each other come as AddConstraint behind both, where the database does not let
/// them come before their table. Deterministic.
///
/// What views, functions, defaults and checks need is read off their texts by `rules`. A sequence
/// that a column owns comes behind its table, and the column's default behind that.
[[nodiscard]] std::vector<Operation> creation(const Catalog& catalog, const Rules& rules = {});

}  // namespace aludel
