#include "base/duration.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

struct Unit {
  std::string_view name;
  long long milliseconds;
};
constexpr std::array units{Unit{"ms", 1},        Unit{"s", 1'000},    Unit{"", 1'000},
                           Unit{"m", 60'000},    Unit{"min", 60'000}, Unit{"h", 3'600'000},
                           Unit{"d", 86'400'000}};
constexpr long long longest = 1'000LL * 24 * 3'600'000;

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  Diagnostic problem = diagnostic(
      Code::bad_value, "`" + std::string(text) + "` is not a duration: " + std::string(why));
  problem.hint = "durations are written 500ms, 30s, 5m, 2h or 7d; a bare number is seconds";
  throw Error(std::move(problem));
}

}  // namespace

std::chrono::milliseconds parse_duration(std::string_view text) {
  const std::string_view trimmed = trim(text);
  long long number = 0;
  const auto [end, error] =
      std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  if (error == std::errc::invalid_argument) refuse(text, "it does not begin with a number");
  if (number < 0 || trimmed.front() == '-') refuse(text, "it is negative");
  const std::string_view unit_name =
      trim(trimmed.substr(static_cast<std::size_t>(end - trimmed.data())));
  for (const Unit& unit : units) {
    if (unit.name != unit_name) continue;
    if (error == std::errc::result_out_of_range || number > longest / unit.milliseconds) {
      refuse(text, "it is longer than 1,000 days");
    }
    return std::chrono::milliseconds(number * unit.milliseconds);
  }
  refuse(text, "`" + std::string(unit_name) + "` is not a unit");
}

std::string format_duration(std::chrono::milliseconds duration) {
  const long long milliseconds = duration.count();
  if (milliseconds < 1'000) return std::to_string(milliseconds) + " ms";
  if (milliseconds < 9'950) {  // from there on two digits are exact enough
    const long long tenths = (milliseconds + 50) / 100;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
  }
  const long long seconds = (milliseconds + 500) / 1'000;
  if (seconds < 60) return std::to_string(seconds) + " s";
  const auto two = [](long long big, std::string_view big_unit, long long small,
                      std::string_view small_unit) {
    std::string result = std::to_string(big) + ' ' + std::string(big_unit);
    if (small != 0) result += ' ' + std::to_string(small) + ' ' + std::string(small_unit);
    return result;
  };
  if (seconds < 3'600) return two(seconds / 60, "min", seconds % 60, "s");
  return two(seconds / 3'600, "h", seconds % 3'600 / 60, "min");
}

std::string format_seconds(std::chrono::milliseconds duration) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(duration);
  return whole < std::chrono::seconds(10) ? std::to_string(std::max(whole.count(), 0L)) + " s"
                                          : format_duration(whole);
}

}  // namespace aludel
