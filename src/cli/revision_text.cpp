#include "cli/revision_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace aludel {

namespace {

std::string parents_text(const Revision& revision) {
  return revision.down_revision.empty() ? "<base>" : join(revision.down_revision, ", ");
}

std::string head_mark(const RevisionGraph& graph, RevisionIndex revision) {
  if (graph.is_implied_head(revision)) return " (effective head)";
  return graph.is_head(revision) ? " (head)" : "";
}

std::string tree_marks(const RevisionGraph& graph, RevisionIndex revision) {
  return std::string(graph.is_branch_point(revision) ? " (branchpoint)" : "") +
         (graph.is_merge_point(revision) ? " (mergepoint)" : "");
}

}  // namespace

std::string short_message(const Revision& revision) {
  const std::string_view message = revision.message;
  return replace_all(std::string(message.substr(0, message.find("\n\n"))), "\n", " ");
}

std::string revision_line(const RevisionGraph& graph, RevisionIndex index, const LineParts& parts) {
  const Revision& revision = graph[index];
  std::string line;
  if (parts.parents) {
    line = parents_text(revision);
    if (!revision.depends_on.empty()) line += " (" + join(revision.depends_on, ", ") + ")";
    line += " -> ";
  }
  line += revision.id;
  const auto labels = parts.labels ? graph.labels_of(index) : std::vector<std::string>();
  if (!labels.empty()) line += " (" + join(labels, ", ") + ")";
  line += head_mark(graph, index);
  if (parts.current) line += " (current)";
  if (parts.tree_marks) line += tree_marks(graph, index);
  if (parts.message && !revision.message.empty()) line += ", " + short_message(revision);
  return line;
}

std::string revision_block(const RevisionGraph& graph, RevisionIndex index, bool current) {
  const Revision& revision = graph[index];
  std::string text = fmt::format("Rev: {}{}{}{}\n", revision.id, head_mark(graph, index),
                                 tree_marks(graph, index), current ? " (current)" : "");
  text += fmt::format("{}: {}\n", graph.is_merge_point(index) ? "Merges" : "Parent",
                      parents_text(revision));
  if (!revision.depends_on.empty())
    text += fmt::format("Also depends on: {}\n", join(revision.depends_on, ", "));
  if (graph.is_branch_point(index)) {
    std::vector<std::string> children;
    for (const RevisionIndex child : graph.children(index)) children.push_back(graph[child].id);
    text += fmt::format("Branches into: {}\n", join(children, ", "));
  }
  const auto labels = graph.labels_of(index);
  if (!labels.empty()) text += fmt::format("Branch names: {}\n", join(labels, ", "));
  if (!revision.database.empty()) text += fmt::format("Database: {}\n", revision.database);
  text += fmt::format("Path: {}\n\n", revision.path);
  for (const std::string& line : split(revision.message, '\n'))
    text += line.empty() ? "\n" : "    " + line + "\n";
  if (!revision.created.empty()) text += fmt::format("\n    Create Date: {}\n", revision.created);
  return text;
}

nlohmann::ordered_json revision_json(const RevisionGraph& graph, RevisionIndex index) {
  const Revision& revision = graph[index];
  return {{"revision", revision.id},
          {"down_revision", revision.down_revision},
          {"depends_on", revision.depends_on},
          {"branch_labels", graph.labels_of(index)},
          {"database", revision.database.empty() ? nlohmann::ordered_json()
                                                 : nlohmann::ordered_json(revision.database)},
          {"message", revision.message},
          {"created", revision.created.empty() ? nlohmann::ordered_json()
                                               : nlohmann::ordered_json(revision.created)},
          {"path", revision.path},
          {"kind", revision.kind == RevisionKind::sql ? "sql" : "alembic"},
          {"is_head", graph.is_head(index)},
          {"is_implied_head", graph.is_implied_head(index)},
          {"is_branch_point", graph.is_branch_point(index)},
          {"is_merge_point", graph.is_merge_point(index)}};
}

}  // namespace aludel
