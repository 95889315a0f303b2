#pragma once

#include <span>
#include <string>
#include <vector>

#include "revision/edges.hpp"
#include "revision/graph_check.hpp"

namespace aludel {

/// Who carries which branch label: the revision it is written in, its descendants by down_revision,
/// and its ancestors up to, but not including, the preceding branch point (Alembic's documentation;
/// its code stops elsewhere, depending on what comes later).
class Labels {
 public:
  Labels() = default;
  Labels(std::span<const Revision> revisions, const NameIndex& owners, const Edges& parents,
         const Edges& children);

  /// In file order of where the labels are written.
  [[nodiscard]] std::vector<std::string> of(RevisionIndex revision) const;

 private:
  std::vector<std::vector<std::string>>
      branches_;  ///< the labels written in one revision, in file order of these
  std::vector<RevisionSet> carried_;  ///< for each revision numbers into branches_
};

}  // namespace aludel
