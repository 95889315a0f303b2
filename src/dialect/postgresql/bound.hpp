#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialect/objects.hpp"

namespace aludel::postgresql {

/// objects.hpp, ObjectFunctions::bound. What PostgreSQL would answer when it is asked afterwards:
///
/// - types by their portable kind, names for what has none, NOT NULL for keys and identity columns,
///   options without those that are the default anyway, simple literals as the server writes them;
/// - the schema `public` is left out of names: the session's first schema is taken to be it;
/// - what only SQLite has (STRICT, WITHOUT ROWID) is left out of tables, so that a portable model
///   can say it;
/// - longer expressions, the queries of views, and functions stay as they are written: only the
///   server knows how it will write them.
///
/// @throws Error(bad_operation) where a type is none (serial)
[[nodiscard]] Operation bound(Operation operation, const Catalog& before, int server_version);

/// `sql` as the server writes a default of a column of `type`, where that is sure; none where the
/// default is none (NULL).
[[nodiscard]] std::optional<std::string> bound_default(std::string_view sql, const Type& type,
                                                       const Catalog& before);
/// The enum type that a column of `type` has, or an array of; null where it is none.
[[nodiscard]] const Enum* enum_of(const Type& type, const Catalog& catalog);

/// A column, table, constraint or index by itself. `own` is the table that it is of.
[[nodiscard]] Column bound_column(Column column, const Catalog& before);
[[nodiscard]] Table bound_table(Table table, const Catalog& before);
[[nodiscard]] Constraint bound_constraint(Constraint constraint, const Catalog& before,
                                          const Table* own);
[[nodiscard]] Index bound_index(Index index);
/// Without the schema that the session looks into first.
[[nodiscard]] ObjectName bound_name(ObjectName name);

}  // namespace aludel::postgresql
