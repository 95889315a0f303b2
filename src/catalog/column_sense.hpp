#pragma once

#include "catalog/call.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// Refuses what a column says of itself where that means nothing on any database, though one may
/// take it: no type, a size that is none, NOT NULL with NULL as the default.
/// @throws Error(bad_operation) at the call's place
void require_sense(const Call& call, const Column& column);
void require_sense(const Call& call, const AlterColumn& change);

}  // namespace aludel
