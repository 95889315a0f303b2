#pragma once

#include <span>

#include "aludel/catalog.hpp"
#include "aludel/compiled.hpp"

namespace aludel {

/// The program `aludel` with revisions of one's own: every command, option and message. Reads the
/// configuration of the current directory; writes to standard output and error; takes SIGINT and
/// SIGTERM while it runs. To be called from `main`, once, in a program that is linked with
/// `aludel::cli`. A password of `--url` is taken out of the arguments, so that no list of processes
/// shows it.
/// @param words      the program's name first, as `main` has them
/// @param revisions  those in C++ are found by the names of their files in the project's folders;
///                   files in SQL are read from there
/// @return the exit code; throws nothing
///
/// Example:
/// ```cpp file
/// int main(int count, char** words) { return aludel::run_cli(count, words, {}); }
/// ```
[[nodiscard]] int run_cli(int count, char** words, std::span<const CompiledRevision> revisions);

/// The same with what the database should be: `check`, `diff` and `revision --autogenerate` compare
/// with it, where the configuration names no other models.
/// @param models  called when they are needed
[[nodiscard]] int run_cli(int count, char** words, std::span<const CompiledRevision> revisions,
                          Catalog (*models)());

}  // namespace aludel
