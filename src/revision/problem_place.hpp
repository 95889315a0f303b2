#pragma once

#include "aludel/error.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// A problem of the graph as a diagnostic, with the file and the line that it stands in. The file
/// is read again for the line's text; where it went away meanwhile its name and line number are
/// told.
[[nodiscard]] Diagnostic in_its_file(const RevisionGraph& graph, const GraphProblem& problem);

}  // namespace aludel
