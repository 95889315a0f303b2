#pragma once

#include "catalog/operation.hpp"
#include "migrate/foreseen.hpp"

namespace aludel {

/// A column that is to be NOT NULL while rows of its table have nothing to put there: told before
/// anything runs, with how many there are and the ways out. Asks the database, where `foreseen` has
/// one and no step before may have written rows.
/// @throws Error(bad_operation)
void check_not_null(const Operation& bound, SqlDialect dialect, Foreseen& foreseen);

}  // namespace aludel
