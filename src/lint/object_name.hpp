#pragma once

#include <string>
#include <string_view>

#include "aludel/table.hpp"
#include "sql/token.hpp"

namespace aludel {

/// The name that `written` stands for: `shop."T"`. Of more than two parts the last two count.
[[nodiscard]] ObjectName object_name(std::string_view written, SqlDialect dialect);

/// One identifier, folded; one that is quoted, as it is.
[[nodiscard]] std::string folded(std::string_view identifier, SqlDialect dialect);

/// For SQL: each part quoted.
[[nodiscard]] std::string quoted(const ObjectName& name, SqlDialect dialect);

/// For a person: `shop.prices`.
[[nodiscard]] std::string shown(const ObjectName& name);

}  // namespace aludel
