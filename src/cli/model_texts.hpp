#pragma once

#include <string>
#include <vector>

#include "base/source.hpp"
#include "cli/workspace.hpp"

namespace aludel {

/// The models of the database at hand, as its settings name them: files, or what a command prints.
/// @throws Error(no_models); and as the two below
[[nodiscard]] std::vector<SourceText> configured_models(Workspace& workspace);

/// What a command prints, as a text with places. It runs in the project's root, with the variables
/// of .env.
/// @throws Error(external_command) with what it said; Error(no_models) where it printed no text;
///         Error(interrupted)
[[nodiscard]] SourceText printed_models(const Project& project, const std::string& command);

/// The files that a word of the command line names: a file, a folder, a pattern.
/// @throws Error(no_models) where there is none
[[nodiscard]] std::vector<SourceText> files_of_word(const std::string& word);

}  // namespace aludel
