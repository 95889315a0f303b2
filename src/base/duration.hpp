#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace aludel {

/// Reads a duration as settings and options write it: `500ms`, `30s`, `5m`, `2h`, `7d`; a bare
/// number is seconds. Blanks around and between number and unit are allowed; fractions, signs and
/// other units are not.
///
/// @throws Error(bad_value) that shows the text and says how durations are written; also for one of
/// more than 1,000 days.
[[nodiscard]] std::chrono::milliseconds parse_duration(std::string_view text);

/// For people: "12 ms", "1.2 s", "42 s", "3 min 4 s", "2 h 5 min". Never more than two units.
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);
/// The same for what goes on, in whole seconds that have passed: "0 s", "2 s", "3 min 4 s".
[[nodiscard]] std::string format_seconds(std::chrono::milliseconds duration);

}  // namespace aludel
