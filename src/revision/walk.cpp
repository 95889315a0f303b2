#include "revision/walk.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/describe.hpp"
#include "revision/lineage.hpp"
#include "revision/quoted.hpp"

namespace aludel {

namespace {

std::string steps_text(std::int64_t steps) {
  return (steps > 0 ? "+" : "") + std::to_string(steps);
}

/// The own revisions next to a place, in file order, looking through those of other databases.
class Neighbours {
 public:
  Neighbours(const RevisionGraph& graph, const RevisionSet& own,
             std::optional<RevisionIndex> branch)
      : graph_(graph), own_(own), branch_(branch) {
    if (branch) lineage_ = lineage(graph, *branch);
  }

  [[nodiscard]] std::vector<RevisionIndex> of(Position place, bool up) const {
    RevisionSet seen;
    std::vector<RevisionIndex> open = place ? list(*place, up) : roots();
    std::vector<RevisionIndex> found;
    while (!open.empty()) {
      const RevisionIndex at = open.back();
      open.pop_back();
      if ((branch_ && !lineage_.contains(at)) || !seen.insert(at)) continue;
      if (own_.contains(at)) {
        found.push_back(at);
      } else {
        const std::vector<RevisionIndex> beyond = list(at, up);
        open.insert(open.end(), beyond.begin(), beyond.end());
      }
    }
    std::ranges::sort(found);
    return found;
  }

 private:
  [[nodiscard]] std::vector<RevisionIndex> list(RevisionIndex at, bool up) const {
    const auto next = up ? graph_.children(at) : graph_.parents(at);
    return {next.begin(), next.end()};
  }
  [[nodiscard]] std::vector<RevisionIndex> roots() const {
    std::vector<RevisionIndex> found;
    for (RevisionIndex i = 0; i < graph_.size(); ++i) {
      if (graph_.parents(i).empty()) found.push_back(i);
    }
    return found;
  }

  const RevisionGraph& graph_;
  const RevisionSet& own_;
  std::optional<RevisionIndex> branch_;
  RevisionSet lineage_;
};

[[noreturn]] void refuse_fork(const RevisionGraph& graph, Position at,
                              const std::vector<RevisionIndex>& ways, const Target& target) {
  const bool up = target.steps > 0;
  const std::string place = at ? quoted(graph[*at].id) : "base";
  Diagnostic problem = diagnostic(Code::ambiguous_target,
                                  quoted(target.text) + " is ambiguous: " +
                                      counted(static_cast<long long>(ways.size()), "revision") +
                                      (up ? " follow " + place : " are merged by " + place));
  const std::string from = target.symbol + steps_text(target.steps);
  for (std::size_t i = 0; i < std::min<std::size_t>(ways.size(), 10); ++i) {
    problem.notes.push_back('`' + branch_name(graph, ways[i], ways) + '@' + from + "` goes by " +
                            describe(graph, ways[i]));
  }
  problem.next = "name the branch, or the revision itself";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_end(const RevisionGraph& graph, Position start, std::int64_t walked,
                             const Target& target) {
  const std::string place = start ? quoted(graph[*start].id) : "base";
  const bool up = target.steps > 0;
  std::string there;
  if (walked == 0) {
    there = up ? "nothing is above " + place : "nothing is below " + place;
  } else {
    there = "only " + counted(walked, "step") + (up ? " up from " : " down from ") + place +
            (walked == 1 ? " is there" : " are there");
  }
  Diagnostic problem =
      diagnostic(Code::bad_target,
                 quoted(target.text) + " leaves the graph: " + there +
                     (target.branch.empty() ? "" : " in the branch " + quoted(target.branch)));
  if (walked > 0) {
    problem.hint = "the last one is " + quoted(target.branch + (target.branch.empty() ? "" : "@") +
                                               target.symbol + steps_text(up ? walked : -walked));
  }
  throw Error(std::move(problem));
}

}  // namespace

Walk walk(const RevisionGraph& graph, const RevisionSet& own, Position start, const Target& target,
          std::optional<RevisionIndex> branch, AtTheEdge edge) {
  const bool up = target.steps > 0;
  const Neighbours neighbours(graph, own, branch);
  Walk result{.end = start, .before_end = start};
  while (result.walked < std::abs(target.steps)) {
    const bool at_base = !up && !result.end;
    const std::vector<RevisionIndex> ways =
        at_base ? std::vector<RevisionIndex>() : neighbours.of(result.end, up);
    if (ways.size() > 1) refuse_fork(graph, result.end, ways, target);
    if (ways.empty() && (up || at_base)) {
      if (edge == AtTheEdge::stop) return result;
      refuse_end(graph, start, result.walked, target);
    }
    result.before_end = result.end;
    result.end = ways.empty() ? Position() : Position(ways.front());
    ++result.walked;
  }
  return result;
}

Position start_of_walk(const RevisionGraph& graph, const RevisionSet& own,
                       const RevisionSet& applied, const Target& target,
                       std::optional<RevisionIndex> branch) {
  std::vector<RevisionIndex> tips = maximal(graph, applied & own);
  bool are_rows = true;
  if (branch) {
    const RevisionSet members = lineage(graph, *branch);
    std::erase_if(tips, [&](RevisionIndex row) { return !members.contains(row); });
    are_rows = !tips.empty();
    if (!are_rows) tips = maximal(graph, applied & own & members);
  }
  if (tips.empty()) return std::nullopt;
  if (tips.size() == 1) return tips.front();
  Diagnostic problem =
      diagnostic(Code::ambiguous_target,
                 quoted(target.text) + " is ambiguous: the database is at " +
                     counted(static_cast<long long>(tips.size()), "revision") +
                     (target.branch.empty() ? "" : " of the branch " + quoted(target.branch)));
  for (std::size_t i = 0; i < std::min<std::size_t>(tips.size(), 10); ++i) {
    const std::string from = are_rows ? branch_name(graph, tips[i], tips) + '@' : graph[tips[i]].id;
    problem.notes.push_back('`' + from + steps_text(target.steps) + "` counts from " +
                            describe(graph, tips[i]));
  }
  problem.next = "name the branch, or the revision itself";
  throw Error(std::move(problem));
}

}  // namespace aludel
