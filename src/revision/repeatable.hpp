#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "revision/section.hpp"

namespace aludel {

enum class RunWhen { on_change, once, always };

/// A script of phase two: indexes, partitions, views, aggregates. It is run when it is new or has
/// changed since, in order of name or as it says.
struct RepeatableScript {
  std::string name;  ///< its file name: what the journal and other scripts call it by
  std::filesystem::path path;
  std::string message;  ///< the first line of the comment it begins with
  RunWhen run = RunWhen::on_change;
  std::vector<Directive> after;       ///< revisions that must be applied first
  std::vector<std::string> required;  ///< names of scripts that run first
  RevisionBody body;
  std::string digest;  ///< of its section for this database; empty: it has none
};

/// The .sql files that `patterns` name: absolute, with `*`, `?` and `[…]`; each once, sorted by
/// file name. @throws Error(revision_file_unreadable) where a folder cannot be read
[[nodiscard]] std::vector<std::filesystem::path> script_files(
    const std::vector<std::string>& patterns);

/// Reads scripts, and puts what they require before them; beyond that they stand in order of name.
/// @throws Error with every problem of all files: (bad_directive, unknown_directive, cannot_split,
/// refused_command), (duplicate_revision) for two files of one name, (unknown_script), (cycle)
[[nodiscard]] std::vector<RepeatableScript> read_scripts(
    const std::vector<std::filesystem::path>& files, SqlDialect dialect);

/// The script of that name, with or without `.sql`; null: none.
[[nodiscard]] const RepeatableScript* find_script(const std::vector<RepeatableScript>& scripts,
                                                  std::string_view name);
/// @throws Error(unknown_script) with the nearest name
[[nodiscard]] const RepeatableScript& script_named(const std::vector<RepeatableScript>& scripts,
                                                   std::string_view name);

}  // namespace aludel
