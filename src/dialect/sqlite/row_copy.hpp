#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/table_rebuild.hpp"

namespace aludel::sqlite {

struct RowCopy {
  std::string insert;
  std::vector<std::string> verify;  ///< in the table's old name, which is the new one's by then
};

/// A name of the rowid that no column has; empty where there is no rowid, or all are taken.
[[nodiscard]] std::string rowid_of(const Table& table);

/// Values of which kinds a column of this type is to hold, as a list of typeof()'s words; empty:
/// any.
[[nodiscard]] std::string_view storage_classes(const Type& type);

/// Brings all rows of a table into the new one. No value is made another one unasked: where a
/// column becomes one of numbers, a text that is none stays as it is, and is found by `verify`; a
/// CAST, which would take 'abc' for 0, is only for texts and bytes.
[[nodiscard]] RowCopy row_copy(const TableRebuild& rebuild, const std::string& new_name);

}  // namespace aludel::sqlite
