#pragma once

#include "cli/console.hpp"
#include "migrate/offline.hpp"

namespace aludel {

/// Prints a script on the output, and what to know of it as notes.
/// @throws Error(bad_usage) with --json: the output is one document or the other
int print_script(Console& console, const OfflineScript& script);

}  // namespace aludel
