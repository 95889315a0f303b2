#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

// What names a column. `table` is the one that the constraint or index belongs to.
[[nodiscard]] bool uses_column(const Constraint& constraint, std::string_view column,
                               const ObjectName& table, const Rules& rules);
[[nodiscard]] bool uses_column(const Index& index, std::string_view column, const ObjectName& table,
                               const Rules& rules);

/// What of other objects needs a column of `table`, for a person: "view daily", "foreign key
/// fk_prices_asset of table prices".
[[nodiscard]] std::vector<std::string> outside_users(const Catalog& catalog, const Table& table,
                                                     std::string_view column, const Rules& rules);

/// The same without foreign keys: what reads its values in an expression or query.
[[nodiscard]] std::vector<std::string> outside_readers(const Catalog& catalog, const Table& table,
                                                       std::string_view column, const Rules& rules);

/// Whether the key that foreign keys refer to is this one: same columns, in any order.
[[nodiscard]] bool refers_to(const ForeignKey& foreign, const Table& referred,
                             const std::vector<std::string>& columns, const Rules& rules);

}  // namespace aludel
