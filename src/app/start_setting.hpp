#pragma once

#include <chrono>
#include <string>

#include "aludel/start.hpp"

namespace aludel {

/// "true", "check", "wait", "false" and what else people write for them.
/// @param from  where the word stands, for the message: "AUTO_MIGRATE_ON_START"
/// @throws Error(bad_value) with the nearest word
[[nodiscard]] StartMode parse_start_mode(const std::string& word, const std::string& from);

/// A duration; zero: no limit. @throws Error(bad_value)
[[nodiscard]] std::chrono::milliseconds parse_start_timeout(const std::string& text,
                                                            const std::string& from);

}  // namespace aludel
