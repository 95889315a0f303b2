#include "revision/describe.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "revision/lineage.hpp"

namespace aludel {

namespace {

constexpr std::size_t listed_at_most = 10;

}  // namespace

std::string describe(const RevisionGraph& graph, RevisionIndex revision) {
  std::string text = graph[revision].id;
  if (const auto labels = graph.labels_of(revision); !labels.empty()) {
    text += " (" + join(labels, ", ") + ')';
  }
  const std::string& message = graph[revision].message;
  if (!message.empty()) text += ", \"" + message.substr(0, message.find('\n')) + '"';
  return text;
}

std::vector<std::string> describe_all(const RevisionGraph& graph,
                                      std::span<const RevisionIndex> revisions) {
  std::vector<std::string> lines;
  for (const RevisionIndex revision : revisions.first(std::min(revisions.size(), listed_at_most))) {
    lines.push_back(describe(graph, revision));
  }
  if (revisions.size() > listed_at_most) {
    lines.push_back("… and " + std::to_string(revisions.size() - listed_at_most) + " more");
  }
  return lines;
}

std::string branch_name(const RevisionGraph& graph, RevisionIndex candidate,
                        std::span<const RevisionIndex> all) {
  for (const std::string& label : graph.labels_of(candidate)) {
    const RevisionSet branch = lineage(graph, *graph.find_label(label));
    if (std::ranges::count_if(all, [&](RevisionIndex one) { return branch.contains(one); }) == 1) {
      return label;
    }
  }
  return graph[candidate].id;
}

}  // namespace aludel
