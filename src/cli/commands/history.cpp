// `history`: the revisions, newest first, as lines, blocks or a drawing.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/graph_text.hpp"
#include "cli/revision_text.hpp"
#include "cli/workspace.hpp"
#include "revision/applied.hpp"
#include "revision/history_range.hpp"
#include "revision/resolve_shown.hpp"

namespace aludel::commands {

namespace {

std::string drawn_text(const RevisionGraph& graph, RevisionIndex revision, bool is_row) {
  std::string text =
      revision_line(graph, revision, {.labels = true, .tree_marks = false, .current = is_row});
  if (!graph[revision].depends_on.empty()) {
    text += " (depends on";
    for (const std::string& name : graph[revision].depends_on) text += " " + name;
    text += ")";
  }
  const std::string message = short_message(graph[revision]);
  return message.empty() ? text : text + "  " + message;
}

}  // namespace

int history(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const RevisionGraph& graph = workspace.graph();
  const std::string range = arguments.get("rev-range").value_or("");
  const bool draw = arguments.has("graph");
  const bool marks_current = arguments.has("indicate-current") || draw;
  const bool needs_database = marks_current || mentions_current(range);
  const bool one_database = arguments.has("database") || workspace.project().databases.size() < 2;
  const RevisionSet own = needs_database || one_database ? workspace.own() : graph.all();
  const auto rows = needs_database ? workspace.state().rows : std::vector<std::string>();
  const std::vector<RevisionIndex> revisions = history_range(graph, own, rows, range);
  const auto is_row = [&](RevisionIndex revision) {
    return marks_current && std::ranges::find(rows, graph[revision].id) != rows.end();
  };

  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  // A mark can be drawn without the file of another row; a range from `current` could not be read.
  std::vector<std::string> known_rows;
  std::ranges::copy_if(rows, std::back_inserter(known_rows),
                       [&](const std::string& row) { return graph.find(row).has_value(); });
  const RevisionSet applied =
      needs_database ? applied_state(graph, own, known_rows).applied : RevisionSet(graph.size());
  for (const RevisionIndex revision : revisions) {
    if (console.options().json) {
      auto entry = revision_json(graph, revision);
      if (needs_database) entry["applied"] = applied.contains(revision);
      list.push_back(std::move(entry));
    } else if (!draw) {
      console.print(arguments.has("verbose") ? revision_block(graph, revision, is_row(revision))
                                             : revision_line(graph, revision,
                                                             {.parents = true,
                                                              .labels = true,
                                                              .message = true,
                                                              .current = is_row(revision)}));
    }
  }
  if (draw && !console.options().json) {
    std::vector<std::string> text;
    for (const RevisionIndex revision : revisions)
      text.push_back(drawn_text(graph, revision, is_row(revision)));
    for (const std::string& row : draw_graph(graph, revisions, applied, text)) console.print(row);
    if (console.options().out_is_terminal) console.note("● applied  ○ not applied");
  }
  console.result(std::move(list));
  return 0;
}

}  // namespace aludel::commands
