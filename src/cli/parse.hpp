#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace aludel {

struct ParsedLine {
  const CommandSpec* command = nullptr;  ///< null: none was named
  const CommandGroup* group = nullptr;   ///< `aludel db`: the group alone; then `help` is set
  Arguments arguments;
  bool help = false;
  bool version = false;
};

/// Reads a command line (without the program's name) by the command table. Underscores in names of
/// commands and options are taken for dashes.
/// @throws Error(bad_usage, unknown_command) with the nearest name
[[nodiscard]] ParsedLine parse_command_line(const std::vector<std::string>& words);

/// The help of the program, of a group's commands, and of one command.
[[nodiscard]] std::string program_help();
[[nodiscard]] std::string group_help(const CommandGroup& group);
[[nodiscard]] std::string command_help(const CommandSpec& command);
/// All of these as one manual page, in roff.
[[nodiscard]] std::string man_page();

}  // namespace aludel
