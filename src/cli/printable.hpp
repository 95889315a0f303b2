#pragma once

#include <string>
#include <string_view>

namespace aludel {

/// `text` with a dot for each control character (C0 but line ends and tabs, DEL, C1), so that
/// neither a file nor a server can talk to the terminal.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace aludel
