#pragma once

#include <optional>
#include <string>

#include "aludel/table.hpp"

namespace aludel::postgresql {

/// As ObjectFunctions::conversion.
/// Source: the manual's chapter on type conversion, pg_cast of PostgreSQL 13 to 18.
[[nodiscard]] std::optional<std::string> conversion(const Column& from, const Type& to);

}  // namespace aludel::postgresql
