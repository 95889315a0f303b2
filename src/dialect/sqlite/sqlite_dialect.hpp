#pragma once

#include "dialect/dialect.hpp"

namespace aludel {

[[nodiscard]] const Dialect& sqlite_dialect();

}  // namespace aludel
