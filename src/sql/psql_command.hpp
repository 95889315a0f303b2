#pragma once

#include "base/source.hpp"

namespace aludel {

/// Judges a psql command, the rest of a line from its backslash on. \restrict and \unrestrict,
/// which pg_dump writes around a dump, are accepted between statements.
///
/// @throws Error (refused_command) at the command's name for every other one, and inside a
/// statement for all.
void accept_psql_command(const SourceText& source, Span command, bool inside_statement);

}  // namespace aludel
