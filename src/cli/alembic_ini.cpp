// The only file that includes inih.

#include <algorithm>
#include <climits>
#include <utility>

#include <ini.h>

#include "base/text.hpp"
#include "cli/ini_file.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr int deepest = 10;  // as configparser: values that name each other in a circle end here
constexpr std::size_t longest = 100'000;

}  // namespace

/// inih asks for lines and tells of values; between the two stands the line that a value is on.
struct IniFile::Feed {
  const SourceText& source;
  std::vector<Entry>& entries;
  std::size_t at = 0;
  std::size_t line_begin = 0;
  int line = 0;
};

char* IniFile::next_line(char* buffer, int size, void* stream) {
  Feed& feed = *static_cast<Feed*>(stream);
  const std::string_view text = feed.source.text();
  if (feed.at >= text.size()) return nullptr;
  if (feed.at == 0 || text[feed.at - 1] == '\n') {  // a long line comes in several pieces
    ++feed.line;
    feed.line_begin = feed.at;
  }
  const std::size_t end = std::min(text.find('\n', feed.at), text.size() - 1) + 1;
  const std::size_t count = std::min(end - feed.at, static_cast<std::size_t>(size) - 1);
  text.copy(buffer, count, feed.at);
  buffer[count] = '\0';
  feed.at += count;
  return buffer;
}

int IniFile::take(void* user, const char* section, const char* name, const char* value) {
  Feed& feed = *static_cast<Feed*>(user);
  const std::string_view text = feed.source.text();
  const std::string_view line =
      text.substr(feed.line_begin, text.find('\n', feed.line_begin) - feed.line_begin);
  std::size_t value_at = line.find_first_not_of(" \t");
  if (value_at != 0 && !feed.entries.empty()) {  // an indented line
    feed.entries.back().text.append("\n").append(value);
    feed.entries.back().one_line = false;
    return 1;
  }
  value_at = std::min(line.find_first_of("=:"), line.size() - 1) + 1;
  while (value_at < line.size() && is_space(line[value_at])) ++value_at;
  const int column = 1 + static_cast<int>(character_count(line.substr(0, value_at)));
  feed.entries.push_back({section, lower(name), value, feed.line, column});
  return 1;
}

IniFile::IniFile(SourceText source) : source_(std::move(source)) {
  const auto refuse = [&](int line, std::string message) {
    Diagnostic problem = diagnostic(Code::config_syntax, std::move(message));
    problem.place =
        config_place(source_, line, 1, INT_MAX, "not `[section]`, `name = value` or a comment");
    throw Error(std::move(problem));
  };
  if (const std::size_t nul = source_.text().find('\0'); nul != npos) {
    refuse(source_.line_of(nul), source_.name() + " holds a NUL character");
  }
  ini_allow_inline_comments = false;
  ini_use_stack = false;
  ini_allow_realloc = true;
  ini_max_line = INT_MAX / 2;
  Feed feed{source_, entries_};
  const int result = ini_parse_stream(next_line, &feed, take, &feed);
  if (result > 0) refuse(result, source_.name() + " is not a valid INI file");
  if (result < 0) throw Error(diagnostic(Code::config_syntax, source_.name() + " is too large"));
}

bool IniFile::has_section(std::string_view section) const {
  return std::ranges::any_of(entries_,
                             [&](const Entry& entry) { return entry.section == section; });
}

std::vector<std::string> IniFile::sections() const {
  std::vector<std::string> result;
  for (const Entry& entry : entries_) {
    if (result.empty() || result.back() != entry.section) result.push_back(entry.section);
  }
  return result;
}

std::optional<Setting> IniFile::find(std::string_view section, std::string_view name) const {
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.name != name || (entry.section != section && entry.section != "DEFAULT")) continue;
    if (found == nullptr || entry.section == section) found = &entry;
  }
  if (found == nullptr) return std::nullopt;
  Setting setting = setting_at(source_, found->line, found->column, found->name, found->text);
  setting.verbatim = setting.verbatim && found->one_line;
  return setting;
}

namespace {

/// Appends the text's replacement to `result`; what is wrong, or nothing. Values that name others
/// grow by powers: both depth and size have an end.
std::string replace(const IniFile& file, std::string_view section, std::string_view text,
                    const std::string& here, int depth, std::string& result) {
  while (!text.empty()) {
    const std::size_t percent = std::min(text.find('%'), text.size());
    result += text.substr(0, percent);
    if (result.size() > longest || depth > deepest) return "its %(name)s references do not end";
    text.remove_prefix(percent);
    if (text.empty()) break;
    if (text.starts_with("%%")) {
      result += '%';
      text.remove_prefix(2);
      continue;
    }
    const std::size_t close = text.find(")s");
    if (!text.starts_with("%(") || close == npos) return "a `%` is written `%%` in this file";
    const std::string name = lower(text.substr(2, close - 2));
    text.remove_prefix(close + 2);
    if (name == "here") {
      result += here;
    } else if (const auto found = file.find(section, name)) {
      std::string problem = replace(file, section, found->text, here, depth + 1, result);
      if (!problem.empty()) return problem;
    } else {
      return "it names `%(" + name + ")s`, and there is no such value";
    }
  }
  return {};
}

}  // namespace

Setting interpolate(const IniFile& file, std::string_view section, const Setting& setting,
                    const std::string& here) {
  Setting result = setting;
  result.text.clear();
  const std::string problem = replace(file, section, setting.text, here, 0, result.text);
  if (!problem.empty()) {
    result.problem = setting_problem(Code::bad_value, setting, '`' + setting.key + "`: " + problem);
    result.problem->hint = "passwords too: a `%` in a URL of an alembic.ini stands there twice";
    if (!problem.starts_with("a `%`")) result.problem->hint.clear();
  }
  result.verbatim = setting.verbatim && result.text == setting.text;
  return result;
}

}  // namespace aludel
