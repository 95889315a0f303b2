#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace aludel {

/// The programs of a PostgreSQL server of one version.
struct DevPrograms {
  std::filesystem::path folder;
  int major = 0;
  std::string version;  ///< "15.18"
};

/// The newest that is installed, or of `major` where data of that version is there.
/// @param configured  the setting `pg_bin`
/// @throws Error(external_command) with what was found where, and what to install
[[nodiscard]] DevPrograms dev_programs(const std::string& configured, std::optional<int> major);

}  // namespace aludel
