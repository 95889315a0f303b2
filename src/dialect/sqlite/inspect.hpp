#pragma once

#include "dialect/objects.hpp"

namespace aludel::sqlite {

/// As ObjectFunctions::inspect, of the file itself: neither temporary objects nor attached files.
[[nodiscard]] Inspected inspect(Connection& connection, const std::vector<ObjectName>& left_out);

}  // namespace aludel::sqlite
