#include "app/databases/postgresql_programs.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include <unistd.h>

#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// FOLDER/BEGIN15/bin … by the number, largest first.
void add_versions(std::vector<fs::path>& folders, const fs::path& folder,
                  const std::string& begin) {
  std::vector<std::pair<int, fs::path>> found;
  std::error_code failed;
  fs::directory_iterator entries(folder, failed);
  while (!failed && entries != fs::directory_iterator()) {
    const std::string name = entries->path().filename().string();
    if (name.starts_with(begin))
      found.emplace_back(std::atoi(name.c_str() + begin.size()), entries->path() / "bin");
    entries.increment(failed);
  }
  std::ranges::sort(found, std::greater<>());
  for (auto& [version, path] : found) folders.push_back(std::move(path));
}

}  // namespace

std::vector<fs::path> path_folders() {
  std::vector<fs::path> folders;
  const char* path = std::getenv("PATH");
  for (const std::string& folder : split(path == nullptr ? "" : path, ':')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  return folders;
}

std::vector<fs::path> distribution_folders() {
  std::vector<fs::path> folders;
  add_versions(folders, "/usr/lib/postgresql", "");
  add_versions(folders, "/usr", "pgsql-");
  return folders;
}

std::vector<fs::path> postgresql_folders(const fs::path& configured) {
  if (!configured.empty()) return {configured};
  std::vector<fs::path> folders = path_folders();
  std::ranges::move(distribution_folders(), std::back_inserter(folders));
  return folders;
}

bool is_program(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
}

}  // namespace aludel
