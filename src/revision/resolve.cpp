#include "revision/resolve.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/describe.hpp"
#include "revision/lineage.hpp"
#include "revision/quoted.hpp"

namespace aludel {

namespace {

constexpr std::size_t shortest_prefix = 4;

std::vector<RevisionIndex> with_prefix(const RevisionGraph& graph, std::string_view prefix,
                                       std::optional<RevisionIndex> branch) {
  const RevisionSet members = branch ? lineage(graph, *branch) : RevisionSet();
  std::vector<RevisionIndex> hits;
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    if (branch && !members.contains(i)) continue;
    const auto begins = [&](const std::string& name) { return name.starts_with(prefix); };
    if (begins(graph[i].id) || std::ranges::any_of(graph[i].branch_labels, begins))
      hits.push_back(i);
  }
  return hits;
}

[[noreturn]] void refuse_unknown(const RevisionGraph& graph, std::string_view name) {
  Diagnostic problem =
      diagnostic(Code::unknown_target, "no revision and no branch label is called " + quoted(name));
  std::vector<std::string> names;
  for (const Revision& revision : graph.revisions()) {
    names.push_back(revision.id);
    names.insert(names.end(), revision.branch_labels.begin(), revision.branch_labels.end());
  }
  names.insert(names.end(), {"head", "heads", "base", "current"});
  const auto longer = with_prefix(graph, name, std::nullopt);
  if (!name.empty() && name.size() < shortest_prefix && !longer.empty()) {
    problem.hint = "the beginning of an id is understood from four characters on";
    problem.notes = describe_all(graph, longer);
  } else if (name.size() < 256) {
    // Where a revision is meant by its id, these are words like any other.
    std::erase(names, std::string(name));
    problem.hint = did_you_mean(name, names);
  }
  problem.next = "`aludel history` lists the revisions";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_ambiguous(const RevisionGraph& graph, std::string_view name,
                                   const std::vector<RevisionIndex>& hits) {
  Diagnostic problem = diagnostic(
      Code::ambiguous_target,
      quoted(name) + " can mean " + counted(static_cast<long long>(hits.size()), "revision"));
  problem.notes = describe_all(graph, hits);
  problem.next = "write more of the id";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_outside(const RevisionGraph& graph, RevisionIndex revision,
                                 RevisionIndex branch) {
  Diagnostic problem = diagnostic(
      Code::bad_target, "revision " + quoted(graph[revision].id) + " is neither above nor below " +
                            quoted(graph[branch].id) + ", whose branch was asked for");
  const auto labels = graph.labels_of(revision);
  problem.hint = labels.empty() ? "it is in a branch without a label"
                                : "it is in the branch " + quoted(join(labels, ", "));
  problem.next = "write " + quoted(graph[revision].id) + " without a branch";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_several_heads(const RevisionGraph& graph,
                                       const std::vector<RevisionIndex>& heads,
                                       const Target& target, std::string_view command) {
  const std::string branch = target.branch.empty() ? "" : target.branch + '@';
  Diagnostic problem = diagnostic(
      Code::several_heads, "there are " + counted(static_cast<long long>(heads.size()), "head") +
                               (branch.empty() ? "" : " in the branch " + quoted(target.branch)) +
                               ", and " + quoted(target.text) + " means a single one");
  problem.notes = describe_all(graph, heads);
  if (command == "downgrade") {
    problem.next = "name one of them";
  } else if (command == "show" || command == "edit" || command == "history") {
    problem.next =
        (target.relative() ? "" : "write " + quoted(branch + "heads") + " for all of them, or ") +
        std::string("name one of them");
  } else {
    problem.next = "`aludel merge " + branch + "heads -m \"…\"`";
    if (!target.relative() && command != "merge") {
      problem.next += " or `aludel " + std::string(command) + ' ' + branch + "heads`";
    }
  }
  throw Error(std::move(problem));
}

void require_own(const RevisionGraph& graph, const RevisionSet& own, RevisionIndex revision) {
  if (own.contains(revision)) return;
  Diagnostic problem = diagnostic(Code::bad_target, "revision " + quoted(graph[revision].id) +
                                                        " belongs to another database, " +
                                                        quoted(graph[revision].database));
  problem.next = "add `--database " + shell_quoted(graph[revision].database) + '`';
  throw Error(std::move(problem));
}

}  // namespace

RevisionIndex find_revision(const RevisionGraph& graph, std::string_view name,
                            std::optional<RevisionIndex> branch) {
  auto exact = graph.find(name);
  if (!exact) exact = graph.find_label(name);
  if (exact) {
    if (branch && !lineage(graph, *branch).contains(*exact)) refuse_outside(graph, *exact, *branch);
    return *exact;
  }
  if (name.size() < shortest_prefix) refuse_unknown(graph, name);
  std::vector<RevisionIndex> hits = with_prefix(graph, name, branch);
  if (hits.size() == 1) return hits.front();
  if (hits.size() > 1) refuse_ambiguous(graph, name, hits);
  if (branch) {
    hits = with_prefix(graph, name, std::nullopt);
    if (hits.size() == 1) refuse_outside(graph, hits.front(), *branch);
    if (hits.size() > 1) refuse_ambiguous(graph, name, hits);
  }
  refuse_unknown(graph, name);
}

std::optional<RevisionIndex> branch_of(const RevisionGraph& graph, const Target& target) {
  if (target.branch.empty()) return std::nullopt;
  return find_revision(graph, target.branch);
}

std::vector<RevisionIndex> heads_of(const RevisionGraph& graph, const RevisionSet& own,
                                    std::optional<RevisionIndex> branch) {
  return maximal(graph, branch ? lineage(graph, *branch) & own : own);
}

std::vector<RevisionIndex> resolve_symbol(const RevisionGraph& graph, const RevisionSet& own,
                                          const Target& target, std::string_view command) {
  const auto branch = branch_of(graph, target);
  if (target.symbol == "base") return {};
  if (target.symbol == "heads") return heads_of(graph, own, branch);
  if (target.symbol == "head") {
    std::vector<RevisionIndex> heads = heads_of(graph, own, branch);
    if (heads.size() > 1) refuse_several_heads(graph, heads, target, command);
    return heads;
  }
  if (target.symbol == "current") {
    Diagnostic problem =
        diagnostic(Code::bad_target, "`current` is not a target of `" + std::string(command) + '`');
    problem.hint = "relative to what is applied are `+1` and `-1`";
    throw Error(std::move(problem));
  }
  const RevisionIndex found = find_revision(graph, target.symbol, branch);
  require_own(graph, own, found);
  return {found};
}

Position resolve_position(const RevisionGraph& graph, const RevisionSet& own, const Target& target,
                          std::string_view command) {
  const std::vector<RevisionIndex> found = resolve_symbol(graph, own, target, command);
  if (found.size() > 1) {
    Diagnostic problem = diagnostic(Code::ambiguous_target,
                                    quoted(target.text) + " counts from " + quoted(target.symbol) +
                                        ", and there are " + std::to_string(found.size()));
    problem.notes = describe_all(graph, found);
    problem.next = "count from one of them";
    throw Error(std::move(problem));
  }
  return found.empty() ? Position() : Position(found.front());
}

std::string resolve_dependency(const RevisionGraph& graph, std::string_view name) {
  if (graph.find_label(name)) return std::string(name);
  return graph[find_revision(graph, name)].id;
}

}  // namespace aludel
