#pragma once

#include <string>
#include <vector>

#include "migrate/session.hpp"

namespace aludel {

/// What a database holds, as SQL.
struct DatabaseSql {
  std::vector<std::string> statements;   ///< without semicolons; what is needed first
  std::vector<std::string> not_covered;  ///< "virtual table notes_fts": no statement makes it
};

/// The statements that make in an empty database what this one holds, but for Aludel's own tables.
/// Equal databases give equal statements in equal order.
/// @throws Error  what the server says of a catalog that cannot be read
[[nodiscard]] DatabaseSql database_sql(Session& session);

}  // namespace aludel
