#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/backup/manifest.hpp"
#include "db/connection.hpp"

namespace aludel {

/// The tables whose rows a backup holds and how many they are, sorted by name. Every row is
/// counted; inside a transaction that sees one moment, of that moment.
[[nodiscard]] std::vector<TableRows> count_rows_postgresql(Connection& connection);
[[nodiscard]] std::vector<TableRows> count_rows_sqlite(Connection& connection);

/// Where two counts differ, a line each: "public.prices: 12 rows expected, 11 found".
[[nodiscard]] std::vector<std::string> differences(const std::vector<TableRows>& expected,
                                                   const std::vector<TableRows>& found);

}  // namespace aludel
