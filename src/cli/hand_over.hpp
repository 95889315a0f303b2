#pragma once

#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/project.hpp"

namespace aludel {

/// A project whose revisions are in C++ has a program of its own (`program`): this one becomes it.
/// Where a source of it is newer, and `build` says how, it is built first; what the build prints is
/// shown where it fails.
/// @param words  of this call, without the program's name
/// @return where the project names no program
/// @throws Error(external_command): not built, or not there
void hand_over(const Project& project, const std::vector<std::string>& words, Console& console);

}  // namespace aludel
