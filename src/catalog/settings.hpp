#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// The index that a setting's value names: "USING INDEX ix_users" of a replica identity, "ix_users"
/// of CLUSTER. Empty where it names none.
[[nodiscard]] ObjectName index_of(const ObjectSetting& setting, const Rules& rules);

}  // namespace aludel
