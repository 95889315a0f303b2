#include "revision/stamp_plan.hpp"

#include "base/code.hpp"
#include "revision/applied.hpp"
#include "revision/lineage.hpp"
#include "revision/quoted.hpp"
#include "revision/version_rows.hpp"
#include "revision/walk.hpp"

namespace aludel {

namespace {

struct Effect {
  std::vector<RevisionIndex> wanted;    ///< are rows afterwards
  std::vector<RevisionIndex> replaces;  ///< rows that share a lineage with these go
  std::vector<RevisionIndex> undone;    ///< these and all that needs them are applied no more
};

void add_relative(const RevisionGraph& graph, const RevisionSet& own, const RevisionSet& applied,
                  const Target& target, std::optional<RevisionIndex> branch, Effect& effect) {
  const Position start = start_of_walk(graph, own, applied, target, branch);
  const Walk way = walk(graph, own, start, target, branch);
  if (target.steps < 0) {
    effect.undone.push_back(*way.before_end);
  } else if (way.end) {
    effect.wanted.push_back(*way.end);
  }
}

void add_absolute(const RevisionGraph& graph, const RevisionSet& own, const Target& target,
                  std::optional<RevisionIndex> branch, Effect& effect) {
  std::vector<RevisionIndex> wanted;
  if (target.relative()) {
    const Position start = resolve_position(graph, own, target, "stamp");
    if (const Position end = walk(graph, own, start, target, branch).end) wanted.push_back(*end);
  } else {
    wanted = resolve_symbol(graph, own, target, "stamp");
  }
  if (wanted.empty() && branch) effect.replaces.push_back(*branch);
  effect.wanted.insert(effect.wanted.end(), wanted.begin(), wanted.end());
  effect.replaces.insert(effect.replaces.end(), wanted.begin(), wanted.end());
}

void refuse_overlap(const RevisionGraph& graph, const std::vector<RevisionIndex>& wanted) {
  const RevisionSet highest = set_of(maximal(graph, set_of(wanted)));
  for (const RevisionIndex lower : wanted) {
    if (highest.contains(lower)) continue;
    const RevisionSet above = graph.descendants(std::vector{lower});
    for (const RevisionIndex higher : highest) {
      if (!above.contains(higher)) continue;
      Diagnostic problem = diagnostic(
          Code::bad_target, "of the targets " + quoted(graph[higher].id) + " implies " +
                                quoted(graph[lower].id) + ", so that both cannot be rows");
      problem.next = "leave one of them out";
      throw Error(std::move(problem));
    }
  }
}

bool is_plain_base(const Target& target) {
  return target.symbol == "base" && target.branch.empty() && !target.relative();
}

}  // namespace

std::vector<RevisionIndex> plan_stamp(const RevisionGraph& graph, const RevisionSet& own,
                                      std::span<const std::string> rows,
                                      std::span<const std::string> targets) {
  const AppliedState state = applied_state(graph, own, rows);
  Effect effect;
  for (const std::string& text : targets) {
    const Target target = parse_target(text);
    if (is_plain_base(target)) {
      if (targets.size() == 1) return {};
      throw Error(diagnostic(Code::bad_target,
                             "`base` empties the version table, so that no other "
                             "target can stand beside it"));
    }
    const auto branch = branch_of(graph, target);
    if (target.symbol.empty()) {
      add_relative(graph, own, state.applied, target, branch, effect);
    } else {
      add_absolute(graph, own, target, branch, effect);
    }
  }
  refuse_overlap(graph, effect.wanted);

  const RevisionSet replaced = graph.closure(effect.replaces) | graph.descendants(effect.replaces);
  RevisionSet kept;
  for (const RevisionIndex row : state.rows) {
    if (!replaced.contains(row)) kept.insert(row);
  }
  RevisionSet applied = graph.closure(kept) - graph.descendants(effect.undone);
  applied |= graph.closure(effect.wanted);
  return version_rows(graph, applied, own);
}

}  // namespace aludel
