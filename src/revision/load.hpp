#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "aludel/error.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// A folder of revision files.
struct RevisionLocation {
  std::filesystem::path folder;
  std::string
      database;  ///< whose the revisions in it are when their header names none; may be empty
  bool recursive = false;  ///< sub-folders too

  bool operator==(const RevisionLocation&) const = default;
};

struct LoadedRevisions {
  std::vector<Revision> revisions;  ///< in file order: locations as given, names sorted inside each
  std::vector<Diagnostic>
      problems;  ///< of all files; the revisions they concern may be missing or incomplete
};

/// Reads the headers of all revision files (.sql, and Alembic's .py). Hidden files, `__init__.py`,
/// editors' backups and files of other kinds are passed over. A folder that is not there holds no
/// revisions: git does not keep empty ones.
/// A .py file with the id and parents of a .sql file is that revision's twin for Alembic, and
/// passed over.
/// @param scripts   files that are no revisions, wherever they lie
/// @param compiled  the C++ revisions of this program: a .cpp file is the one of its name
[[nodiscard]] LoadedRevisions load_revisions(const std::vector<RevisionLocation>& locations,
                                             const std::vector<std::filesystem::path>& scripts = {},
                                             const std::vector<Revision>& compiled = {});

}  // namespace aludel
