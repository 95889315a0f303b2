#pragma once

#include <filesystem>

#include "db/url.hpp"

namespace aludel {

/// True where the database is an SQLite file that is not there yet: nothing is applied, and reading
/// creates nothing.
[[nodiscard]] inline bool is_missing_file(const DatabaseUrl& url) {
  std::error_code ignored;
  return url.kind == DatabaseUrl::Kind::sqlite && !url.sqlite_path.empty() &&
         !std::filesystem::exists(url.sqlite_path, ignored);
}

}  // namespace aludel
