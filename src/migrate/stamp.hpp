#pragma once

#include <string>
#include <vector>

#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace aludel {

struct StampResult {
  std::vector<std::string> rows_before;
  std::vector<std::string> rows_after;
};

/// Sets the version rows to what `targets` say, and runs nothing. `purge` forgets the rows that are
/// there first, unknown ones and a revision that stopped half-way included.
/// @throws Error as plan_stamp; (half_way) without purge
[[nodiscard]] StampResult stamp(Session& session, const RevisionGraph& graph,
                                const RevisionSet& own, const std::vector<std::string>& targets,
                                bool purge);

enum class RepairAnswer {
  applied,      ///< the statement has done its work
  rolled_back,  ///< nothing of it is there
  run_again,    ///< it may have done a part, and can be run again as it is
};
/// As the journal's `detail` has it.
[[nodiscard]] std::string_view name_of(RepairAnswer answer);

struct RepairResult {
  bool anything = false;  ///< false: there was nothing to decide
  std::string revision;
  int statement = 0;
  std::vector<std::string> rows_after;
};

/// A person's answer to what became of the autocommit statement that was begun and not seen to end;
/// journalled with `reason`.
[[nodiscard]] RepairResult repair(Session& session, const RevisionGraph& graph,
                                  const RevisionSet& own, RepairAnswer answer,
                                  const std::string& reason);

}  // namespace aludel
