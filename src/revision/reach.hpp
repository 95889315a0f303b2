#pragma once

#include <vector>

#include "revision/edges.hpp"
#include "revision/revision_set.hpp"

namespace aludel {

/// `starts` and all that can be reached from them along `edges`. Linear in the edges visited,
/// without recursion.
template <typename Starts>
[[nodiscard]] RevisionSet reachable(const Edges& edges, const Starts& starts) {
  RevisionSet seen;
  std::vector<RevisionIndex> open;
  for (const RevisionIndex start : starts) {
    if (seen.insert(start)) open.push_back(start);
  }
  while (!open.empty()) {
    const RevisionIndex at = open.back();
    open.pop_back();
    for (const RevisionIndex next : edges[at]) {
      if (seen.insert(next)) open.push_back(next);
    }
  }
  return seen;
}

/// All revisions, each after its parents. Linear in the edges, which must not form a circle.
[[nodiscard]] inline std::vector<RevisionIndex> parents_first(const Edges& parents,
                                                              const Edges& children,
                                                              std::size_t revisions) {
  std::vector<std::size_t> waiting_for(revisions);
  std::vector<RevisionIndex> order;
  order.reserve(revisions);
  for (RevisionIndex i = 0; i < revisions; ++i) {
    waiting_for[i] = parents[i].size();
    if (waiting_for[i] == 0) order.push_back(i);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const RevisionIndex child : children[order[i]]) {
      if (--waiting_for[child] == 0) order.push_back(child);
    }
  }
  return order;
}

}  // namespace aludel
