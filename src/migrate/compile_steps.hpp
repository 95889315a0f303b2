#pragma once

#include <map>
#include <vector>

#include "migrate/compile_code.hpp"
#include "migrate/run.hpp"

namespace aludel {

using Scripts = std::map<RevisionIndex, Script>;

/// Reads and cuts the files of all `steps` that are not in `scripts` yet, so that what cannot run
/// is known before the first change. Those in C++ are rendered for the database that `start` tells
/// of and what the steps before them make of it.
/// @param check  what else is to be true of each new script; throws Error where it is not
/// @throws Error with the problems of all files in one report
void compile_steps(const RunRequest& request, const std::vector<Step>& steps,
                   const Dialect& dialect, int server_version, StartState start, Scripts& scripts,
                   const std::function<void(const Script&)>& check = {});

}  // namespace aludel
