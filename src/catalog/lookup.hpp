#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// Whether an object is of types and functions alone, and others may be made on it without naming
/// it: a cast, an operator, an aggregate.
[[nodiscard]] bool is_made_first(const OtherObject& object);

/// Whether two names mean the same object or column.
[[nodiscard]] bool same_name(std::string_view one, std::string_view other, const Rules& rules);
/// Of ObjectNames alone: a text is a name without schema here.
template <std::same_as<ObjectName> Name>
[[nodiscard]] bool same_name(const Name& one, const Name& other, const Rules& rules) {
  return same_name(one.schema, other.schema, rules) && same_name(one.name, other.name, rules);
}
[[nodiscard]] bool contains_name(const std::vector<std::string>& names, std::string_view name,
                                 const Rules& rules);

/// The sequence of an identity, as PostgreSQL calls it while the name is free and no longer than
/// 63 bytes.
[[nodiscard]] ObjectName identity_sequence(const ObjectName& table, const std::string& column);

/// Null where there is none.
[[nodiscard]] const Table* find_table(const Catalog& catalog, const ObjectName& name,
                                      const Rules& rules);
[[nodiscard]] Table* find_table(Catalog& catalog, const ObjectName& name, const Rules& rules);
[[nodiscard]] const View* find_view(const Catalog& catalog, const ObjectName& name,
                                    const Rules& rules);
[[nodiscard]] View* find_view(Catalog& catalog, const ObjectName& name, const Rules& rules);
[[nodiscard]] const Column* find_column(const Table& table, std::string_view name,
                                        const Rules& rules);
[[nodiscard]] Column* find_column(Table& table, std::string_view name, const Rules& rules);
/// The same, and what the table has from its parents.
[[nodiscard]] const Column* find_column(const Catalog& catalog, const Table& table,
                                        std::string_view name, const Rules& rules);
[[nodiscard]] const Constraint* find_constraint(const Table& table, std::string_view name,
                                                const Rules& rules);
[[nodiscard]] const std::string& name_of(const Constraint& constraint);
[[nodiscard]] std::string& name_of(Constraint& constraint);
/// The columns of a key, unique or foreign key constraint; of others none.
[[nodiscard]] const std::vector<std::string>& columns_of(const Constraint& constraint);
/// The primary key; null where there is none.
[[nodiscard]] const PrimaryKey* primary_key(const Table& table);
/// The index of a table or materialized view.
[[nodiscard]] const Index* find_index(const std::vector<Index>& indexes, std::string_view name,
                                      const Rules& rules);

/// @throws Error(bad_operation) with the nearest name
[[nodiscard]] const Table& require_table(const Catalog& catalog, const ObjectName& name,
                                         const Rules& rules);
[[nodiscard]] const Column& require_column(const Table& table, std::string_view name,
                                           const Rules& rules);
/// The same, and what the table has from its parents.
[[nodiscard]] const Column& require_column(const Catalog& catalog, const Table& table,
                                           std::string_view name, const Rules& rules);

/// "did you mean `users`?", or, where nothing is near, the names that there are, or nothing.
[[nodiscard]] std::string nearest_hint(std::string_view wanted,
                                       const std::vector<std::string>& names,
                                       std::string_view plural);

}  // namespace aludel
