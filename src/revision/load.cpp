#include "revision/load.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/parallel.hpp"
#include "revision/alembic_file.hpp"
#include "revision/header.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

bool passed_over(const std::string& name) {
  return name.starts_with('.') || name.starts_with('#') || name.ends_with('~') ||
         name.starts_with("__init__");
}

void add_problem(LoadedRevisions& loaded, Code code, std::string message, std::string hint) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.hint = std::move(hint);
  loaded.problems.push_back(std::move(problem));
}

/// What one file gives; files are read side by side, each into its own place. Paths are plain
/// strings: there may be ten thousand.
struct ReadFile {
  std::string path;
  std::string shown;
  std::string database;
  std::optional<Revision> revision = std::nullopt;
  std::vector<Diagnostic> problems = {};
};

/// The revision files of a folder, sorted by name; a folder is entered after the files beside it.
void list_files(const fs::path& folder, const RevisionLocation& location,
                std::vector<ReadFile>& files, LoadedRevisions& loaded) {
  std::error_code error;
  std::vector<std::string> found;
  std::vector<std::string> folders;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (passed_over(name)) continue;
    const bool is_revision =
        name.ends_with(".sql") || name.ends_with(".py") || name.ends_with(".cpp");
    const bool is_folder = entry->is_directory(error);
    if (is_folder && is_revision) {
      add_problem(loaded, Code::revision_file_unreadable,
                  shown_path(entry->path()) + " is a directory where a revision file should be",
                  "rename or remove it");
    } else if (is_folder && name != "__pycache__") {
      folders.push_back(std::move(name));
    } else if (is_revision) {
      found.push_back(std::move(name));
    }
  }
  if (error) {
    add_problem(loaded, Code::revision_file_unreadable,
                "cannot read the folder " + shown_path(folder) + ": " + error.message(), {});
  }
  std::ranges::sort(found);
  std::ranges::sort(folders);
  const std::string path = (folder / "").string();
  const std::string shown = shown_path(folder) == "." ? "" : shown_path(folder) + "/";
  for (const std::string& name : found)
    files.push_back({path + name, shown + name, location.database});
  if (!location.recursive) return;
  for (const std::string& sub : folders) list_files(folder / sub, location, files, loaded);
}

/// A C++ file is known by what was compiled of it.
void find_compiled(ReadFile& file, const std::vector<Revision>& compiled) {
  const fs::path name = fs::path(file.path).filename();
  const auto found = std::ranges::find_if(compiled, [&](const Revision& revision) {
    return revision.kind == RevisionKind::cpp && fs::path(revision.path).filename() == name;
  });
  if (found == compiled.end()) {
    Diagnostic problem = diagnostic(
        Code::not_runnable, file.shown + " is a revision in C++ that this program does not have");
    problem.next = compiled.empty()
                       ? "set `program` and `build` in aludel.toml to the project's own program, "
                         "which `aludel_add_migrations` makes; `aludel init --template cpp` in an "
                         "empty folder shows how"
                       : "build the program again: `cmake --build build`";
    return file.problems.push_back(std::move(problem));
  }
  file.revision = *found;
  file.revision->path = file.shown;
}

void read(ReadFile& file, const std::vector<Revision>& compiled) {
  if (file.path.ends_with(".cpp")) {
    find_compiled(file, compiled);
    if (file.revision && file.revision->database.empty()) file.revision->database = file.database;
    return;
  }
  try {
    const SourceText source = read_text(file.path, Code::revision_file_unreadable, file.shown);
    const bool is_alembics = file.path.ends_with(".py");
    Revision revision =
        is_alembics ? read_alembic_file(source) : read_sql_header(source, file.problems);
    if (is_alembics) revision.kind = RevisionKind::alembic;
    revision.path = source.name();
    if (revision.database.empty()) revision.database = file.database;
    if (revision.lines.revision != 0) file.revision = std::move(revision);
  } catch (const Error& error) {
    file.problems = error.report();
  }
}

/// A folder may be reached by two settings, or by a link: its files count once, where they are met
/// first.
void drop_repeated(std::vector<ReadFile>& files) {
  std::set<fs::path> seen;
  std::error_code error;
  std::erase_if(files, [&](const ReadFile& file) {
    return !seen.insert(fs::weakly_canonical(file.path, error)).second;
  });
}

/// While both tools work on a project, a revision of ours may have a twin for Alembic: a .py file
/// with the same id and parents. It is the same revision, and ours is the one that runs.
void drop_alembic_twins(std::vector<Revision>& revisions) {
  std::map<std::string, const Revision*, std::less<>> ours;
  for (const Revision& revision : revisions) {
    if (revision.kind == RevisionKind::sql) ours.emplace(revision.id, &revision);
  }
  std::vector<Revision> kept;
  for (const Revision& revision : revisions) {
    const auto twin = ours.find(revision.id);
    const bool is_twin =
        revision.kind == RevisionKind::alembic && twin != ours.end() &&
        std::ranges::is_permutation(twin->second->down_revision, revision.down_revision);
    if (!is_twin) kept.push_back(revision);
  }
  revisions = std::move(kept);
}

}  // namespace

LoadedRevisions load_revisions(const std::vector<RevisionLocation>& locations,
                               const std::vector<fs::path>& scripts,
                               const std::vector<Revision>& compiled) {
  LoadedRevisions loaded;
  std::vector<ReadFile> files;
  for (const RevisionLocation& location : locations) {
    std::error_code error;
    if (fs::exists(location.folder, error)) list_files(location.folder, location, files, loaded);
  }
  if (locations.size() > 1 || (!locations.empty() && locations.front().recursive))
    drop_repeated(files);
  if (!scripts.empty()) {
    std::set<std::string> names;
    for (const fs::path& script : scripts) names.insert(script.lexically_normal().string());
    std::erase_if(files, [&](const ReadFile& file) {
      return names.contains(fs::path(file.path).lexically_normal().string());
    });
  }
  for_each_in_parallel(files.size(), 500, [&](std::size_t i) { read(files[i], compiled); });
  loaded.revisions.reserve(files.size());
  for (ReadFile& file : files) {
    if (file.revision) loaded.revisions.push_back(std::move(*file.revision));
    std::ranges::move(file.problems, std::back_inserter(loaded.problems));
  }
  const bool mixed = std::ranges::any_of(loaded.revisions, [](const Revision& revision) {
    return revision.kind == RevisionKind::alembic;
  });
  if (mixed) drop_alembic_twins(loaded.revisions);
  return loaded;
}

}  // namespace aludel
