#pragma once

#include <optional>

#include "cli/project.hpp"
#include "db/url.hpp"

namespace aludel {

/// The URL of one of the project's databases: its `url` expanded, or the trimmed output of its
/// `url_command`, or the trimmed text of its `url_file` (relative to the project's root). Relative
/// SQLite files are relative to that root.
///
/// `url_command` is run by /bin/sh in the root as it is written: the shell expands variables, those
/// of .env too.
///
/// @throws Error(undefined_variable); Error(bad_url) with the place of the setting, also where none
/// is set;
///         Error(external_command) with what the command said; Error(config_unreadable) for the
///         file. No message holds a password, nor anything that the command printed on its standard
///         output.
[[nodiscard]] DatabaseUrl database_url(const Project& project, const DatabaseSettings& database);

/// Where commands that change the database connect: its `migration_url`, else its URL.
/// @throws Error as database_url
[[nodiscard]] DatabaseUrl migration_url(const Project& project, const DatabaseSettings& database);

/// The server where scratch databases may be made, where one is set.
/// @throws Error as database_url
[[nodiscard]] std::optional<DatabaseUrl> scratch_url(const Project& project,
                                                     const DatabaseSettings& database);

}  // namespace aludel
