#pragma once

#include <vector>

#include "dialect/sqlite/table_rebuild.hpp"

/// Rows that SQLite would refuse a change for, which it tells of the first of them alone.
namespace aludel::sqlite {

/// Of a table that is made anew: by its new constraints, and by types that hold less. Looked for
/// are columns that come over as they are; of others only the copy tells.
[[nodiscard]] std::vector<RowsInTheWay> rows_in_the_way(const TableRebuild& rebuild);

/// Those that are the same under a new unique index.
[[nodiscard]] std::vector<RowsInTheWay> rows_in_the_way(const Index& index, const Table& table);

}  // namespace aludel::sqlite
