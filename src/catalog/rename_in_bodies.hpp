#pragma once

#include <string>
#include <string_view>

#include "catalog/apply.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

// Renames are followed token by token: strings and comments stay as they are, and so does a text
// that the lexer cannot read.

/// In an expression of `table`'s own: a check, a part of an index, a generated column.
[[nodiscard]] std::string with_column_renamed(std::string_view expression, std::string_view from,
                                              std::string_view to, const ObjectName& table,
                                              const Rules& rules);

/// The column in everything of its own table but its own name.
void rename_column_in(Table& table, std::string_view from, std::string_view to, const Rules& rules);
/// The column in everything of the catalog but its own table: foreign keys, views, triggers,
/// policies, sequences. `table` is as it was before.
void follow_column_rename(Catalog& catalog, const Table& table, std::string_view from,
                          std::string_view to, const Rules& rules);

/// The table in its own expressions.
void rename_table_in(Table& table, const ObjectName& from, const ObjectName& to,
                     const Rules& rules);
/// The table or view in everything that names it, but its own name.
void follow_table_rename(Catalog& catalog, const ObjectName& from, const ObjectName& to,
                         const Rules& rules);

}  // namespace aludel
