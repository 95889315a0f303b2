#pragma once

#include <map>
#include <string>
#include <vector>

#include "aludel/catalog.hpp"
#include "db/connection.hpp"
#include "sql/token.hpp"

namespace aludel {

/// How many rows tables have, and values their columns: by "prices" and "prices.day".
using RowCounts = std::map<std::string, long long>;

/// Of all tables that a catalog has; read row by row.
[[nodiscard]] RowCounts count_rows(Connection& connection, const Catalog& catalog,
                                   SqlDialect dialect);

/// What is in both, and the smaller number of it.
[[nodiscard]] RowCounts kept_in_both(const RowCounts& one, const RowCounts& other);

/// Where less is there than `wanted`, a line each: "prices: 3 rows before, 1 now". What is not
/// there at all is no matter of rows. Of a table that has lost rows its columns are not told.
[[nodiscard]] std::vector<std::string> lost_rows(const RowCounts& wanted, const RowCounts& found);

}  // namespace aludel
