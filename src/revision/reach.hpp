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

}  // namespace aludel
