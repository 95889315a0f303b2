#include "cli/normalized.hpp"

#include <chrono>
#include <string_view>

#include "base/host.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// Makes one of each number before `unit`: "12 ms", "1.2 s" → "N ms".
std::string without_durations(std::string text, std::string_view unit) {
  for (std::size_t at = text.find(unit); at != std::string::npos; at = text.find(unit, at)) {
    const std::size_t begin = text.find_last_not_of("0123456789.", at - 1) + 1;
    const std::size_t end = at + unit.size();
    const bool word_goes_on = end < text.size() && is_word(text[end]);
    if (begin == at || word_goes_on || !is_digit(text[begin])) {
      at = end;
      continue;
    }
    text.replace(begin, end - begin, "N ms");
    at = begin;
  }
  return text;
}

/// Replaces the number (of digits and dots) that stands behind `label`.
std::string without_number_after(std::string text, std::string_view label,
                                 std::string_view replacement) {
  for (std::size_t at = text.find(label); at != std::string::npos; at = text.find(label, at)) {
    at += label.size();
    const std::size_t end = std::min(text.find_first_not_of("0123456789.", at), text.size());
    if (end > at) text.replace(at, end - at, replacement);
  }
  return text;
}

/// "YYYYMMDDT203000Z" and "YYYYMMDD_203000", in the names of backups, lose the time of day too, and
/// the number of the second one in a second.
std::string without_clocks(std::string text) {
  constexpr std::string_view day = "YYYYMMDD";
  for (std::size_t at = text.find(day); at != std::string::npos; at = text.find(day, at)) {
    at += day.size();
    const std::size_t digits = at + 1;
    if (digits + 6 <= text.size() && (text[at] == 'T' || text[at] == '_') &&
        text.find_first_not_of("0123456789", digits) == digits + 6)
      text.replace(digits, 6, "HHMMSS");
    if (text.compare(at, 9, "THHMMSSZ-") == 0 && is_digit(text[at + 9])) text.erase(at + 8, 2);
  }
  return text;
}

/// "2026-11-21 10:00:00.123+00:00" → "TIME", "20261121" → "YYYYMMDD", for the days of this run.
std::string without_times(std::string text) {
  const auto now = std::chrono::system_clock::now();
  for (const auto day : {now - std::chrono::hours(24), now}) {
    const std::string date = utc_timestamp(day).substr(0, 10);
    for (std::size_t at = text.find(date); at != std::string::npos; at = text.find(date, at)) {
      const std::size_t end =
          std::min(text.find_first_not_of("0123456789:.+", at + date.size() + 1), text.size());
      text.replace(at, end - at, "TIME");
    }
    text = replace_all(std::move(text), replace_all(date, "-", ""), "YYYYMMDD");
  }
  return without_clocks(std::move(text));
}

std::string without_run_id(std::string text) {
  constexpr std::string_view label = "run: ";
  constexpr std::size_t digits = 16;
  for (std::size_t at = text.find(label); at != std::string::npos; at = text.find(label, at)) {
    at += label.size();
    if (text.find_first_not_of("0123456789abcdef", at) == at + digits)
      text.replace(at, digits, "RUN");
  }
  return text;
}

}  // namespace

std::string normalized(std::string text) {
  text = without_times(std::move(text));
  for (const std::string_view unit : {" ms", " s"}) text = without_durations(std::move(text), unit);
  for (const std::string_view key : {"_ms\": ", "_ms\":"})
    text = without_number_after(std::move(text), key, "0");
  for (const std::string_view server : {"SQLite ", "PostgreSQL "})
    text = without_number_after(std::move(text), server, "V");
  text = without_number_after(std::move(text), "pid ", "N");
  for (const std::string_view key : {"row ", "backend "})
    text = without_number_after(std::move(text), key, "N");
  text = without_run_id(std::move(text));
  text = replace_all(std::move(text), user_name() + "@" + host_name(), "USER@HOST");
  text =
      replace_all(std::move(text), " by " + user_name() + " on " + host_name(), " by USER on HOST");
  return text;
}

}  // namespace aludel
