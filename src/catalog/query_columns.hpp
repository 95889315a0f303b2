#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// The names of the columns that a query gives, where its text tells them: each is a name, or has
/// one behind AS. None for `SELECT *`, a WITH, and expressions that only a server names.
[[nodiscard]] std::optional<std::vector<std::string>> query_columns(std::string_view query,
                                                                    const Rules& rules);

}  // namespace aludel
