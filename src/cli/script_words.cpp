#include "cli/script_words.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

fs::path resolved(const fs::path& path) {
  std::error_code ignored;
  return fs::weakly_canonical(path, ignored);
}

[[noreturn]] void refuse(const std::string& word, const std::vector<RepeatableScript>& scripts,
                         std::string_view kind) {
  const std::string what(kind);
  const bool is_there = fs::exists(resolved(word));
  Diagnostic problem =
      diagnostic(Code::unknown_script, is_there ? word + " is no " + what + " of this database"
                                                : "there is no file " + word);
  std::vector<std::string> paths;
  for (const RepeatableScript& script : scripts) paths.push_back(shown_path(script.path));
  problem.hint = did_you_mean(word, paths);
  if (problem.hint.empty() && !paths.empty())
    problem.hint = "the " + what + "s are " + join(paths, ", ");
  problem.now = "nothing was changed";
  if (is_there) {
    problem.next = "put it where the " + what + "s are, or name it by `" + what +
                   "s = [\"…\"]` in aludel.toml";
    if (kind == "seed") problem.next += "; those of an environment count with `--env`";
  } else {
    problem.next = kind == "script" ? "`aludel scripts status` lists the scripts"
                                    : "`aludel db seed` loads all seeds";
  }
  throw Error(std::move(problem));
}

/// Folders and files in `folder`, by name.
std::vector<std::string> entries(const fs::path& folder, bool folders) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const bool fits = folders ? entry->is_directory(error) : entry->path().extension() == ".sql";
    if (fits) names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string nearest_to(const fs::path& root, const fs::path& pattern) {
  fs::path at = root;
  const fs::path folder = pattern.parent_path();
  for (const fs::path& part : folder) {
    if (part.string().find_first_of("*?[") != std::string::npos) return {};
    std::error_code ignored;
    if (fs::is_directory(at / part, ignored)) {
      at /= part;
      continue;
    }
    const std::string meant = did_you_mean(part.string(), entries(at, true));
    return "there is no folder " + shown_path(at / part) + (meant.empty() ? "" : ": " + meant);
  }
  const auto files = entries(at, false);
  return files.empty() ? shown_path(at) + " holds no .sql file"
                       : shown_path(at) + " holds " + join(files, ", ");
}

}  // namespace

std::vector<std::string> script_names(const std::vector<std::string>& words,
                                      const std::vector<RepeatableScript>& scripts,
                                      std::string_view kind) {
  std::vector<std::string> names;
  for (const std::string& word : words) {
    if (find_script(scripts, word) != nullptr) {
      names.push_back(word);
      continue;
    }
    const fs::path path = resolved(word);
    const auto meant = std::ranges::find_if(
        scripts, [&](const RepeatableScript& script) { return resolved(script.path) == path; });
    const bool is_path = word.contains('/') || fs::exists(path);
    if (meant == scripts.end() && is_path) refuse(word, scripts, kind);
    names.push_back(meant == scripts.end() ? word : meant->name);
  }
  return names;
}

std::vector<Diagnostic> patterns_without_scripts(const Project& project,
                                                 const DatabaseSettings& database) {
  std::vector<Diagnostic> warnings;
  for (const std::string& pattern : database.scripts) {
    DatabaseSettings alone = database;
    alone.scripts = {pattern};
    if (!script_files(project, alone).empty()) continue;
    Diagnostic warning;
    warning.severity = Severity::warning;
    const bool names_revisions = !script_files(script_patterns(project, alone)).empty();
    warning.message =
        "`scripts` in " + shown_path(project.config_file) + ": `" + pattern + "` " +
        (names_revisions ? "names revisions alone, and no script" : "names no .sql file");
    if (!names_revisions) warning.hint = nearest_to(project.root, pattern);
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

}  // namespace aludel
