#pragma once

#include <filesystem>
#include <vector>

namespace aludel {

/// Where programs of PostgreSQL may be, best first: `configured` alone where it is not empty, else
/// the PATH, then the folders of distributions, newest version first.
[[nodiscard]] std::vector<std::filesystem::path> postgresql_folders(
    const std::filesystem::path& configured);

/// Whether this user may run `file`.
[[nodiscard]] bool is_program(const std::filesystem::path& file);

}  // namespace aludel
