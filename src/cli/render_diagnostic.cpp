#include <algorithm>

#include <fmt/format.h>

#include "base/source.hpp"
#include "base/text.hpp"
#include "cli/console.hpp"
#include "cli/display_width.hpp"
#include "cli/printable.hpp"

namespace aludel {

namespace {

struct Palette {
  std::string_view bold, red, yellow, blue, off;
};
constexpr Palette plain{"", "", "", "", ""};
constexpr Palette coloured{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"};

constexpr std::size_t window = 100;  ///< characters of a long line that are shown around its caret

/// Tabs become one blank and control characters a dot, so that the caret stands where it should.
/// `line_end` is what a line end becomes.
std::string on_one_line(std::string_view text, std::string_view line_end = ".") {
  return replace_all(replace_all(printable(text), "\t", " "), "\n", line_end);
}

std::string excerpt(const Place& place, const Palette& colours) {
  std::string line = on_one_line(place.excerpt);
  std::size_t column = static_cast<std::size_t>(std::max(place.column, 1)) - 1;
  if (character_count(line) > window) {
    const std::size_t first = column > window / 2 ? column - window / 2 : 0;
    const std::size_t begin = offset_of_character(line, first);
    const std::size_t end = offset_of_character(line, first + window);
    const bool cut_end = end < line.size();
    line = (first > 0 ? "…" : "") + line.substr(begin, end - begin) + (cut_end ? "…" : "");
    column = column - first + (first > 0 ? 1 : 0);
  }
  const std::size_t room = window + 1 > column ? window + 1 - column : 1;
  const std::size_t length = std::min(static_cast<std::size_t>(std::max(place.length, 1)), room);
  const std::string number = std::to_string(place.line);
  const std::string margin(number.size(), ' ');
  const std::size_t marked_begin = offset_of_character(line, column);
  const std::size_t marked_end = offset_of_character(line, column + length);
  const std::size_t before = display_width(std::string_view(line).substr(0, marked_begin));
  const std::size_t marked = std::max(length, display_width(std::string_view(line).substr(
                                                  marked_begin, marked_end - marked_begin)));
  std::string carets =
      std::string(before, ' ') + std::string(colours.red) + std::string(marked, '^');
  if (!place.label.empty()) carets += ' ' + on_one_line(place.label, " ");
  return fmt::format("{0}{1} |{2}\n{0}{3} |{2}{4}\n{0}{1} |{2} {5}{2}\n{0}{1} |{2}\n", colours.blue,
                     margin, colours.off, number, line.empty() ? "" : " " + line, carets);
}

/// "   = label: text", further lines of the text below it.
std::string remark(std::string_view label, std::string_view text, const Palette& colours) {
  const std::string indent(label.size() + 7, ' ');
  return fmt::format("   {}={} {}{}:{} {}\n", colours.blue, colours.off, colours.bold, label,
                     colours.off, on_one_line(trim(text), "\n" + indent));
}

}  // namespace

std::string render_diagnostic(const Diagnostic& diagnostic, bool colour) {
  const Palette& colours = colour ? coloured : plain;
  const bool is_error = diagnostic.severity == Severity::error;
  const std::string_view kind = is_error                                   ? "error"
                                : diagnostic.severity == Severity::warning ? "warning"
                                                                           : "note";
  const std::string code = diagnostic.code.empty() ? "" : "[" + diagnostic.code + "]";
  std::string text =
      fmt::format("{}{}{}{}{}: {}{}\n", is_error ? colours.red : colours.yellow, kind, code,
                  colours.off, colours.bold, on_one_line(diagnostic.message), colours.off);
  if (diagnostic.place) {
    const Place& place = *diagnostic.place;
    if (!place.file.empty()) {
      text += fmt::format("  {}-->{} {}", colours.blue, colours.off, on_one_line(place.file));
      if (place.line > 0) text += fmt::format(":{}", place.line);
      if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
      text += '\n';
    }
    const bool is_seen = !place.excerpt.empty() || !place.label.empty();
    if (place.line > 0 && is_seen) text += excerpt(place, colours);
  }
  const bool from_server = !diagnostic.sqlstate.empty();
  if (!diagnostic.detail.empty()) {
    text += remark(from_server ? "server" : "detail",
                   (from_server ? "DETAIL: " : "") + diagnostic.detail, colours);
  }
  if (!diagnostic.hint.empty())
    text += remark(from_server ? "server" : "hint", (from_server ? "HINT: " : "") + diagnostic.hint,
                   colours);
  if (!diagnostic.context.empty())
    text += remark("server", "CONTEXT: " + diagnostic.context, colours);
  for (const std::string& note : diagnostic.notes) text += remark("note", note, colours);
  if (!diagnostic.now.empty()) text += remark("now", diagnostic.now, colours);
  if (!diagnostic.next.empty()) text += remark("next", diagnostic.next, colours);
  return text;
}

}  // namespace aludel
