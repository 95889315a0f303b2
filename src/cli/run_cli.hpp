#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/compiled.hpp"

namespace aludel {

/// The whole command line: parses `words` (without the program's name), runs the command, writes
/// results and errors.
/// @param compiled  the revisions that came with this program; none: it is no project's own, and
/// hands
///                  over to that where the configuration names one
/// @param models  what the database should be; null: the program does not say it
/// @return the exit code; throws nothing
[[nodiscard]] int run_command_line(
    const std::vector<std::string>& words,
    std::optional<std::span<const CompiledRevision>> compiled = std::nullopt,
    Catalog (*models)() = nullptr) noexcept;

/// The program `aludel`. @param words  its name first; passwords are taken out of them
[[nodiscard]] int run_stock_program(int count, char** words);

}  // namespace aludel
