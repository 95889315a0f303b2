#pragma once

#include <string>

namespace aludel {

/// `text` with what differs from run to run replaced, and nothing else: durations (`N ms`), server
/// versions (`V`), today's times and dates, this user and host.
[[nodiscard]] std::string normalized(std::string text);

}  // namespace aludel
