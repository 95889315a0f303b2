#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"
#include "cli/project.hpp"
#include "revision/repeatable.hpp"

namespace aludel {

/// The names of the scripts, or seeds, that words of a command line mean: their names, or paths of
/// their files as a shell completes them. A word that is no path stays as it is.
/// @throws Error(unknown_script) for a path of something else
[[nodiscard]] std::vector<std::string> script_names(const std::vector<std::string>& words,
                                                    const std::vector<RepeatableScript>& scripts,
                                                    std::string_view kind = "script");

/// A warning for each pattern of the setting `scripts` that names no script, with the nearest
/// folder.
[[nodiscard]] std::vector<Diagnostic> patterns_without_scripts(const Project& project,
                                                               const DatabaseSettings& database);

}  // namespace aludel
