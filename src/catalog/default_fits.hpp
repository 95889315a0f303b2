#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// Refuses a default that is a literal which no row could hold: a text that is no number in an
/// integer column, a word that its enum does not have, more characters than fit. An expression is
/// the database's to judge.
/// @throws Error(bad_operation)
void require_fitting_default(const Column& column, const ObjectName& table, const Catalog& catalog,
                             const Rules& rules);

}  // namespace aludel
