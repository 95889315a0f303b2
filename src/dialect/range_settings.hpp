#pragma once

#include "dialect/dialect.hpp"

namespace aludel {

/// Sent around a query that looks for the end of a range of keys, inside a transaction: the
/// planner goes along the key's index, also where it knows nothing yet of a column that `where`
/// names, and would read and sort the whole table. `back` makes the settings what they were: the
/// statements behind it are planned as always.
[[nodiscard]] BatchSettings range_settings(SqlDialect dialect);

}  // namespace aludel
