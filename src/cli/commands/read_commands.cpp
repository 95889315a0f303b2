// `current`, `heads`, `branches`, `show`: Alembic's lists of revisions.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/revision_text.hpp"
#include "cli/workspace.hpp"
#include "revision/applied.hpp"
#include "revision/order.hpp"
#include "revision/resolve.hpp"
#include "revision/resolve_shown.hpp"
#include "revision/section.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

/// Prints revisions as lines, or with -v as blocks; the same list goes into the JSON.
void print_revisions(Invocation& invocation, const RevisionGraph& graph,
                     const std::vector<RevisionIndex>& revisions, const LineParts& parts) {
  Json list = Json::array();
  for (const RevisionIndex revision : revisions) {
    invocation.console.print(invocation.arguments.has("verbose")
                                 ? revision_block(graph, revision, parts.current)
                                 : revision_line(graph, revision, parts));
    list.push_back(revision_json(graph, revision));
  }
  invocation.console.result(std::move(list));
}

Json progress_json(const std::optional<InProgress>& progress) {
  if (!progress) return {};
  return {{"revision", progress->revision},
          {"direction", name_of(progress->direction)},
          {"segments_done", progress->done()},
          {"segments", progress->segments},
          {"statement_in_doubt", progress->intent ? Json(progress->intent->statement) : Json()},
          {"rows_done", progress->batch ? Json(progress->batch->rows) : Json()},
          {"rows_total", progress->batch && progress->batch->detail.total > 0
                             ? Json(progress->batch->detail.total)
                             : Json()}};
}

int check_heads(Invocation& invocation, const RevisionGraph& graph, const RevisionSet& own,
                const DatabaseState& state) {
  const AppliedState applied = applied_state(graph, own, state.rows);
  const auto heads = heads_of(graph, own);
  const bool at_heads = !state.in_progress && std::ranges::all_of(heads, [&](RevisionIndex head) {
    return applied.applied.contains(head);
  });
  if (at_heads) return 0;
  Diagnostic problem = diagnostic(Code::pending, "the database is not at all heads");
  problem.next = heads.size() > 1 ? "`aludel upgrade heads`" : "`aludel upgrade`";
  invocation.console.warn(problem);
  return 1;
}

}  // namespace

int current(Invocation& invocation) {
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const RevisionGraph& graph = workspace.graph();
  const DatabaseState state = workspace.state();
  if (invocation.arguments.has("verbose"))
    console.print("Current revision(s) for " + workspace.url().text_without_password + ":");
  Json rows = Json::array();
  for (const std::string& row : state.rows) {
    const auto revision = graph.find(row);
    if (!revision) {
      console.print(row + " (no file)");
      Diagnostic problem =
          diagnostic(Code::row_without_file,
                     "the version table names " + row + ", and no revision file has this id");
      problem.severity = Severity::warning;
      problem.next = "fetch the file (another branch of the code?), or see `aludel stamp --help`";
      console.warn(problem);
    } else if (invocation.arguments.has("verbose")) {
      console.print(revision_block(graph, *revision, false));
    } else {
      console.print(revision_line(graph, *revision, {}));
    }
    rows.push_back(row);
  }
  if (state.in_progress) {
    const InProgress& progress = *state.in_progress;
    console.print(fmt::format("{} (in progress: {}, {})", progress.revision,
                              name_of(progress.direction), how_far(progress)));
  }
  console.result({{"rows", rows}, {"in_progress", progress_json(state.in_progress)}});
  return invocation.arguments.has("check-heads")
             ? check_heads(invocation, graph, workspace.own(), state)
             : 0;
}

int heads(Invocation& invocation) {
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  std::vector<RevisionIndex> found;
  for (const RevisionIndex revision :
       workspace.project().databases.size() > 1 && !invocation.arguments.has("database")
           ? graph.all()
           : workspace.own()) {
    const bool wanted = invocation.arguments.has("resolve-dependencies")
                            ? graph.is_head(revision) && !graph.is_implied_head(revision)
                            : graph.is_head(revision);
    if (wanted) found.push_back(revision);
  }
  print_revisions(invocation, graph, found, {.labels = true, .tree_marks = false});
  return 0;
}

int branches(Invocation& invocation) {
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  const bool verbose = invocation.arguments.has("verbose");
  Json list = Json::array();
  for (const RevisionIndex revision : newest_first(graph, graph.all(), graph.all())) {
    if (!graph.is_branch_point(revision)) continue;
    invocation.console.print(verbose ? revision_block(graph, revision, false)
                                     : revision_line(graph, revision, {.labels = true}));
    const std::string indent(graph[revision].id.size(), ' ');
    Json children = Json::array();
    for (const RevisionIndex child : graph.children(revision)) {
      invocation.console.print(indent + " -> " +
                               revision_line(graph, child, {.labels = true, .message = verbose}));
      children.push_back(graph[child].id);
    }
    invocation.console.print("");
    Json entry = revision_json(graph, revision);
    entry["children"] = children;
    list.push_back(entry);
  }
  invocation.console.result(std::move(list));
  return 0;
}

int show(Invocation& invocation) {
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  const std::string& target = invocation.arguments.positional.front();
  const bool needs_database = mentions_current(target);
  const RevisionSet own = needs_database ? workspace.own() : graph.all();
  const auto rows = needs_database ? workspace.state().rows : std::vector<std::string>();
  Json list = Json::array();
  for (const RevisionIndex revision : resolve_shown(graph, own, rows, target)) {
    invocation.console.print(revision_block(graph, revision, false));
    list.push_back(revision_json(graph, revision));
  }
  invocation.console.result(std::move(list));
  return 0;
}

}  // namespace aludel::commands
