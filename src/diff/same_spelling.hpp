#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// `wanted` with the names and types of `live` where nothing but the case of letters differs: where
/// the database takes them for the same (SQLite), so does a comparison.
[[nodiscard]] Catalog spelled_as(Catalog wanted, const Catalog& live, const Rules& rules);

}  // namespace aludel
