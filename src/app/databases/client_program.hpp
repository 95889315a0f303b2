#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "db/url.hpp"

namespace aludel {

/// A program to be started in place of this one.
struct ProgramCall {
  std::vector<std::string> words;  ///< its path first; none of them holds a password
  std::map<std::string, std::string> environment = {};  ///< set over this process's own
};

/// The database's own shell on `url`: psql, sqlite3.
/// @param more     arguments for it, as they stand
/// @param folder   where psql is to be taken from (the setting `pg_bin`); empty: the PATH, then
///                 where distributions put it
/// @throws Error(external_command) where there is no such program, with all places;
/// (database_missing)
///         for an SQLite file that is not there, which sqlite3 would create
[[nodiscard]] ProgramCall database_shell(const DatabaseUrl& url,
                                         const std::vector<std::string>& more,
                                         const std::filesystem::path& folder);

/// Becomes that program; one without a slash is looked for in PATH. @throws Error(external_command)
/// where it cannot be started
[[noreturn]] void become(const ProgramCall& call);

}  // namespace aludel
