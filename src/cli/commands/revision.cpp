// `revision` and `merge`: new revision files.
#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/new_revision.hpp"
#include "revision/resolve.hpp"
#include "revision/resolve_shown.hpp"

namespace aludel::commands {

namespace {

void check_parents(const RevisionGraph& graph, const std::vector<RevisionIndex>& parents,
                   bool splice, const char* next) {
  for (const RevisionIndex parent : parents) {
    if (splice || graph.is_head(parent)) continue;
    std::vector<std::string> children;
    for (const RevisionIndex child : graph.children(parent)) children.push_back(graph[child].id);
    refuse_new_revision(Code::bad_target,
                        graph[parent].id + " is no head: " + join(children, ", ") + " come" +
                            (children.size() == 1 ? "s" : "") + " after it",
                        {}, next);
  }
}

}  // namespace

int revision(Invocation& invocation) {
  Workspace workspace(invocation);
  if (invocation.arguments.has("fill-downgrade")) return fill_downgrade(invocation, workspace);
  const RevisionGraph& graph = workspace.graph();
  Revision revision;
  if (workspace.project().databases.size() > 1) revision.database = workspace.database().name;
  const auto parents =
      resolve_parents(graph, workspace.own(), invocation.arguments.get("head").value_or("head"));
  check_parents(
      graph, parents, invocation.arguments.has("splice"),
      "add `--splice` to begin a branch there, or leave out `--head` to go on at the head");
  for (const RevisionIndex parent : parents) revision.down_revision.push_back(graph[parent].id);
  for (const std::string& name : invocation.arguments.all("depends-on"))
    revision.depends_on.push_back(resolve_dependency(graph, name));
  if (invocation.arguments.has("autogenerate"))
    return autogenerate(invocation, workspace, std::move(revision));
  write_new_revision(invocation, workspace, std::move(revision));
  return 0;
}

int merge(Invocation& invocation) {
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  std::vector<RevisionIndex> parents;
  for (const std::string& target : invocation.arguments.positional) {
    for (const RevisionIndex parent : resolve_parents(graph, workspace.own(), target, "merge")) {
      if (std::ranges::find(parents, parent) != parents.end()) {
        refuse_new_revision(Code::bad_usage, graph[parent].id + " is named twice", {},
                            "name each revision once");
      }
      parents.push_back(parent);
    }
  }
  if (parents.size() < 2) {
    refuse_new_revision(
        Code::bad_target,
        parents.empty() ? "there is nothing to merge"
                        : "there is only one revision to merge: " + graph[parents[0]].id,
        {}, "`aludel heads` lists the heads; with one head nothing needs to be merged");
  }
  for (const RevisionIndex parent : parents) {
    for (const RevisionIndex other : parents) {
      const std::vector<RevisionIndex> just_other{other};
      if (parent == other || !graph.closure(just_other).contains(parent)) continue;
      refuse_new_revision(Code::bad_target,
                          graph[parent].id + " is an ancestor of " + graph[other].id +
                              ": there is nothing to merge",
                          {}, "`aludel heads` lists the heads");
    }
  }
  check_parents(
      graph, parents, invocation.arguments.has("splice"),
      "`aludel merge heads` merges all heads; add `--splice` to merge these all the same");
  Revision revision;
  if (workspace.project().databases.size() > 1) revision.database = workspace.database().name;
  for (const RevisionIndex parent : parents) revision.down_revision.push_back(graph[parent].id);
  write_new_revision(invocation, workspace, std::move(revision));
  return 0;
}

}  // namespace aludel::commands
