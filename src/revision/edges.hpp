#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "revision/revision_set.hpp"

namespace aludel {

/// For each revision a list of others, in one block of memory.
class Edges {
 public:
  Edges() = default;
  explicit Edges(const std::vector<std::vector<RevisionIndex>>& lists) {
    starts_.reserve(lists.size() + 1);
    for (const auto& list : lists) {
      ends_.insert(ends_.end(), list.begin(), list.end());
      starts_.push_back(ends_.size());
    }
  }

  [[nodiscard]] std::span<const RevisionIndex> operator[](RevisionIndex revision) const {
    return std::span(ends_).subspan(starts_[revision], starts_[revision + 1] - starts_[revision]);
  }

  /// The same edges from their ends; each list is in file order.
  [[nodiscard]] Edges reversed() const {
    std::vector<std::vector<RevisionIndex>> lists(starts_.size() - 1);
    for (RevisionIndex from = 0; from + 1 < starts_.size(); ++from) {
      for (const RevisionIndex to : (*this)[from]) lists[to].push_back(from);
    }
    return Edges(lists);
  }

 private:
  std::vector<std::size_t> starts_{0};
  std::vector<RevisionIndex> ends_;
};

}  // namespace aludel
