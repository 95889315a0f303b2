#pragma once

#include <string>
#include <vector>

#include "aludel/event.hpp"
#include "db/connection.hpp"

namespace aludel::postgresql {

/// Columns of `pg_stat_activity a` that `session_of` reads, from column `first` of a row on.
extern const char* const session_columns;
[[nodiscard]] Blocker session_of(const std::vector<Value>& row, std::size_t first = 0);

/// The session's role, as SQL writes it.
[[nodiscard]] std::string role_of(Connection& connection);

}  // namespace aludel::postgresql
