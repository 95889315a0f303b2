#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/applied.hpp"
#include "revision/describe.hpp"
#include "revision/lineage.hpp"
#include "revision/order.hpp"
#include "revision/plan_steps.hpp"
#include "revision/quoted.hpp"
#include "revision/walk.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse(const Target& target, const std::string& why, std::string hint = {},
                         std::string next = {}) {
  Diagnostic problem =
      diagnostic(Code::bad_target, "cannot downgrade to " + quoted(target.text) + ": " + why);
  problem.hint = std::move(hint);
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

struct Undone {
  std::vector<RevisionIndex> lowest;  ///< they and all that needs them are to be undone
  Position target;                    ///< where the command leads to; none: base
};

std::vector<RevisionIndex> bases(const RevisionGraph& graph) {
  std::vector<RevisionIndex> found;
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    if (graph.parents(i).empty()) found.push_back(i);
  }
  return found;
}

/// Of the revisions just above the target only those of the branch that was named.
void keep_side(const RevisionGraph& graph, std::optional<RevisionIndex> branch,
               std::vector<RevisionIndex>& lowest) {
  if (!branch) return;
  const RevisionSet side = lineage(graph, *branch);
  std::erase_if(lowest, [&](RevisionIndex one) { return !side.contains(one); });
}

/// `-N` and `X@-N`: one way down from one row, so that only the revision just above its end is
/// undone.
Undone walk_from_rows(const RevisionGraph& graph, const RevisionSet& own,
                      const RevisionSet& applied, const Target& target,
                      std::optional<RevisionIndex> branch) {
  if (target.steps > 0) {
    refuse(target, "it goes up", {}, "`aludel upgrade " + target.text + '`');
  }
  const Position start = start_of_walk(graph, own, applied, target, branch);
  if (!start) {
    refuse(target, branch ? "nothing of the branch " + quoted(target.branch) + " is applied"
                          : "nothing is applied");
  }
  const Walk down = walk(graph, own, start, target, branch);
  return {.lowest = {*down.before_end}, .target = down.end};
}

Undone undone_by(const RevisionGraph& graph, const RevisionSet& own, const AppliedState& state,
                 const Target& target) {
  const auto branch = branch_of(graph, target);
  if (target.symbol.empty()) return walk_from_rows(graph, own, state.applied, target, branch);
  if (!target.relative() && (target.symbol == "head" || target.symbol == "heads")) {
    refuse(target, "that is the newest revision, and downgrade undoes",
           "name the revision that is to stay, or how many to undo: `-1`");
  }
  Position end = resolve_position(graph, own, target, "downgrade");
  if (target.relative()) end = walk(graph, own, end, target, branch).end;
  Undone undone{.lowest = {}, .target = end};
  if (end) {
    const auto above = graph.children(*end);
    undone.lowest.assign(above.begin(), above.end());
  } else {
    undone.lowest = bases(graph);
  }
  keep_side(graph, branch, undone.lowest);
  return undone;
}

void require_reachable(const RevisionGraph& graph, const AppliedState& state, const Target& target,
                       RevisionIndex end) {
  const std::string id = quoted(graph[end].id);
  if (!state.applied.contains(end)) {
    refuse(target, "revision " + id + " is not applied", {},
           "`aludel upgrade " + graph[end].id + "` would apply it");
  }
  RevisionSet rows = set_of(state.rows);
  if (rows.contains(end)) return;
  rows &= graph.descendants(std::vector{end});
  std::vector<std::string> names;
  for (const RevisionIndex row : rows) names.push_back(describe(graph, row));
  Diagnostic problem = diagnostic(
      Code::bad_target,
      "cannot downgrade to " + quoted(target.text) + ": nothing " +
          (target.branch.empty() ? "" : "of the branch " + quoted(target.branch) + ' ') + "above " +
          id + " is applied" + (target.branch.empty() ? " but what depends on it" : ""));
  problem.notes = std::move(names);
  problem.next = "name a revision below those that are to be undone, or `BRANCH@-1`";
  throw Error(std::move(problem));
}

}  // namespace

StepPlan plan_downgrade(const RevisionGraph& graph, const RevisionSet& own,
                        std::span<const std::string> rows, std::string_view target) {
  const Target parsed = parse_target(target);
  const AppliedState state = applied_state(graph, own, rows);
  const Undone undone = undone_by(graph, own, state, parsed);
  const RevisionSet above = graph.descendants(undone.lowest);
  const RevisionSet dropped = above & state.applied;
  if (undone.target && (dropped & own).empty()) {
    require_reachable(graph, state, parsed, *undone.target);
  }

  StepPlan plan;
  const RevisionSet newest = set_of(maximal(graph, state.applied));
  for (const RevisionIndex revision : newest_first(graph, dropped, newest)) {
    if (own.contains(revision)) plan.steps.push_back({revision, Direction::down});
  }
  if (!plan.steps.empty() && own.size() < graph.size()) {
    const RevisionSet foreign = graph.descendants(dropped & own) - own;
    plan.foreign.assign(foreign.begin(), foreign.end());
  }
  return plan;
}

}  // namespace aludel
