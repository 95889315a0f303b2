#pragma once

#include <string>
#include <vector>

#include "dialect/sqlite/table_rebuild.hpp"

namespace aludel::sqlite {

struct RowCopy {
  std::string insert;
  std::vector<std::string> verify;  ///< in the table's old name, which is the new one's by then
};

/// Brings all rows of a table into the new one. No value is made another one unasked: where a
/// column becomes one of numbers, a text that is none stays as it is, and is found by `verify`; a
/// CAST, which would take 'abc' for 0, is only for texts and bytes.
[[nodiscard]] RowCopy row_copy(const TableRebuild& rebuild, const std::string& new_name);

}  // namespace aludel::sqlite
