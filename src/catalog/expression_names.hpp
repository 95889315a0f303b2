#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// That the expressions of checks, generated columns and indexes which `operation` brings name
/// columns that are there. SQLite tells of one that is not in words of its own when the statement
/// runs, and takes one in double quotes for a text.
///
/// @param operation  bound to SQLite
/// @throws Error(bad_operation) with the nearest column; or as `apply`
void require_known_names(const Operation& operation, const Catalog& before, const Rules& rules);

}  // namespace aludel
