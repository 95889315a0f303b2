#pragma once

#include <optional>
#include <string_view>

#include "aludel/cell.hpp"

struct sqlite3_stmt;

namespace aludel {

/// The value of SQL that is a whole number of at most 18 digits, true or false.
[[nodiscard]] std::optional<long long> whole_value(std::string_view sql);

/// True for a number with a fraction or power, as SQLite writes them: `-1.5`, `2e10`.
[[nodiscard]] bool is_fraction(std::string_view sql);

/// Binds a cell to a parameter (from 1). It must outlive the statement's next step. A fraction is
/// bound as its text: a column with the affinity of a number makes of it what it makes of the
/// number (https://sqlite.org/datatype3.html 3).
void bind_cell(sqlite3_stmt* statement, int parameter, const Cell& cell);

}  // namespace aludel
