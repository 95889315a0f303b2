#include <algorithm>

#include "base/code.hpp"
#include "revision/applied.hpp"
#include "revision/lineage.hpp"
#include "revision/order.hpp"
#include "revision/plan_steps.hpp"
#include "revision/quoted.hpp"
#include "revision/walk.hpp"

namespace aludel {

namespace {

std::vector<RevisionIndex> targets_of(const RevisionGraph& graph, const RevisionSet& own,
                                      const RevisionSet& applied, const Target& target) {
  if (!target.relative()) return resolve_symbol(graph, own, target, "upgrade");
  const auto branch = branch_of(graph, target);
  if (target.symbol.empty() && target.steps < 0) {
    Diagnostic problem =
        diagnostic(Code::bad_target, quoted(target.text) + " goes down, and `upgrade` goes up");
    problem.next = "`aludel downgrade " + target.text + '`';
    throw Error(std::move(problem));
  }
  const Position start = target.symbol.empty() ? start_of_walk(graph, own, applied, target, branch)
                                               : resolve_position(graph, own, target, "upgrade");
  const Position end = walk(graph, own, start, target, branch).end;
  return end ? std::vector{*end} : std::vector<RevisionIndex>();
}

}  // namespace

StepPlan plan_upgrade(const RevisionGraph& graph, const RevisionSet& own,
                      std::span<const std::string> rows, std::string_view target) {
  const RevisionSet applied = applied_state(graph, own, rows).applied;
  const std::vector<RevisionIndex> targets = targets_of(graph, own, applied, parse_target(target));
  const RevisionSet needed = graph.closure(targets) - applied;
  std::vector<RevisionIndex> order = newest_first(graph, needed, set_of(targets));
  std::ranges::reverse(order);

  StepPlan plan;
  for (const RevisionIndex revision : order) {
    if (own.contains(revision)) plan.steps.push_back({revision, Direction::up});
  }
  const RevisionSet foreign = needed - own;
  plan.foreign.assign(foreign.begin(), foreign.end());
  return plan;
}

}  // namespace aludel
