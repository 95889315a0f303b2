#include "cli/project.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/config_readers.hpp"
#include "cli/dotenv.hpp"
#include "revision/header.hpp"

namespace aludel {

namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

std::filesystem::path named_config(const ProjectRequest& request,
                                   const std::filesystem::path& given,
                                   const std::string& named_by) {
  const auto path = (request.environment.current_directory / given).lexically_normal();
  std::error_code ignored;
  if (!is_there(path)) {
    Diagnostic problem = diagnostic(
        Code::config_missing, shown_path(path) + ", named by " + named_by + ", does not exist");
    problem.next = "correct " + named_by + ", or make a project with `aludel init`";
    throw Error(std::move(problem));
  }
  if (std::filesystem::is_directory(path, ignored)) {
    Diagnostic problem = diagnostic(Code::config_unreadable,
                                    shown_path(path) + ", named by " + named_by + ", is a folder");
    problem.next = "name the file: `" + shown_path(path / "aludel.toml") + '`';
    throw Error(std::move(problem));
  }
  return path;
}

bool has_alembic_table(const std::filesystem::path& pyproject) {
  try {
    return read_file(pyproject, Code::config_unreadable).find("[tool.alembic]") !=
           std::string::npos;
  } catch (const Error&) {
    return false;  // there is none, or nobody could read it: no hint then
  }
}

[[noreturn]] void refuse_missing(const std::vector<std::filesystem::path>& folders) {
  Diagnostic problem =
      diagnostic(Code::config_missing, "no aludel.toml and no alembic.ini was found");
  std::vector<std::string> shown;
  for (const auto& folder : folders) {
    shown.push_back(folder.string());
    if (has_alembic_table(folder / "pyproject.toml")) {
      problem.notes.push_back(
          (folder / "pyproject.toml").string() +
          " has a [tool.alembic], which is not read: say the same in an aludel.toml");
    }
  }
  problem.detail = "looked in " + join(shown, ", ");
  problem.next =
      "start a project with `aludel init`, or name its file with `-c FILE` or ALUDEL_CONFIG";
  throw Error(std::move(problem));
}

void check_environment(const Project& project, const std::string& named_by) {
  const std::vector<std::string>& known = project.environments;
  if (project.environment.empty() || std::ranges::find(known, project.environment) != known.end())
    return;
  Diagnostic problem =
      diagnostic(Code::unknown_environment,
                 "there is no environment `" + project.environment + "`, named by " + named_by);
  problem.hint = did_you_mean(project.environment, known);
  if (problem.hint.empty() && !known.empty())
    problem.hint = "the environments are " + join(known, ", ");
  if (project.from_alembic_ini) {
    problem.hint = "an alembic.ini has none; another section of it is named by `-n SECTION`";
  } else if (known.empty()) {
    problem.next = "write a table `[environments." + project.environment + "]` into " +
                   shown_path(project.config_file);
  }
  throw Error(std::move(problem));
}

}  // namespace

std::filesystem::path find_config(const ProjectRequest& request) {
  if (request.config) return named_config(request, *request.config, "-c");
  for (const char* name : {"ALUDEL_CONFIG", "ALEMBIC_CONFIG"}) {
    const auto found = request.environment.variables.find(name);
    if (found != request.environment.variables.end() && !found->second.empty()) {
      return named_config(request, found->second, name);
    }
  }
  std::vector<std::filesystem::path> folders;
  for (auto folder = request.environment.current_directory;; folder = folder.parent_path()) {
    for (const char* name : {"aludel.toml", "alembic.ini"}) {
      if (is_there(folder / name)) return folder / name;
    }
    folders.push_back(folder);
    if (folder == folder.parent_path()) refuse_missing(folders);
  }
}

Project load_project(const ProjectRequest& request) {
  Project project;
  project.config_file = find_config(request);
  project.root = project.config_file.parent_path();
  const std::string ending = project.config_file.extension().string();
  if (ending != ".toml" && ending != ".ini" && ending != ".cfg") {
    Diagnostic problem =
        diagnostic(Code::config_unreadable,
                   shown_path(project.config_file) + " is neither a .toml nor an .ini file");
    problem.next = "name an aludel.toml or an alembic.ini";
    throw Error(std::move(problem));
  }
  if (project.config_file.filename() == "pyproject.toml") {
    Diagnostic problem =
        diagnostic(Code::config_unreadable, "settings are not read from a pyproject.toml");
    problem.next = "write an aludel.toml beside it: `aludel init`";
    throw Error(std::move(problem));
  }
  const SourceText source = read_text(project.config_file, Code::config_unreadable);
  std::vector<DotenvEntry> dotenv;
  if (is_there(project.root / ".env")) {
    dotenv = parse_dotenv(read_text(project.root / ".env", Code::config_unreadable),
                          request.environment.variables);
  }
  project.variables = Variables(request.environment.variables, std::move(dotenv));
  const auto by_variable = project.variables.find("ALUDEL_ENV");
  project.environment = request.named_environment.value_or(by_variable.value_or(""));
  if (ending == ".toml") {
    read_aludel_toml(source, project);
  } else {
    read_alembic_ini(source, request.section, project);
  }
  check_environment(project, request.named_environment ? "--env" : "ALUDEL_ENV");
  return project;
}

