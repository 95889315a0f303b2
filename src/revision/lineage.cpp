#include "revision/lineage.hpp"

namespace aludel {

namespace {

template <typename Next>
RevisionSet reach(std::size_t size, RevisionIndex start, Next next) {
  RevisionSet seen(size);
  seen.insert(start);
  std::vector<RevisionIndex> open{start};
  while (!open.empty()) {
    const RevisionIndex at = open.back();
    open.pop_back();
    for (const RevisionIndex neighbour : next(at)) {
      if (seen.insert(neighbour)) open.push_back(neighbour);
    }
  }
  return seen;
}

}  // namespace

RevisionSet ancestors_by_parents(const RevisionGraph& graph, RevisionIndex revision) {
  return reach(graph.size(), revision, [&](RevisionIndex at) { return graph.parents(at); });
}

RevisionSet lineage(const RevisionGraph& graph, RevisionIndex revision) {
  return ancestors_by_parents(graph, revision) |
         reach(graph.size(), revision, [&](RevisionIndex at) { return graph.children(at); });
}

std::vector<RevisionIndex> maximal(const RevisionGraph& graph, const RevisionSet& set) {
  RevisionSet needed(graph.size());
  for (const RevisionIndex member : set) {
    for (const RevisionIndex need : graph.needs(member)) needed.insert(need);
  }
  const RevisionSet below = graph.closure(needed);
  std::vector<RevisionIndex> found;
  for (const RevisionIndex member : set) {
    if (!below.contains(member)) found.push_back(member);
  }
  return found;
}

RevisionSet set_of(const std::vector<RevisionIndex>& members) {
  RevisionSet set;
  for (const RevisionIndex member : members) set.insert(member);
  return set;
}

}  // namespace aludel
