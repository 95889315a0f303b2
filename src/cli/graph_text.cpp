#include "cli/graph_text.hpp"

#include <algorithm>
#include <optional>

namespace aludel {

namespace {

/// The columns of the drawing: each waits for the revision that its line leads to.
using Lanes = std::vector<std::optional<RevisionIndex>>;

void trim(Lanes& lanes) {
  while (!lanes.empty() && !lanes.back()) lanes.pop_back();
}

std::size_t free_lane(Lanes& lanes) {
  const auto found =
      std::ranges::find_if(lanes, [](const auto& lane) { return !lane.has_value(); });
  if (found != lanes.end()) return static_cast<std::size_t>(found - lanes.begin());
  lanes.emplace_back();
  return lanes.size() - 1;
}

/// A row of lines with a branch from column `from` to column `to` on its right; `corner` is where
/// it ends.
std::string branch_row(const Lanes& lanes, std::size_t from, std::size_t to, const char* corner) {
  std::string row;
  for (std::size_t i = 0; i <= std::max(to, lanes.size() - 1); ++i) {
    const bool line = i < lanes.size() && lanes[i];
    if (i == from) {
      row += "├─";
    } else if (i > from && i < to) {
      row += line ? "┼─" : "──";
    } else if (i == to) {
      row += std::string(corner) + " ";
    } else {
      row += line ? "│ " : "  ";
    }
  }
  return row;
}

std::string trimmed(std::string row) {
  while (row.ends_with(' ')) row.pop_back();
  return row;
}

}  // namespace

std::vector<std::string> draw_graph(const RevisionGraph& graph,
                                    const std::vector<RevisionIndex>& revisions,
                                    const RevisionSet& applied,
                                    const std::vector<std::string>& text) {
  RevisionSet drawn(graph.size());
  for (const RevisionIndex each : revisions) drawn.insert(each);
  std::vector<std::string> rows;
  Lanes lanes;
  for (std::size_t n = 0; n < revisions.size(); ++n) {
    const RevisionIndex revision = revisions[n];
    const auto waiting = std::ranges::find(lanes, std::optional(revision));
    const std::size_t column = waiting == lanes.end()
                                   ? free_lane(lanes)
                                   : static_cast<std::size_t>(waiting - lanes.begin());
    lanes[column] = revision;
    for (std::size_t i = column + 1; i < lanes.size(); ++i) {  // other children's lines end here
      if (lanes[i] != revision) continue;
      rows.push_back(trimmed(branch_row(lanes, column, i, "╯")));
      lanes[i].reset();
    }
    trim(lanes);
    std::string row;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      row += i == column ? (applied.contains(revision) ? "● " : "○ ") : lanes[i] ? "│ " : "  ";
    }
    rows.push_back(row + " " + text[n]);

    lanes[column].reset();
    for (const RevisionIndex parent : graph.parents(revision)) {
      if (!drawn.contains(parent)) continue;
      if (!lanes[column]) {
        lanes[column] = parent;
        continue;
      }
      const std::size_t side = free_lane(lanes);
      if (side > column) rows.push_back(trimmed(branch_row(lanes, column, side, "╮")));
      lanes[side] = parent;
    }
    trim(lanes);
  }
  return rows;
}

}  // namespace aludel
