#include "cli/echo_text.hpp"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/source.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::string_view margin = "                 ";

/// What would steer a terminal is shown as it is escaped in a string.
std::string harmless(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool steers = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    shown += steers ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return shown;
}

/// Of the lines behind the first one.
std::string without_common_indent(std::string_view sql) {
  std::size_t common = std::string_view::npos;
  for (std::size_t end = sql.find('\n'); end != std::string_view::npos;
       end = sql.find('\n', end + 1))
    common = std::min(common, sql.find_first_not_of(' ', end + 1) - end - 1);
  if (common == std::string_view::npos) return std::string(sql);
  return replace_all(std::string(sql), "\n" + std::string(common, ' '), "\n");
}

std::string shown_value(const std::optional<std::string>& value) {
  if (!value) return "NULL";
  constexpr std::size_t longest = 60;
  std::string text = replace_all(*value, "\n", " ");
  const bool cut = character_count(text) > longest;
  if (cut) text.resize(offset_of_character(text, longest));
  return "'" + harmless(text) + (cut ? "…'" : "'");
}

std::string time_of_day(std::chrono::system_clock::time_point at) {
  const auto since = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  return fmt::format("{:%H:%M:%S}.{:03}Z", std::chrono::sys_seconds(seconds),
                     (since - seconds).count());
}

}  // namespace

std::string render_echo(const StatementSent& sent, std::chrono::system_clock::time_point at) {
  std::string text = "  " + time_of_day(at) + "  " +
                     replace_all(harmless(without_common_indent(trim(sent.sql))), "\n",
                                 "\n" + std::string(margin));
  for (std::size_t i = 0; i < sent.parameters.size(); ++i) {
    text += i == 0 ? "\n" + std::string(margin) : ", ";
    text += fmt::format("${} = {}", i + 1, shown_value(sent.parameters[i]));
  }
  if (sent.copied_bytes > 0)
    text += fmt::format("\n{}with {} bytes of rows", margin,
                        with_commas(static_cast<long long>(sent.copied_bytes)));
  return text;
}

std::string render_echo(const StatementAnswered& answered) {
  const double ms = static_cast<double>(answered.duration.count()) / 1000;
  const std::string took = ms < 10 ? fmt::format("{:.1f} ms", ms) : fmt::format("{:.0f} ms", ms);
  if (answered.failed) return std::string(margin) + "failed after " + took;
  return std::string(margin) + took +
         (answered.rows
              ? ", " + with_commas(*answered.rows) + (*answered.rows == 1 ? " row" : " rows")
              : "");
}

}  // namespace aludel
