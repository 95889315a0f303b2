#pragma once

#include <string>
#include <string_view>

#include "catalog/operation.hpp"

namespace aludel {

/// One line for a person: "create table app.users", "add column email to users".
[[nodiscard]] std::string describe(const Operation& operation);
[[nodiscard]] std::string describe(const TableChange& change, const ObjectName& table);
/// "foreign key fk_prices_asset", "check", "primary key"
[[nodiscard]] std::string describe(const Constraint& constraint);
/// "materialized view"
[[nodiscard]] std::string_view word_for(ObjectKind kind);

}  // namespace aludel
