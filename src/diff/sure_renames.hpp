#pragma once

#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// Indexes and constraints of which nothing but the name is another one, renamed: neither is built
/// or checked again. `catalog` is as it is behind them. Where the new name is still another
/// object's, there is no rename. On SQLite, which cannot rename them, none.
[[nodiscard]] std::vector<Operation> take_sure_renames(Catalog& catalog, const Catalog& to,
                                                       const Rules& rules);

}  // namespace aludel
