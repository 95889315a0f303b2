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
  problem.next =
      "fetch the file (is it on another branch of the code?); where it is gone for good, "
      "`aludel stamp --purge REVISION` says where the database stands";
  throw Error(std::move(problem));
}

}  // namespace

std::vector<std::string> rows_without_file(const RevisionGraph& graph,
                                           std::span<const std::string> rows) {
  std::vector<std::string> unknown;
  for (const std::string& row : rows) {
    if (!graph.find(row)) unknown.push_back(row);
  }
  return unknown;
}

AppliedState applied_state(const RevisionGraph& graph, const RevisionSet& own,
                           std::span<const std::string> rows) {
  const std::vector<std::string> unknown = rows_without_file(graph, rows);
  if (!unknown.empty()) refuse_unknown(graph, unknown);
  std::vector<RevisionIndex> known;
  for (const std::string& row : rows) known.push_back(graph.find(row).value());
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
