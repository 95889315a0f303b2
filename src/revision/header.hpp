#pragma once

#include <vector>

#include "aludel/error.hpp"
#include "base/source.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// Reads the header of a .sql revision: the paragraph of the leading comment block that holds
/// `revision:`, and the message, which is all before it. Also looks over the directives of the
/// body, without cutting it into statements, so that ten thousand files are read in a moment.
///
/// @param problems  everything wrong with the file is added here, each with its place; the revision
/// is then incomplete,
///                  its id empty when it has none.
/// The caller sets `path`.
[[nodiscard]] Revision read_sql_header(const SourceText& source, std::vector<Diagnostic>& problems);

/// True where the text has, or was to have, a header: a line of the leading comments begins with
/// one of its keys that other comments have not.
[[nodiscard]] bool has_header(const SourceText& source);

}  // namespace aludel
