#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/config_readers.hpp"
#include "cli/expand.hpp"
#include "cli/ini_file.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

/// Takes Alembic's settings out of one section.
class AlembicSection {
 public:
  AlembicSection(const IniFile& file, std::string_view section, const Project& project)
      : file_(file), section_(section), here_(project.root.string()) {}

  /// The value with its %(name)s filled in; none where the key is missing or empty.
  [[nodiscard]] std::optional<Setting> find(std::string_view key) const {
    const auto raw = file_.find(section_, key);
    if (!raw || raw->text.empty()) return std::nullopt;
    return interpolate(file_, section_, *raw, here_);
  }

  [[nodiscard]] std::string text(std::string_view key) const {
    const auto found = find(key);
    if (found && found->problem) throw Error(*found->problem);
    return found ? found->text : std::string();
  }

  [[noreturn]] void refuse(std::string_view key, const std::string& why,
                           std::string next = {}) const {
    Diagnostic problem = setting_problem(Code::bad_value, *file_.find(section_, key),
                                         '`' + std::string(key) + "`: " + why);
    problem.next = std::move(next);
    throw Error(std::move(problem));
  }

 private:
  const IniFile& file_;
  std::string_view section_;
  std::string here_;
};

/// Alembic's `%(rev)s_%(month).2d` in our words.
std::string our_template(std::string_view theirs, std::string& problem) {
  std::string result;
  while (!theirs.empty()) {
    if (!theirs.starts_with('%')) {
      if (theirs.front() == '{' || theirs.front() == '}')
        problem = "braces cannot be part of a file's name here";
      result += theirs.front();
      theirs.remove_prefix(1);
      continue;
    }
    const std::size_t close = theirs.find(')');
    const std::size_t end = theirs.find_first_of("sd", close == npos ? theirs.size() : close);
    const bool field = theirs.starts_with("%(") && end != npos &&
                       std::ranges::all_of(theirs.substr(close + 1, end - close - 1),
                                           [](char c) { return is_digit(c) || c == '.'; });
    if (!field) {
      problem = "a `%` begins no %(field)s";
      return {};
    }
    result.append("{").append(theirs.substr(2, close - 2)).append("}");
    theirs.remove_prefix(end + 1);
  }
  if (problem.empty()) problem = file_template_problem(result);
  return result;
}

/// Paths as path_separator says; where it is missing, at blanks and commas as Alembic always did.
std::vector<std::string> cut_paths(const AlembicSection& section, const std::string& text) {
  std::string key = "path_separator";
  std::string separator = section.text(key);
  if (separator.empty()) separator = section.text(key = "version_path_separator");
  std::string between;
  if (separator.empty()) {
    between = " ,\n\t";
  } else if (separator == "os" || separator == ":") {
    between = ":";
  } else if (separator == ";") {
    between = ";";
  } else if (separator == "space") {
    between = " \t\n";
  } else if (separator == "newline") {
    between = "\n";
  } else {
    section.refuse(key, "it must be one of os, space, newline, `:` and `;`");
  }
  std::vector<std::string> result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(between, begin), text.size());
    const std::string_view part = trim(std::string_view(text).substr(begin, end - begin));
    if (!part.empty()) result.emplace_back(part);
    begin = end + 1;
  }
  return result;
}

std::filesystem::path folder(const AlembicSection& section, std::string_view key,
                             const std::string& text, const Project& project) {
  if (text.find(':') != std::string::npos && !text.starts_with('/')) {
    section.refuse(key, "folders inside a Python package cannot be found",
                   "write the folder's path: %(here)s/…");
  }
  return (project.root / text).lexically_normal();
}

/// Our own settings of waiting stand beside Alembic's, which passes over keys it does not know.
void read_durations(const AlembicSection& section, DatabaseSettings& settings) {
  const std::array<std::pair<const char*, std::chrono::milliseconds*>, 4> durations{
      {{"lock_timeout", &settings.lock_timeout},
       {"lock_retry", &settings.lock_retry},
       {"lock_wait", &settings.lock_wait},
       {"statement_timeout", &settings.statement_timeout}}};
  for (const auto& [key, target] : durations) {
    const std::string text = section.text(key);
    if (text.empty()) continue;
    try {
      *target = parse_duration(text);
    } catch (const Error& error) {
      section.refuse(key, error.diagnostic().message, error.diagnostic().hint);
    }
  }
}

DatabaseSettings alembic_database(const AlembicSection& section, std::string name) {
  DatabaseSettings settings;
  settings.name = std::move(name);
  settings.version_table = "alembic_version";
  settings.version_table_was_set = true;
  read_durations(section, settings);
  settings.url = section.find("sqlalchemy.url");
  if (!settings.url) return settings;
  if (settings.url->text == "driver://user:pass@localhost/dbname") {  // what `alembic init` writes
    settings.url.reset();
    return settings;
  }
  settings.url->text = replace_all(settings.url->text, "$", "$$");  // Alembic expands no variables
  return settings;
}

}  // namespace

void read_alembic_ini(const SourceText& source, std::string_view section_name, Project& project) {
  const IniFile file(source);
  if (!file.has_section(section_name)) {
    Diagnostic problem = diagnostic(
        Code::bad_value, source.name() + " has no section [" + std::string(section_name) + "]");
    problem.hint = did_you_mean(section_name, file.sections());
    problem.next = "name Alembic's section with -n NAME";
    throw Error(std::move(problem));
  }
  const AlembicSection section(file, section_name, project);
  project.from_alembic_ini = true;
  const std::string location = section.text("script_location");
  if (location.empty()) {
    Diagnostic problem = diagnostic(Code::bad_value, "[" + std::string(section_name) + "] of " +
                                                         source.name() + " has no script_location");
    problem.next = "add `script_location = %(here)s/FOLDER`, the folder that holds versions/";
    throw Error(std::move(problem));
  }
  project.script_location = folder(section, "script_location", location, project);
  for (const std::string& path : cut_paths(section, section.text("version_locations"))) {
    project.version_locations.push_back(folder(section, "version_locations", path, project));
  }
  project.recursive_version_locations = section.text("recursive_version_locations") == "true";
  project.timezone = section.text("timezone");
  project.file_template = "{rev}_{slug}";
  if (const std::string text = section.text("file_template"); !text.empty()) {
    std::string problem;
    project.file_template = our_template(text, problem);
    if (!problem.empty()) section.refuse("file_template", problem);
  }
  if (const std::string text = section.text("truncate_slug_length"); !text.empty()) {
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), project.truncate_slug_length);
    if (error != std::errc() || end != text.data() + text.size() ||
        project.truncate_slug_length == 0) {
      section.refuse("truncate_slug_length", "it must be a number from 1 on");
    }
  }
  const std::string names =
      section.text("databases");  // of Alembic's multidb template: a section each
  if (names.empty()) {
    project.databases.push_back(alembic_database(section, {}));
    return;
  }
  for (const std::string& name : split(names, ',')) {
    if (!name.empty())
      project.databases.push_back(alembic_database(AlembicSection(file, name, project), name));
  }
}

}  // namespace aludel