std::vector<RevisionLocation> revision_locations(const Project& project) {
  std::vector<RevisionLocation> result;
  const auto add = [&](const std::filesystem::path& folder, const std::string& database) {
    if (std::ranges::count(result, folder, &RevisionLocation::folder) == 0)
      result.push_back({folder, database, project.recursive_version_locations});
  };
  // A database's own come first: a folder that is named twice is its.
  for (const DatabaseSettings& database : project.databases) {
    for (const auto& folder : database.version_locations) add(folder, database.name);
  }
  const std::size_t own = result.size();
  if (project.version_locations.empty()) add(project.script_location / "versions", {});
  for (const auto& folder : project.version_locations) add(folder, {});
  std::ranges::rotate(result, result.begin() + static_cast<std::ptrdiff_t>(own));
  return result;
}

std::vector<std::string> script_patterns(const Project& project, const DatabaseSettings& database) {
  std::vector<std::string> patterns;
  for (const std::string& pattern : database.scripts)
    patterns.push_back((project.root / pattern).lexically_normal().string());
  if (!patterns.empty()) return patterns;
  const bool several = project.databases.size() > 1;
  const auto folder = project.script_location / "scripts" / (several ? database.name : "");
  return {(folder / "*.sql").lexically_normal().string()};
}

std::vector<std::filesystem::path> script_files(const Project& project,
                                                const DatabaseSettings& database) {
  auto files = script_files(script_patterns(project, database));
  if (database.scripts.empty()) return files;
  const auto locations = revision_locations(project);
  const auto lies_in = [](const std::filesystem::path& file, const RevisionLocation& location) {
    const std::string below =
        file.lexically_normal().lexically_relative(location.folder.lexically_normal()).string();
    return !below.empty() && !below.starts_with("..") &&
           (location.recursive || !below.contains('/'));
  };
  std::erase_if(files, [&](const std::filesystem::path& file) {
    return std::ranges::any_of(locations,
                               [&](const auto& location) { return lies_in(file, location); }) &&
           has_header(read_text(file, Code::revision_file_unreadable));
  });
  return files;
}

std::vector<std::filesystem::path> model_files(const std::filesystem::path& pattern) {
  std::error_code none;
  const bool is_folder = std::filesystem::is_directory(pattern, none);
  return script_files({(is_folder ? pattern / "*.sql" : pattern).lexically_normal().string()});
}

std::vector<SeedFile> seed_files(const Project& project, const DatabaseSettings& database) {
  std::vector<SeedFile> seeds;
  std::vector<std::string> patterns;
  for (const std::string& pattern : database.seeds)
    patterns.push_back((project.root / pattern).lexically_normal().string());
  if (!patterns.empty()) {
    for (const auto& path : seed_files(patterns)) seeds.push_back({path, path.filename().string()});
    return seeds;
  }
  const bool several = project.databases.size() > 1;
  const auto folder = project.script_location / "seeds" / (several ? database.name : "");
  const auto add = [&](const std::filesystem::path& in, const std::string& before) {
    for (const auto& path : seed_files({(in / "*").lexically_normal().string()}))
      seeds.push_back({path, before + path.filename().string()});
  };
  add(folder, "");
  if (!project.environment.empty()) add(folder / project.environment, project.environment + "/");
  return seeds;
}

DatabaseSettings pick_database(const Project& project, std::optional<std::string_view> name) {
  const std::vector<DatabaseSettings>& all = project.databases;
  std::vector<std::string> names;
  for (const DatabaseSettings& database : all) {
    if (!database.name.empty()) names.push_back(database.name);
  }
  if (name) {
    const auto found = std::ranges::find(all, *name, &DatabaseSettings::name);
    if (found != all.end() && !name->empty()) return *found;
    Diagnostic problem =
        diagnostic(Code::unknown_database, "no database is named `" + std::string(*name) + '`');
    problem.hint = did_you_mean(*name, names);
    if (problem.hint.empty() && !names.empty())
      problem.hint = "the databases are " + join(names, ", ");
    if (names.empty()) problem.hint = "the configuration names no database: leave out --database";
    throw Error(std::move(problem));
  }
  if (all.empty()) return {};
  const auto unnamed = std::ranges::find(all, "", &DatabaseSettings::name);
  if (unnamed != all.end()) return *unnamed;
  if (all.size() == 1) return all.front();
  Diagnostic problem =
      diagnostic(Code::unknown_database,
                 "there are " + counted(static_cast<long long>(all.size()), "database") +
                     ", and none was chosen: " + join(names, ", "));
  problem.next = "add `--database " + shell_quoted(names.front()) + "` or another of them";
  throw Error(std::move(problem));
}

}  // namespace aludel
