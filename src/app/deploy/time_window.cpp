#include "app/deploy/time_window.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "revision/new_file.hpp"

namespace aludel {

namespace {

std::optional<int> minutes_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const auto read = [](std::string_view part, int& number) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    return error == std::errc() && end == part.data() + part.size() && part.size() <= 2;
  };
  if (!read(text.substr(0, colon), hours) || !read(text.substr(colon + 1), minutes))
    return std::nullopt;
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 24 * 60)
    return std::nullopt;
  return hours * 60 + minutes;
}

}  // namespace

TimeWindow parse_time_window(std::string_view text) {
  const std::string_view trimmed = trim(text);
  const std::size_t blank = std::min(trimmed.find(' '), trimmed.size());
  const std::string_view times = trimmed.substr(0, blank);
  const std::size_t dash = std::min(times.find('-'), times.size());
  const auto begin = minutes_of(times.substr(0, dash));
  const auto end = minutes_of(dash < times.size() ? times.substr(dash + 1) : std::string_view());
  if (!begin || !end || *begin == *end) {
    Diagnostic problem =
        diagnostic(Code::bad_usage, "`" + std::string(text) + "` is no time window");
    problem.hint = "write it like \"02:00-04:00 Europe/Berlin\"";
    throw Error(std::move(problem));
  }
  TimeWindow window{*begin, *end, std::string(trim(trimmed.substr(blank)))};
  if (window.timezone.empty()) window.timezone = "UTC";
  return window;
}

bool is_inside(const TimeWindow& window, std::chrono::system_clock::time_point now) {
  const std::tm time = time_in(window.timezone, now);
  const int minute = time.tm_hour * 60 + time.tm_min;
  if (window.begin < window.end) return minute >= window.begin && minute < window.end;
  return minute >= window.begin || minute < window.end;
}

std::string told_outside(const TimeWindow& window, std::chrono::system_clock::time_point now) {
  constexpr int day = 24 * 60;
  const std::tm time = time_in(window.timezone, now);
  const int left = (window.begin - time.tm_hour * 60 - time.tm_min + day) % day;
  return fmt::format("it is {:02}:{:02} {}; the window opens in {}", time.tm_hour, time.tm_min,
                     window.timezone, format_duration(std::chrono::minutes(left)));
}

}  // namespace aludel
