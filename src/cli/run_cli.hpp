#pragma once

#include <string>
#include <vector>

namespace aludel {

/// The whole command line: parses `words` (without the program's name), runs the command, writes
/// results and errors.
/// @return the exit code; throws nothing
[[nodiscard]] int run_command_line(const std::vector<std::string>& words) noexcept;

}  // namespace aludel
