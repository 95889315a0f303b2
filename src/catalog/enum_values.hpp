#pragma once

#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What names a value of an enum in an expression or query, as in `'sad'::mood`, for a person:
/// "check happy of table people". Without defaults, of which `default_users` tells.
[[nodiscard]] std::vector<std::string> value_users(const Catalog& catalog, const ObjectName& type,
                                                   const std::string& value, const Rules& rules);

/// Puts `to` where they name `value`.
void follow_value_in_texts(Catalog& catalog, const ObjectName& type, const std::string& value,
                           const std::string& to, const Rules& rules);

}  // namespace aludel
