#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "app/databases/client_connection.hpp"
#include "base/child_process.hpp"
#include "db/url.hpp"

namespace aludel {

/// pg_dump and pg_restore of one version.
struct PostgresqlTools {
  std::filesystem::path folder;
  int major = 0;
  std::string version = {};  ///< "15.18"

  [[nodiscard]] std::string dump() const { return folder / "pg_dump"; }
  [[nodiscard]] std::string restore() const { return folder / "pg_restore"; }
};

/// The tools that fit: of version `at_least`, else of the next newer one (a newer dump holds what
/// an older server may not know). Looked for in `configured` (the setting `pg_bin`) alone, where it
/// is set, else on the PATH and where Debian and Red Hat put them.
/// @param why  "the server is PostgreSQL 15"
/// @throws Error(external_command) that says which version is needed, and what was found where
[[nodiscard]] PostgresqlTools find_postgresql_tools(int at_least, const std::string& why,
                                                    const std::string& configured);

/// @throws Error(external_command, disk_full) with what the program said, where it failed
void run_postgresql_tool(ChildRequest request);

}  // namespace aludel
