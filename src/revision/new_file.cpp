#include "revision/new_file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {}  // namespace

// The C library knows zones only through TZ (tzset(3)), so it is set for a moment.
std::tm time_in(const std::string& timezone, std::chrono::system_clock::time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  if (timezone.empty()) {
    localtime_r(&seconds, &parts);
    return parts;
  }
  if (lower(timezone) == "utc") {
    gmtime_r(&seconds, &parts);
    return parts;
  }
  std::error_code ignored;
  if (timezone.find("..") != std::string::npos ||
      !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + timezone, ignored)) {
    Diagnostic problem = diagnostic(Code::bad_value, "there is no time zone `" + timezone + "`");
    problem.hint = "time zones are written like `Europe/Berlin` or `UTC`";
    throw Error(std::move(problem));
  }
  const char* before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TZ", timezone.c_str(), 1);
  tzset();
  localtime_r(&seconds, &parts);
  before == nullptr ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
  tzset();
  return parts;
}

namespace {

std::string formatted(const std::tm& parts, const char* format) {
  std::array<char, 64> buffer{};
  std::strftime(buffer.data(), buffer.size(), format, &parts);
  return buffer.data();
}

}  // namespace

std::string slug_of(std::string_view message, std::size_t limit) {
  std::string slug;
  for (const char c : message.substr(0, message.find('\n'))) {
    const bool part_of_word = is_word(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (part_of_word) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '_') {
      slug += '_';
    }
  }
  while (slug.ends_with('_')) slug.pop_back();
  slug = lower(slug);
  if (slug.size() <= limit) return slug;
  const std::size_t end = slug.rfind('_', limit);
  if (end != std::string::npos && end > 0) return slug.substr(0, end);
  std::size_t cut = limit;
  while (cut > 0 && (static_cast<unsigned char>(slug[cut]) & 0xC0U) == 0x80U)
    --cut;  // not inside a character
  return slug.substr(0, cut);
}

std::string file_name_for(const Revision& revision, const FileNaming& naming,
                          std::chrono::system_clock::time_point now) {
  const std::tm parts = time_in(naming.timezone, now);
  const std::vector<std::pair<std::string, std::string>> tokens{
      {"rev", revision.id},
      {"slug", slug_of(revision.message, naming.truncate_slug_length)},
      {"year", formatted(parts, "%Y")},
      {"month", formatted(parts, "%m")},
      {"day", formatted(parts, "%d")},
      {"hour", formatted(parts, "%H")},
      {"minute", formatted(parts, "%M")},
      {"second", formatted(parts, "%S")},
      {"epoch", std::to_string(std::chrono::system_clock::to_time_t(now))},
  };
  std::string name;
  const std::string& pattern = naming.file_template;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      name += pattern[at++];
      continue;
    }
    const std::string token = pattern.substr(at + 1, close - at - 1);
    const auto found =
        std::ranges::find(tokens, token, &std::pair<std::string, std::string>::first);
    if (found == tokens.end()) {
      std::vector<std::string> names;
      for (const auto& [known, value] : tokens) names.push_back(known);
      Diagnostic problem =
          diagnostic(Code::bad_value, "file_template has an unknown token {" + token + "}");
      problem.hint = did_you_mean(token, names);
      throw Error(std::move(problem));
    }
    name += found->second;
    at = close + 1;
  }
  while (name.ends_with('_')) name.pop_back();  // no message, no slug
  return name;
}

std::string new_revision_text(const Revision& revision, const NewSections& sections) {
  std::string text;
  for (const std::string& line :
       split(revision.message.empty() ? "Empty message" : revision.message, '\n')) {
    text += line.empty() ? "--\n" : "-- " + line + "\n";
  }
  text += fmt::format("--\n-- revision:      {}\n", revision.id);
  const auto add_list = [&](std::string_view key, const std::vector<std::string>& values) {
    if (!values.empty())
      text += fmt::format("-- {:<14} {}\n", std::string(key) + ":", join(values, ", "));
  };
  text += revision.down_revision.empty() ? "-- down_revision:\n" : "";
  add_list("down_revision", revision.down_revision);
  add_list("branch_labels", revision.branch_labels);
  add_list("depends_on", revision.depends_on);
  if (!revision.database.empty()) text += fmt::format("-- database:      {}\n", revision.database);
  text += fmt::format("-- created:       {}\n", revision.created);
  text += "\n-- aludel:upgrade\n" + sections.upgrade + "\n\n";
  if (!sections.irreversible.empty())
    return text + "-- aludel:irreversible " + sections.irreversible + "\n";
  return text + "-- aludel:downgrade\n" + sections.downgrade +
         (sections.downgrade.empty() ? "\n" : "");
}

std::string created_now(const std::string& timezone, std::chrono::system_clock::time_point now) {
  const std::tm parts = time_in(timezone, now);
  const std::string offset = formatted(parts, "%z");  // +0100
  return formatted(parts, "%Y-%m-%d %H:%M:%S") + offset.substr(0, 3) + ":" + offset.substr(3);
}

}  // namespace aludel
