#include "revision/labels.hpp"

#include <algorithm>
#include <ranges>

#include "revision/reach.hpp"

namespace aludel {

namespace {

std::vector<std::string> labels_written_in(RevisionIndex revision,
                                           std::span<const Revision> revisions,
                                           const NameIndex& owners) {
  std::vector<std::string> labels;
  for (const std::string& label : revisions[revision].branch_labels) {
    const auto owner = owners.find(label);
    if (owner == owners.end() || owner->second != revision) continue;
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  }
  return labels;
}

}  // namespace

Labels::Labels(std::span<const Revision> revisions, const NameIndex& owners, const Edges& parents,
               const Edges& children) {
  if (owners.empty()) return;
  carried_.resize(revisions.size());
  for (RevisionIndex i = 0; i < revisions.size(); ++i) {
    std::vector<std::string> labels = labels_written_in(i, revisions, owners);
    if (labels.empty()) continue;
    carried_[i].insert(static_cast<RevisionIndex>(branches_.size()));
    branches_.push_back(std::move(labels));
  }
  // Two passes that do not see each other's results: what comes from an ancestor must not go down
  // again elsewhere.
  std::vector<RevisionSet> from_above = carried_;
  const std::vector<RevisionIndex> order = parents_first(parents, children, revisions.size());
  for (const RevisionIndex revision : order | std::views::reverse) {
    const auto above = children[revision];
    if (above.size() == 1) from_above[revision] |= from_above[above.front()];
  }
  for (const RevisionIndex revision : order) {
    for (const RevisionIndex parent : parents[revision]) carried_[revision] |= carried_[parent];
  }
  for (RevisionIndex i = 0; i < revisions.size(); ++i) carried_[i] |= from_above[i];
}

std::vector<std::string> Labels::of(RevisionIndex revision) const {
  std::vector<std::string> labels;
  if (carried_.empty()) return labels;
  for (const RevisionIndex branch : carried_[revision]) {
    labels.insert(labels.end(), branches_[branch].begin(), branches_[branch].end());
  }
  return labels;
}

}  // namespace aludel
