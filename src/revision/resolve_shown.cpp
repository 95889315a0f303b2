#include "revision/resolve_shown.hpp"

#include "base/code.hpp"
#include "revision/applied.hpp"
#include "revision/quoted.hpp"
#include "revision/walk.hpp"

namespace aludel {

namespace {

constexpr std::string_view current = "current";

void require_symbol(const Target& target) {
  if (!target.symbol.empty()) return;
  Diagnostic problem = diagnostic(
      Code::bad_target, quoted(target.text) + " does not say from where its steps are counted");
  problem.next = "write for instance " + quoted((target.steps > 0 ? "base" : "head") +
                                                target.text.substr(target.text.find_last_of("+-")));
  throw Error(std::move(problem));
}

std::vector<RevisionIndex> walked(const RevisionGraph& graph, const RevisionSet& own,
                                  Position start, const Target& target) {
  const Position end = walk(graph, own, start, target, branch_of(graph, target)).end;
  return end ? std::vector{*end} : std::vector<RevisionIndex>();
}

}  // namespace

bool mentions_current(std::string_view text) {
  for (std::size_t at = text.find(current); at != std::string_view::npos;
       at = text.find(current, at + 1)) {
    const std::string_view after = text.substr(at + current.size());
    const bool begins = at == 0 || text[at - 1] == ':' || text[at - 1] == '@';
    if (begins && (after.empty() || std::string_view(":+-").contains(after.front()))) return true;
  }
  return false;
}

std::vector<RevisionIndex> resolve_shown(const RevisionGraph& graph, const RevisionSet& own,
                                         std::span<const std::string> rows, std::string_view text,
                                         std::string_view command) {
  const Target target = parse_target(text);
  require_symbol(target);
  if (target.symbol != current) return resolve_parents(graph, own, text, command);
  const AppliedState state = applied_state(graph, own, rows);
  const auto branch = branch_of(graph, target);
  if (target.relative()) {
    return walked(graph, own, start_of_walk(graph, own, state.applied, target, branch), target);
  }
  if (!branch) return state.rows;
  const Position tip = start_of_walk(graph, own, state.applied, target, branch);
  return tip ? std::vector{*tip} : std::vector<RevisionIndex>();
}

std::vector<RevisionIndex> resolve_parents(const RevisionGraph& graph, const RevisionSet& own,
                                           std::string_view text, std::string_view command) {
  const Target target = parse_target(text);
  require_symbol(target);
  if (!target.relative()) return resolve_symbol(graph, own, target, command);
  return walked(graph, own, resolve_position(graph, own, target, command), target);
}

}  // namespace aludel
