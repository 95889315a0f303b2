#include "revision/applied.hpp"

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/quoted.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_unknown(const RevisionGraph& graph,
                                 const std::vector<std::string>& unknown) {
  std::vector<std::string> names;
  for (const std::string& row : unknown) names.push_back(quoted(row));
  Diagnostic problem = diagnostic(
      Code::row_without_file,
      unknown.size() == 1
          ? "the version table names revision " + names.front() + ", and no file has that id"
          : "the version table names revisions " + join(names, ", ") +
                ", and no file has these ids");
  std::vector<std::string> ids;
  for (const Revision& revision : graph.revisions()) ids.push_back(revision.id);
  problem.hint = did_you_mean(unknown.front(), ids);
  throw Error(std::move(problem));
}

}  // namespace

AppliedState applied_state(const RevisionGraph& graph, const RevisionSet& own,
                           std::span<const std::string> rows) {
  std::vector<RevisionIndex> known;
  std::vector<std::string> unknown;
  for (const std::string& row : rows) {
    if (const auto found = graph.find(row)) {
      known.push_back(*found);
    } else {
      unknown.push_back(row);
    }
  }
  if (!unknown.empty()) refuse_unknown(graph, unknown);
  for (const RevisionIndex row : known) {
    if (own.contains(row)) continue;
    throw Error(diagnostic(Code::inconsistent_rows,
                           "the version table names revision " + quoted(graph[row].id) +
                               ", which belongs to the database " + quoted(graph[row].database)));
  }
  AppliedState state{.applied = graph.closure(known), .rows = {}};
  state.rows = version_rows(graph, state.applied, own);
  return state;
}

}  // namespace aludel
