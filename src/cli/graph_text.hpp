#pragma once

#include <string>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// Draws revisions as a graph in text, newest first: one line each, with lines between a revision
/// and its parents. `●` is applied, `○` is not.
///
/// @param revisions  in an order in which every revision stands before what it needs
/// @param text       what stands behind each revision's mark
[[nodiscard]] std::vector<std::string> draw_graph(const RevisionGraph& graph,
                                                  const std::vector<RevisionIndex>& revisions,
                                                  const RevisionSet& applied,
                                                  const std::vector<std::string>& text);

}  // namespace aludel
