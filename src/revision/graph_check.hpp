#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revision/graph_problem.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// What RevisionGraph is built from, in the order of the calls. Each step adds what is wrong to
/// `problems` and goes on with what can be used, so that one report holds everything.

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using NameIndex = std::unordered_map<std::string, RevisionIndex, StringHash, std::equal_to<>>;

struct Names {
  NameIndex ids;     ///< of several files with one id, the first
  NameIndex labels;  ///< of several owners of one label, the first; none that is also an id
};

struct Links {
  std::vector<std::vector<RevisionIndex>>
      parents;  ///< without those that are missing or listed twice
  std::vector<std::vector<RevisionIndex>> dependencies;  ///< likewise, labels resolved
};

[[nodiscard]] Names collect_names(std::span<const Revision> revisions,
                                  std::vector<GraphProblem>& problems);
[[nodiscard]] Links collect_links(std::span<const Revision> revisions, const Names& names,
                                  std::vector<GraphProblem>& problems);
/// Removes every edge between revisions that need each other in a circle: what is left is a graph
/// without cycles, on which every other algorithm ends.
void remove_cycles(std::span<const Revision> revisions, Links& links,
                   std::vector<GraphProblem>& problems);

}  // namespace aludel
