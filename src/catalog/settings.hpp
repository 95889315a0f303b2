#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// The index that a setting's value names: "USING INDEX ix_users" of a replica identity, "ix_users"
/// of CLUSTER. Empty where it names none.
[[nodiscard]] ObjectName index_of(const ObjectSetting& setting, const Rules& rules);

/// Whether the domain keeps a check, which at most becomes valid for all values: with its comment.
[[nodiscard]] bool keeps(const Domain& domain, const Check& check);

}  // namespace aludel
