#pragma once

#include "dialect/objects.hpp"

namespace aludel::sqlite {

[[nodiscard]] const ObjectFunctions& object_functions();

}  // namespace aludel::sqlite
