#pragma once

#include <functional>
#include <string>

#include "cli/workspace.hpp"
#include "revision/new_file.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// What a new revision does, in the language that it is written in.
using SectionsOf = std::function<NewSections(bool in_cpp)>;

/// Writes the file of a new revision as the project and the options of the call have it (id, name,
/// folder, language), prints its path and sets the result.
/// @param revision  with what it is based on
/// @param sections  empty: for a person to fill in
/// @throws Error; no file was written then
void write_new_revision(Invocation& invocation, Workspace& workspace, Revision revision,
                        const SectionsOf& sections = {});

[[noreturn]] void refuse_new_revision(Code code, std::string message, std::string hint,
                                      std::string next);

}  // namespace aludel
