#pragma once

#include "dialect/objects.hpp"

namespace aludel::postgresql {

[[nodiscard]] const ObjectFunctions& object_functions();

}  // namespace aludel::postgresql
