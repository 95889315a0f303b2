#pragma once

#include <vector>

#include "migrate/session.hpp"
#include "migrate/state.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// Where the version rows, which are the truth, and the journal, which is the evidence, tell
/// different stories.
struct Disagreement {
  std::vector<RevisionIndex> other_tool;  ///< rows that the journal has never seen: another tool
                                          ///< ran, or somebody wrote the row
  std::vector<RevisionIndex> never_run;  ///< count as applied because of a row above them, and have
                                         ///< never run: files that came later

  [[nodiscard]] bool empty() const { return other_tool.empty() && never_run.empty(); }
};

/// Reads the names in the journal and compares. One round trip.
[[nodiscard]] Disagreement compare_with_journal(Session& session, const RevisionGraph& graph,
                                                const RevisionSet& own, const DatabaseState& state);

}  // namespace aludel
