#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "cli/variables.hpp"

namespace aludel {

struct CommandResult {
  int exit_status = 0;  ///< as a shell says it: 128 + N where signal N ended it
  std::string output;
  std::string errors;
};

/// Runs `command` by /bin/sh in `folder` with these variables, an empty input, and waits for its
/// end. Both its outputs are kept whole. It may ask on the terminal, as what keeps secrets does:
/// unlike that of run_child() it is in this process's own group.
/// @throws Error(external_command) where no process could be started; Error(interrupted) where a
/// stop was requested: it was told to end, and is not waited for
[[nodiscard]] CommandResult run_shell(const std::string& command,
                                      const std::filesystem::path& folder,
                                      const VariableMap& variables, const std::stop_token& stop);

}  // namespace aludel
