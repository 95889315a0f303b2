#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// The portable type that a type's name in SQL means, as far as literals and sizes go: INTEGER,
/// VARCHAR(20). Every other type is given back as it is.
[[nodiscard]] Type meant_type(const Type& type);

/// Whether a change of type there and back keeps every value, or fails where it cannot: what was
/// written meanwhile counts, too. Only what is sure.
[[nodiscard]] bool keeps_values_both_ways(const Type& from, const Type& to, const Rules& rules);

}  // namespace aludel
