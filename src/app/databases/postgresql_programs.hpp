#pragma once

#include <filesystem>
#include <vector>

namespace aludel {

/// Where programs of PostgreSQL may be, best first: `configured` alone where it is not empty, else
/// the PATH, then the folders of distributions, newest version first.
[[nodiscard]] std::vector<std::filesystem::path> postgresql_folders(
    const std::filesystem::path& configured);

/// The PATH's folders.
[[nodiscard]] std::vector<std::filesystem::path> path_folders();
/// Where distributions put PostgreSQL's programs, newest version first.
[[nodiscard]] std::vector<std::filesystem::path> distribution_folders();

/// Whether this user may run `file`.
[[nodiscard]] bool is_program(const std::filesystem::path& file);

}  // namespace aludel
