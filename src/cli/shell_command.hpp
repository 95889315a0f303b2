#pragma once

#include <filesystem>
#include <string>

#include "cli/variables.hpp"

namespace aludel {

struct CommandResult {
  int exit_status = 0;  ///< as a shell says it: 128 + N where signal N ended it
  std::string output;
  std::string errors;
};

/// Runs `command` by /bin/sh in `folder` with these variables, an empty input, and waits for its
/// end. Both its outputs are kept whole.
/// @throws Error(external_command) where no process could be started.
[[nodiscard]] CommandResult run_shell(const std::string& command,
                                      const std::filesystem::path& folder,
                                      const VariableMap& variables);

}  // namespace aludel
