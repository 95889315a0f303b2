#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "revision/section.hpp"

namespace aludel {

enum class RunWhen { on_change, once, always };

/// What a CSV file of rows says of where they belong.
struct CsvSeed {
  std::vector<std::string> table;  ///< the name's parts: schema and table, or the table alone
  bool table_was_named = false;    ///< by the `key` directive, not by the file's name
  std::vector<std::string> key;    ///< columns; empty: the table's primary key
  Span key_span;                   ///< of the directive, in the body's source
};

/// A script of phase two: indexes, partitions, views, aggregates. It is run when it is new or has
/// changed since, in order of name or as it says. A seed is the same, of data.
struct RepeatableScript {
  std::string name;  ///< its file name: what the journal and other scripts call it by
  std::filesystem::path path;
  std::string message;  ///< the first line of the comment it begins with
  RunWhen run = RunWhen::on_change;
  std::vector<Directive> after;       ///< revisions that must be applied first
  std::vector<std::string> required;  ///< names of scripts that run first
  RevisionBody body;
  std::string digest;  ///< of its section for this database; empty: it has none
  /// Of a CSV file, whose digest is that of its bytes; its body's source is its comments.
  std::optional<CsvSeed> csv = std::nullopt;
};

/// The .sql files that `patterns` name: absolute, with `*`, `?` and `[…]`; each once, sorted by
/// file name. @throws Error(revision_file_unreadable) where a folder cannot be read
[[nodiscard]] std::vector<std::filesystem::path> script_files(
    const std::vector<std::string>& patterns);
/// The same of .sql and .csv files.
[[nodiscard]] std::vector<std::filesystem::path> seed_files(
    const std::vector<std::string>& patterns);

/// Reads scripts, and puts what they require before them; beyond that they stand in order of name.
/// @throws Error with every problem of all files: (bad_directive, unknown_directive, cannot_split,
/// refused_command), (duplicate_revision) for two files of one name, (unknown_script), (cycle)
[[nodiscard]] std::vector<RepeatableScript> read_scripts(
    const std::vector<std::filesystem::path>& files, SqlDialect dialect);

struct SeedFile {
  std::filesystem::path path;
  std::string name;  ///< "prices.csv", "dev/prices.csv"
};
/// Reads seeds; where nothing else is said they stay in the order in which they are given. A CSV
/// file is read whole for its digest, and as rows only when it is loaded.
/// @throws Error as read_scripts; (bad_csv) where a file cannot be read
[[nodiscard]] std::vector<RepeatableScript> read_seeds(const std::vector<SeedFile>& files,
                                                       SqlDialect dialect);

/// The script of that name, with or without `.sql` or `.csv`; null: none.
[[nodiscard]] const RepeatableScript* find_script(const std::vector<RepeatableScript>& scripts,
                                                  std::string_view name);
/// @throws Error(unknown_script) with the nearest name
[[nodiscard]] const RepeatableScript& script_named(const std::vector<RepeatableScript>& scripts,
                                                   std::string_view name,
                                                   std::string_view kind = "script");

}  // namespace aludel
