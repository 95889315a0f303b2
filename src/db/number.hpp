#pragma once

#include <string_view>

namespace aludel {

/// True for a number in decimal digits, as every database writes it: `12`, `-1.5`, `3.`, `2e10`.
[[nodiscard]] bool is_decimal_number(std::string_view sql);

}  // namespace aludel
