#pragma once

#include "dialect/dialect.hpp"

namespace aludel {

[[nodiscard]] const Dialect& postgresql_dialect();

}  // namespace aludel
