#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aludel/cell.hpp"

namespace aludel {

/// True for SQL that COPY takes for the same value: a number, true, false.
[[nodiscard]] bool is_copy_value(std::string_view sql);

/// True for a copy value that is written as the server writes it: its text is the same.
[[nodiscard]] bool is_written_by_server(std::string_view sql);

/// Adds a row in the text format of COPY (PostgreSQL manual, COPY, "Text Format"), with its LF. Of
/// SQL it holds only what is a copy value.
void add_copy_row(const std::vector<Cell>& row, std::string& text);

}  // namespace aludel
