#pragma once

#include <string>

#include "migrate/seeds/seed_stage.hpp"

namespace aludel {

/// Rows of a file may give each other's values of unique columns to each other, which no UPDATE can
/// do row by row. True for the failure that this ends in.
[[nodiscard]] bool is_of_unique_values(const Diagnostic& failure);

/// Gives rows that have a unique value which another row of the file is to get, and that are
/// themselves to get another, a value that no row has, or none. Inside a transaction, before the
/// stage is merged into the table.
/// @return how many; 0 too where the columns' types, or foreign keys that refer to them, forbid it
/// @throws Error where the database does not take such a value
long long set_aside(Session& session, const SeedStage& stage);

/// Where the row is that has the unique values of this line, for a person; empty: it is not found.
[[nodiscard]] std::string who_has_it(Session& session, const SeedStage& stage, int line);

}  // namespace aludel
