#include "cli/setting.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "db/redact.hpp"

namespace aludel {

namespace {

std::string_view line_of_text(std::string_view text, int line) {
  for (int i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

/// Each `${NAME}` and `${NAME|filter}` as ***: a reference tells no secret, a default might.
std::string with_references_hidden(std::string_view text) {
  std::string result;
  while (true) {
    const std::size_t begin = text.find("${");
    if (begin == std::string_view::npos) return result.append(text);
    const std::string_view name = text.substr(begin + 2);
    const auto end = std::ranges::find_if_not(name, [](char c) { return is_word(c) || c == '|'; });
    const auto size = static_cast<std::size_t>(end - name.begin());
    const bool reference = end != name.end() && *end == '}';
    result.append(text.substr(0, begin)).append(reference ? "***" : "${");
    text = reference ? name.substr(size + 1) : name;
  }
}

std::string shown_line(std::string_view line) {
  const std::string hidden = with_references_hidden(line);
  return redacted_line(hidden) == hidden ? std::string(line) : redacted_line(line);
}

}  // namespace

Place config_place(const SourceText& source, int line, int column, int length, std::string label) {
  Place place;
  place.file = source.name();
  place.line = line;
  place.excerpt = shown_line(line_of_text(source.text(), line));
  const int characters = static_cast<int>(character_count(place.excerpt));
  place.column = std::clamp(column, 1, characters + 1);
  place.length = std::clamp(length, 1, std::max(1, characters + 1 - place.column));
  place.label = std::move(label);
  return place;
}

Setting setting_at(const SourceText& source, int line, int column, std::string key,
                   std::string text) {
  Setting setting{.key = std::move(key), .text = std::move(text), .place = {}};
  setting.place =
      config_place(source, line, column, static_cast<int>(character_count(setting.text)));
  const std::string_view written = line_of_text(source.text(), line);
  const std::size_t at =
      offset_of_character(written, static_cast<std::size_t>(setting.place.column - 1));
  setting.verbatim =
      written == setting.place.excerpt && written.substr(at).starts_with(setting.text);
  return setting;
}

Diagnostic setting_problem(Code code, const Setting& setting, std::string message,
                           std::string label, std::size_t offset, std::size_t length) {
  Diagnostic problem = diagnostic(code, std::move(message));
  Place place = setting.place;
  place.label = std::move(label);
  if (setting.verbatim) {
    const std::string_view text = setting.text;
    place.column += static_cast<int>(character_count(text.substr(0, offset)));
    place.length = std::max(1, static_cast<int>(character_count(text.substr(offset, length))));
  }
  problem.place = std::move(place);
  return problem;
}

}  // namespace aludel
