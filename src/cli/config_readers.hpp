#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/source.hpp"
#include "cli/project.hpp"

namespace aludel {

// The readers of the two configuration formats. Both fill in `project`, whose root and variables
// are set, and throw what load_project does.

void read_aludel_toml(const SourceText& source, Project& project);

/// @param section  the main one, "alembic" unless -n names another
void read_alembic_ini(const SourceText& source, std::string_view section, Project& project);

/// "random", "sequence", "sequence:4" or "date-sequence"; none for anything else.
[[nodiscard]] std::optional<RevisionIdScheme> parse_revision_id_scheme(std::string_view text);

/// What is wrong with a template of file names; empty if nothing is.
[[nodiscard]] std::string file_template_problem(std::string_view text);

}  // namespace aludel
