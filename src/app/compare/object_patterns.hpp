#pragma once

#include <string>
#include <vector>

#include "diff/left_alone.hpp"

namespace aludel {

/// Which objects are compared, by patterns: `tmp_*` (a name in any schema), `audit.*` (with its
/// schema), `index:*` (of one kind), `trigger:tr_*`. `*`, `?` and `[…]` are the shell's. A member
/// (column, index, constraint, trigger, policy) goes with its table, and can be named by itself.
struct ObjectPatterns {
  std::vector<std::string> include = {};  ///< none: everything
  std::vector<std::string> exclude = {};  ///< wins
};

/// @throws Error(bad_value) for a kind that does not exist, with the nearest one
[[nodiscard]] std::function<bool(const CatalogObject&, bool, bool)> left_out(
    const ObjectPatterns& patterns);

}  // namespace aludel
