#pragma once

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "sql/token.hpp"

namespace aludel {

/// Indexes that a build which failed left behind: they are kept up to date and never used. Those
/// that somebody is building now are none. Empty on databases that know no such thing.
[[nodiscard]] std::vector<std::string> invalid_indexes(Connection& connection, SqlDialect dialect);

}  // namespace aludel
