#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/objects.hpp"

namespace aludel::sqlite {

/// What the name of a table begins with until it takes the old one's place.
inline constexpr std::string_view new_table_prefix = "aludel_new_";

/// Where the values of a column of the new table come from.
struct ColumnSource {
  std::string name;                        ///< of the new table's column
  std::optional<std::string> column = {};  ///< of the old table; none: an added one
  std::string using_expression = {};       ///< in place of the column as it is
};

/// A table and what it becomes.
struct TableRebuild {
  const Catalog& before;
  const Catalog& after;
  const Table& source;  ///< in `before`
  const Table& target;  ///< in `after`, of the same name
  std::vector<ColumnSource> columns;
};

/// SQLite's procedure for changes that ALTER TABLE cannot make
/// (https://sqlite.org/lang_altertable.html section 7), from CREATE TABLE to the last trigger: all
/// rows come over with their rowids and AUTOINCREMENT counter, or the copy fails and the
/// transaction with it. Rows of other tables that refer to it stay, since foreign keys are off;
/// whether they still fit is among `verify`.
///
/// Views and triggers that name the table, or such a view, go before and come again behind: RENAME
/// looks at all of them, and fails where one names a table that is gone for a moment.
[[nodiscard]] Rendering render_rebuild(const TableRebuild& rebuild);

}  // namespace aludel::sqlite
