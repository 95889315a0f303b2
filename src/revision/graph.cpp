#include "revision/graph.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "revision/normalize.hpp"
#include "revision/reach.hpp"

namespace aludel {

namespace {

std::optional<RevisionIndex> look_up(const NameIndex& names, std::string_view name) {
  const auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

Edges both(const Edges& parents, const Edges& dependencies, std::size_t revisions) {
  std::vector<std::vector<RevisionIndex>> needs(revisions);
  for (RevisionIndex i = 0; i < revisions; ++i) {
    needs[i].assign(parents[i].begin(), parents[i].end());
    for (const RevisionIndex dependency : dependencies[i]) {
      if (std::ranges::find(parents[i], dependency) == parents[i].end())
        needs[i].push_back(dependency);
    }
  }
  return Edges(needs);
}

}  // namespace

RevisionGraph::RevisionGraph(std::vector<Revision> revisions) : revisions_(std::move(revisions)) {
  names_ = collect_names(revisions_, problems_);
  Links links = collect_links(revisions_, names_, problems_);
  remove_cycles(revisions_, links, problems_);
  std::ranges::sort(problems_, {}, [](const GraphProblem& problem) {
    return std::tuple(problem.revision, problem.line, problem.code,
                      std::string_view(problem.message));
  });

  parents_ = Edges(links.parents);
  dependencies_ = Edges(links.dependencies);
  needs_ = both(parents_, dependencies_, size());
  children_ = parents_.reversed();
  dependents_ = needs_.reversed();
  normalized_needs_ =
      both(parents_, normalized_dependencies(parents_, children_, dependencies_, size()), size());
  labels_ = Labels(revisions_, names_.labels, parents_, children_);
}

std::optional<RevisionIndex> RevisionGraph::find(std::string_view id) const {
  return look_up(names_.ids, id);
}

std::optional<RevisionIndex> RevisionGraph::find_label(std::string_view label) const {
  return look_up(names_.labels, label);
}

RevisionSet RevisionGraph::all() const {
  RevisionSet every(size());
  for (RevisionIndex i = 0; i < size(); ++i) every.insert(i);
  return every;
}

RevisionSet RevisionGraph::of_database(std::string_view database) const {
  RevisionSet own(size());
  for (RevisionIndex i = 0; i < size(); ++i) {
    if (revisions_[i].database == database) own.insert(i);
  }
  return own;
}

RevisionSet RevisionGraph::closure(const RevisionSet& revisions) const {
  return reachable(needs_, revisions);
}
RevisionSet RevisionGraph::closure(std::span<const RevisionIndex> revisions) const {
  return reachable(needs_, revisions);
}
RevisionSet RevisionGraph::descendants(const RevisionSet& revisions) const {
  return reachable(dependents_, revisions);
}
RevisionSet RevisionGraph::descendants(std::span<const RevisionIndex> revisions) const {
  return reachable(dependents_, revisions);
}

}  // namespace aludel
