#pragma once

#include <vector>

#include "base/source.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// Makes in a scratch database what `files` say, in whatever order they say it: a statement that
/// needs what is not there yet is tried again behind the others. Each file begins with the settings
/// that the session was opened with. BEGIN and COMMIT in them count for nothing.
///
/// @throws Error(models_refused, refused_command, cannot_split) at its place: a statement that the
///         database refuses, one that reaches beyond the database at hand, as CREATE ROLE does; on
///         SQLite also a view or trigger that names what is not there
void execute_models(Session& scratch, const std::vector<SourceText>& files);

}  // namespace aludel
