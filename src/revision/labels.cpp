#include "revision/labels.hpp"

#include <algorithm>

#include "revision/reach.hpp"

namespace aludel {

namespace {

void add_ancestors_to_branch_point(RevisionIndex owner, const Edges& parents, const Edges& children,
                                   RevisionSet& carriers) {
  std::vector<RevisionIndex> open{owner};
  while (!open.empty()) {
    const RevisionIndex at = open.back();
    open.pop_back();
    for (const RevisionIndex parent : parents[at]) {
      if (children[parent].size() == 1 && carriers.insert(parent)) open.push_back(parent);
    }
  }
}

}  // namespace

Labels::Labels(std::span<const Revision> revisions, const NameIndex& owners, const Edges& parents,
               const Edges& children) {
  for (RevisionIndex i = 0; i < revisions.size(); ++i) {
    Branch branch;
    for (const std::string& label : revisions[i].branch_labels) {
      const auto owner = owners.find(label);
      if (owner == owners.end() || owner->second != i) continue;
      if (std::ranges::find(branch.labels, label) == branch.labels.end())
        branch.labels.push_back(label);
    }
    if (branch.labels.empty()) continue;
    branch.carriers = reachable(children, std::vector{i});
    add_ancestors_to_branch_point(i, parents, children, branch.carriers);
    branches_.push_back(std::move(branch));
  }
}

std::vector<std::string> Labels::of(RevisionIndex revision) const {
  std::vector<std::string> labels;
  for (const Branch& branch : branches_) {
    if (branch.carriers.contains(revision)) {
      labels.insert(labels.end(), branch.labels.begin(), branch.labels.end());
    }
  }
  return labels;
}

}  // namespace aludel
