#include "revision/version_rows.hpp"

#include <algorithm>
#include <utility>

#include "revision/lineage.hpp"

namespace aludel {

std::vector<RevisionIndex> version_rows(const RevisionGraph& graph, const RevisionSet& applied,
                                        const RevisionSet& own) {
  return maximal(graph, applied & own);
}

RunningRows::RunningRows(const RevisionGraph& graph, RevisionSet own, RevisionSet applied)
    : graph_(&graph),
      own_(std::move(own)),
      applied_(std::move(applied)),
      rows_(set_of(version_rows(graph, applied_, own_))),
      one_database_(own_.size() == graph.size()),
      applied_dependents_(one_database_ ? graph.size() : 0) {
  if (!one_database_) return;
  for (const RevisionIndex revision : applied_) {
    for (const RevisionIndex need : graph.needs(revision)) ++applied_dependents_[need];
  }
}

std::vector<RevisionIndex> RunningRows::rows() const {
  return {rows_.begin(), rows_.end()};
}

RowChange RunningRows::recompute() {
  RevisionSet now = set_of(version_rows(*graph_, applied_, own_));
  const RevisionSet removed = rows_ - now;
  const RevisionSet added = now - rows_;
  rows_ = std::move(now);
  return {.removed = {removed.begin(), removed.end()}, .added = {added.begin(), added.end()}};
}

RowChange RunningRows::insert(RevisionIndex revision) {
  if (!applied_.insert(revision)) return {};
  if (!one_database_) return recompute();
  RowChange change;
  if (rows_.insert(revision)) change.added.push_back(revision);
  for (const RevisionIndex need : graph_->needs(revision)) {
    ++applied_dependents_[need];
    if (rows_.erase(need)) change.removed.push_back(need);
  }
  std::ranges::sort(change.removed);
  return change;
}

RowChange RunningRows::erase(RevisionIndex revision) {
  if (!applied_.erase(revision)) return {};
  if (!one_database_) return recompute();
  RowChange change;
  if (rows_.erase(revision)) change.removed.push_back(revision);
  for (const RevisionIndex need : graph_->needs(revision)) {
    if (--applied_dependents_[need] == 0 && rows_.insert(need)) change.added.push_back(need);
  }
  std::ranges::sort(change.added);
  return change;
}

}  // namespace aludel
