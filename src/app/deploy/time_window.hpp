#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace aludel {

/// A time of day in which work may begin: "02:00-04:00 Europe/Berlin"; over midnight too
/// ("22:30-01:00"); without a zone UTC.
struct TimeWindow {
  int begin = 0;  ///< minutes of the day
  int end = 0;    ///< not any more
  std::string timezone = "UTC";

  bool operator==(const TimeWindow&) const = default;
};

/// @throws Error(bad_usage)
[[nodiscard]] TimeWindow parse_time_window(std::string_view text);

/// @throws Error(bad_value) for a zone that this machine does not know
[[nodiscard]] bool is_inside(const TimeWindow& window, std::chrono::system_clock::time_point now);

/// "it is 14:05 Europe/Berlin; the window opens in 11 h 55 min", for a time that is not inside.
[[nodiscard]] std::string told_outside(const TimeWindow& window,
                                       std::chrono::system_clock::time_point now);

}  // namespace aludel
