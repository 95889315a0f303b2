#pragma once

#include <string>
#include <string_view>

namespace aludel {

/// `text` between backticks for a message, whatever somebody typed: control characters and bytes
/// that are not UTF-8 as
/// \xNN, cut after 80 bytes.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace aludel
