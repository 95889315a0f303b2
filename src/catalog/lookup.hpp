#pragma once

#include <string_view>

#include "catalog/apply.hpp"

namespace aludel {

/// Whether two names mean the same object or column.
[[nodiscard]] bool same_name(std::string_view one, std::string_view other, const Rules& rules);
[[nodiscard]] bool same_name(const ObjectName& one, const ObjectName& other, const Rules& rules);

/// Null where there is none.
[[nodiscard]] const Table* find_table(const Catalog& catalog, const ObjectName& name,
                                      const Rules& rules);
[[nodiscard]] Table* find_table(Catalog& catalog, const ObjectName& name, const Rules& rules);
[[nodiscard]] const Column* find_column(const Table& table, std::string_view name,
                                        const Rules& rules);
[[nodiscard]] Column* find_column(Table& table, std::string_view name, const Rules& rules);
[[nodiscard]] const Constraint* find_constraint(const Table& table, std::string_view name,
                                                const Rules& rules);
[[nodiscard]] const std::string& name_of(const Constraint& constraint);
[[nodiscard]] std::string& name_of(Constraint& constraint);
/// The primary key; null where there is none.
[[nodiscard]] const PrimaryKey* primary_key(const Table& table);

/// @throws Error(bad_operation) with the nearest name
[[nodiscard]] const Table& require_table(const Catalog& catalog, const ObjectName& name,
                                         const Rules& rules);
[[nodiscard]] const Column& require_column(const Table& table, std::string_view name,
                                           const Rules& rules);

}  // namespace aludel
