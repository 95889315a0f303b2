#include "migrate/journal_check.hpp"

#include "revision/applied.hpp"

namespace aludel {

namespace {

/// `known` and all that needs any of it.
RevisionSet behind(const RevisionGraph& graph, const RevisionSet& known) {
  RevisionSet result(graph.size());
  std::vector<RevisionIndex> open;
  for (const RevisionIndex each : known) open.push_back(each);
  while (!open.empty()) {
    const RevisionIndex at = open.back();
    open.pop_back();
    if (!result.insert(at)) continue;
    for (const RevisionIndex next : graph.children(at)) open.push_back(next);
    for (const RevisionIndex next : graph.dependents(at)) open.push_back(next);
  }
  return result;
}

}  // namespace

Disagreement compare_with_journal(Session& session, const RevisionGraph& graph,
                                  const RevisionSet& own, const DatabaseState& state) {
  Disagreement result;
  if (!session.bookkeeping().has_journal || state.rows.empty()) return result;
  RevisionSet known(graph.size());
  RevisionSet vouched_for(
      graph.size());  // all that a stamp, or another tool's row, says is applied
  const Result names = session.connection().query(
      Request{.sql = "SELECT DISTINCT name, event FROM " + session.bookkeeping().journal +
                     " WHERE version_table = $1 AND kind = 'revision' AND event IN ('done', "
                     "'repaired', 'stamped')",
              .parameters = {session.bookkeeping().key}});
  for (const auto& row : names.rows) {
    const auto revision = graph.find(row.at(0).value_or(""));
    if (!revision) continue;
    known.insert(*revision);
    if (row.at(1) == "stamped") vouched_for.insert(*revision);
  }
  const AppliedState applied = applied_state(graph, own, state.rows);
  for (const RevisionIndex row : applied.rows) {
    if (known.contains(row)) continue;
    result.other_tool.push_back(row);
    vouched_for.insert(row);
  }
  const RevisionSet vouched = graph.closure(vouched_for);
  // Where Alembic was first, what stands before all that ran here is what it did.
  const bool taken_over = session.bookkeeping().table == "alembic_version";
  const RevisionSet ours = taken_over ? behind(graph, known) : graph.all();
  for (const RevisionIndex revision : applied.applied) {
    if (graph[revision].kind == RevisionKind::alembic) continue;  // another tool's to run
    if (own.contains(revision) && !known.contains(revision) && !vouched.contains(revision) &&
        ours.contains(revision))
      result.never_run.push_back(revision);
  }
  return result;
}

}  // namespace aludel
