#include "revision/load.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
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

/// The revision files of a folder, sorted by name; a folder is entered after the files beside it.
void list_files(const fs::path& folder, bool recursive, std::vector<fs::path>& files,
                LoadedRevisions& loaded) {
  std::error_code error;
  std::vector<fs::path> found;
  std::vector<fs::path> folders;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (passed_over(name)) continue;
    const std::string kind = entry->path().extension().string();
    const bool is_folder = entry->is_directory(error);
    if (is_folder && (kind == ".sql" || kind == ".py")) {
      add_problem(loaded, Code::revision_file_unreadable,
                  shown_path(entry->path()) + " is a directory where a revision file should be",
                  "rename or remove it");
    } else if (is_folder && name != "__pycache__") {
      folders.push_back(entry->path());
    } else if (kind == ".cpp") {
      add_problem(loaded, Code::not_runnable,
                  shown_path(entry->path()) + " is a C++ revision: these are not there yet",
                  "write the revision in SQL, or move the file out of this folder");
    } else if (kind == ".sql" || kind == ".py") {
      found.push_back(entry->path());
    }
  }
  if (error) {
    add_problem(loaded, Code::revision_file_unreadable,
                "cannot read the folder " + shown_path(folder) + ": " + error.message(), {});
  }
  std::ranges::sort(found);
  std::ranges::sort(folders);
  std::ranges::move(found, std::back_inserter(files));
  if (!recursive) return;
  for (const fs::path& sub : folders) list_files(sub, true, files, loaded);
}

void read(const fs::path& file, const std::string& database, LoadedRevisions& loaded) {
  try {
    const SourceText source = read_text(file, Code::revision_file_unreadable);
    Revision revision;
    if (file.extension() == ".py") {
      revision = read_alembic_file(source);
      revision.kind = RevisionKind::alembic;
    } else {
      revision = read_sql_header(source, loaded.problems);
    }
    revision.path = source.name();
    if (revision.database.empty()) revision.database = database;
    if (revision.lines.revision != 0) loaded.revisions.push_back(std::move(revision));
  } catch (const Error& error) {
    std::ranges::copy(error.report(), std::back_inserter(loaded.problems));
  }
}

}  // namespace

LoadedRevisions load_revisions(const std::vector<RevisionLocation>& locations) {
  LoadedRevisions loaded;
  std::set<fs::path> seen;  // a folder may be reached by two settings, or by a link
  for (const RevisionLocation& location : locations) {
    std::error_code error;
    if (!fs::exists(location.folder, error)) continue;
    std::vector<fs::path> files;
    list_files(location.folder, location.recursive, files, loaded);
    const bool may_repeat = locations.size() > 1 || location.recursive;
    for (const fs::path& file : files) {
      if (may_repeat && !seen.insert(fs::weakly_canonical(file, error)).second) continue;
      read(file, location.database, loaded);
    }
  }
  return loaded;
}

}  // namespace aludel
