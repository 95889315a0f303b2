#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// `table` after one change of it: what belongs to the table alone. What other objects say of it is
/// looked at and followed by `apply`; a rebuild of the table needs only this.
///
/// @param catalog  the tables that its foreign keys refer to, and types
/// @return         sorted
/// @throws Error(bad_operation) as `apply`
[[nodiscard]] Table changed(Table table, const TableChange& change, const Catalog& catalog,
                            const Rules& rules);

/// What must hold for a constraint or index of `table`, whichever way it comes into being: its
/// columns exist, its name is free, what a foreign key refers to is there.
/// @throws Error(bad_operation)
void require_valid(const Constraint& constraint, const Table& table, const Catalog& catalog,
                   const Rules& rules);
void require_valid(const Index& index, const Table& table, const Catalog& catalog,
                   const Rules& rules);
/// A column's default, identity and expression go together, and the default fits the type.
void require_valid(const Column& column, const Table& table, const Catalog& catalog,
                   const Rules& rules);

/// The constraint that a DropConstraint means; the number of constraints where there is none and it
/// says `if_exists`.
/// @throws Error(bad_operation) where there is none, or several that it can mean
[[nodiscard]] std::size_t meant_constraint(const Table& table, const DropConstraint& which,
                                           const Rules& rules);

}  // namespace aludel
