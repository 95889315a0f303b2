#pragma once

#include <string>
#include <string_view>

#include "aludel/type.hpp"

namespace aludel::postgresql {

/// The type that the server calls `text` (format_type): a portable one where the two are the same,
/// else a named one.
[[nodiscard]] Type type_from_server(std::string_view text);

/// `type` as inspection gives it: what PostgreSQL has of its own under this name (int4, VARCHAR(5),
/// timestamptz) is the portable one, an array has one dimension, and `own` is followed.
/// @throws Error(bad_operation) for serial, which is no type
[[nodiscard]] Type bound_type(const Type& type);

/// `type` in SQL.
[[nodiscard]] std::string type_sql(const Type& type);

}  // namespace aludel::postgresql
