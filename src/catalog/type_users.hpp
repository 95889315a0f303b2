#pragma once

#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// Columns and domains of that type, for a person: "column state of table orders".
[[nodiscard]] std::vector<std::string> type_users(const Catalog& catalog, const ObjectName& type,
                                                  const Rules& rules);

/// Defaults of columns and domains of that type that are the literal `value`, for a person.
[[nodiscard]] std::vector<std::string> default_users(const Catalog& catalog, const ObjectName& type,
                                                     const std::string& value, const Rules& rules);

/// Puts `to` where a default of that type is the literal `value`.
void follow_value_rename(Catalog& catalog, const ObjectName& type, const std::string& value,
                         const std::string& to, const Rules& rules);

/// Defaults that take their numbers from the sequence, for a person.
[[nodiscard]] std::vector<std::string> sequence_users(const Catalog& catalog,
                                                      const ObjectName& sequence,
                                                      const Rules& rules);

}  // namespace aludel
