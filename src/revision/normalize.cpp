#include "revision/normalize.hpp"

#include <algorithm>

#include "revision/reach.hpp"

namespace aludel {

namespace {

/// For each revision the length of the longest way by down_revision from a base.
std::vector<std::uint32_t> depths(const Edges& parents, const Edges& children,
                                  std::size_t revisions) {
  std::vector<std::uint32_t> depth(revisions);
  for (const RevisionIndex revision : parents_first(parents, children, revisions)) {
    for (const RevisionIndex child : children[revision]) {
      depth[child] = std::max(depth[child], depth[revision] + 1);
    }
  }
  return depth;
}

/// Proper descendants by down_revision of `revisions`, as far as the deepest of these.
RevisionSet descendants_among(const Edges& children, const std::vector<std::uint32_t>& depth,
                              std::span<const RevisionIndex> revisions) {
  std::uint32_t deepest = 0;
  for (const RevisionIndex revision : revisions) deepest = std::max(deepest, depth[revision]);
  RevisionSet below(depth.size());
  std::vector<RevisionIndex> open(revisions.begin(), revisions.end());
  while (!open.empty()) {
    const RevisionIndex at = open.back();
    open.pop_back();
    for (const RevisionIndex child : children[at]) {
      if (depth[child] <= deepest && below.insert(child)) open.push_back(child);
    }
  }
  return below;
}

}  // namespace

Edges normalized_dependencies(const Edges& parents, const Edges& children,
                              const Edges& dependencies, std::size_t revisions) {
  std::vector<std::vector<RevisionIndex>> kept(revisions);
  std::vector<std::vector<RevisionIndex>> named_by(revisions);
  for (RevisionIndex i = 0; i < revisions; ++i) {
    kept[i].assign(dependencies[i].begin(), dependencies[i].end());
    for (const RevisionIndex dependency : dependencies[i]) named_by[dependency].push_back(i);
  }
  const std::vector<std::uint32_t> depth = depths(parents, children, revisions);
  for (RevisionIndex dependency = 0; dependency < revisions; ++dependency) {
    if (named_by[dependency].size() < 2) continue;
    const RevisionSet below = descendants_among(children, depth, named_by[dependency]);
    for (const RevisionIndex from : named_by[dependency]) {
      if (below.contains(from)) std::erase(kept[from], dependency);
    }
  }
  return Edges(kept);
}

}  // namespace aludel
