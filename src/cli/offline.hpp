#pragma once

#include "cli/invocation.hpp"

namespace aludel {

/// @throws Error(not_there_yet) where --sql was given: writing scripts is a later part.
void refuse_offline(const Arguments& arguments);

}  // namespace aludel
