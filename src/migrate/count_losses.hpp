#pragma once

#include "db/connection.hpp"
#include "migrate/plan.hpp"

namespace aludel {

/// Counts what `plan` loses (with `everything` also the rows that it changes): exactly where that
/// is quick, else by estimate. Takes two seconds at most, changes nothing.
void count_losses(Connection& connection, Plan& plan, LookFor look_for);

}  // namespace aludel
