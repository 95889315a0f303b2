#pragma once

#include "aludel/names.hpp"
#include "aludel/table.hpp"

namespace aludel {

/// `table` with a name for each constraint and index that has none, as `convention` says; those
/// that it says nothing of stay without. Tokens are Alembic's: %(table_name)s, %(column_0_name)s,
/// %(column_0N_name)s, %(column_0_N_name)s, the same with `label` and `key`,
/// %(referred_table_name)s, %(referred_column_0_name)s, %(constraint_name)s. A name of more than 63
/// bytes is cut, with four digits of its MD5 behind "_", as SQLAlchemy does.
///
/// Where a template has %(constraint_name)s, it is for constraints that have a name: the name takes
/// the token's place, unless it has the template's form already.
/// @throws Error(bad_operation) for an unknown token, and for a constraint without the name that
///         its template needs
[[nodiscard]] Table named_by(const NamingConvention& convention, Table table);
/// The same for one constraint or index that is added to `table`.
[[nodiscard]] Constraint named_by(const NamingConvention& convention, const ObjectName& table,
                                  Constraint constraint);
[[nodiscard]] Index named_by(const NamingConvention& convention, const ObjectName& table,
                             Index index);

/// @throws Error(bad_operation) for an unknown token in any of its templates
void require_known_tokens(const NamingConvention& convention);

}  // namespace aludel
