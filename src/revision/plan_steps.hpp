#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/event.hpp"
#include "revision/graph.hpp"

namespace aludel {

struct Step {
  RevisionIndex revision;
  Direction direction;

  bool operator==(const Step&) const = default;
};

/// What a command would run.
struct StepPlan {
  std::vector<Step> steps;  ///< own revisions, in the order to run them
  /// Revisions of other databases that stand in the way, in file order. Up: what the steps need and
  /// the rows of this database do not imply; it must be applied there. Down: what needs an undone
  /// revision; it must not be applied there.
  std::vector<RevisionIndex> foreign;

  bool operator==(const StepPlan&) const = default;
};

/// What brings a database to `target`: all that the target needs and that is not applied, oldest
/// first. A target that is applied already, and `base`, give an empty plan. Without a branch `+N`
/// counts from the only row.
///
/// @param own   the revisions of the database at hand; `graph.all()` where there is one.
/// @param rows  its version table.
/// @throws Error  as applied_state, parse_target, resolve_symbol and walk do; bad_target for `-N`.
/// Cost: that of newest_first. No other effects; equal input gives equal output.
[[nodiscard]] StepPlan plan_upgrade(const RevisionGraph& graph, const RevisionSet& own,
                                    std::span<const std::string> rows, std::string_view target);

/// What takes a database down to `target`: all that is applied above it, and all that needs any of
/// that, newest first; never what these depended on. `X@` keeps to the side of X where the target
/// is a branch point; `X@base` undoes all above the root of X. A row as target gives an empty plan.
///
/// @throws Error  as plan_upgrade; bad_target for `+N`, for `head` and `heads`, where the target is
/// not applied, and
///                where nothing above it is, while another revision needs it (naming which).
[[nodiscard]] StepPlan plan_downgrade(const RevisionGraph& graph, const RevisionSet& own,
                                      std::span<const std::string> rows, std::string_view target);

}  // namespace aludel
