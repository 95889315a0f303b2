#include "migrate/stamp.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "migrate/locked_edit.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/resume.hpp"
#include "migrate/run.hpp"
#include "migrate/version_rows_sql.hpp"
#include "revision/applied.hpp"
#include "revision/section.hpp"
#include "revision/stamp_plan.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

void refuse_half_way(const InProgress& progress, const RevisionGraph& graph) {
  Diagnostic problem = diagnostic(Code::half_way, "revision " + progress.revision +
                                                      " stopped half-way through its " +
                                                      std::string(name_of(progress.direction)));
  problem.now = "nothing was changed";
  problem.next = "finish it (`" + command_to_finish(progress, graph) +
                 "`), or, if you know that the stamp is true, `aludel stamp --purge …`";
  throw Error(std::move(problem));
}

std::vector<OwnedRequest> edit_statements(Session& session, const RowEdit& edit) {
  std::vector<OwnedRequest> statements;
  for (RowStatement& statement : row_statements(session.bookkeeping(), edit))
    statements.push_back(std::move(statement.request));
  return statements;
}

RevisionIndex revision_of(const RevisionGraph& graph, const InProgress& progress) {
  if (const auto revision = graph.find(progress.revision)) return *revision;
  Diagnostic problem =
      diagnostic(Code::row_without_file, "revision " + progress.revision +
                                             " stopped half-way, and no revision file has this id");
  problem.now = "nothing was changed";
  problem.next = "fetch the file (another branch of the code?), then this command again";
  throw Error(std::move(problem));
}

/// The rows once the half-way revision of `state` is wholly done.
std::vector<std::string> rows_when_finished(const RevisionGraph& graph, const RevisionSet& own,
                                            const DatabaseState& state) {
  RevisionSet applied = applied_state(graph, own, state.rows).applied;
  if (state.in_progress->direction == Direction::up)
    applied.insert(revision_of(graph, *state.in_progress));
  return sorted_ids(graph, version_rows(graph, graph.closure(applied), own));
}

}  // namespace

StampResult stamp(Session& session, const RevisionGraph& graph, const RevisionSet& own,
                  const std::vector<std::string>& targets, bool purge) {
  StampResult result;
  edit_bookkeeping(session, [&](const DatabaseState& state) {
    if (state.in_progress && !purge) refuse_half_way(*state.in_progress, graph);
    result.rows_before = state.rows;
    result.rows_after = sorted_ids(
        graph, plan_stamp(graph, own, purge ? std::vector<std::string>{} : state.rows, targets));
    std::vector<OwnedRequest> statements =
        edit_statements(session, row_edit(state.rows, result.rows_after));
    std::vector<std::string> names = result.rows_after;
    if (names.empty()) names.emplace_back("base");
    for (const std::string& name : names) {
      JournalEntry entry;
      entry.name = name;
      entry.event = "stamped";
      entry.detail = purge ? "purge" : "";
      statements.push_back(
          journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry));
    }
    return statements;
  });
  return result;
}

std::string_view name_of(RepairAnswer answer) {
  switch (answer) {
    case RepairAnswer::applied: return "applied";
    case RepairAnswer::rolled_back: return "rolled back";
    case RepairAnswer::run_again: break;
  }
  return "run again";
}

namespace {

/// An answer that what is there contradicts is a mistake, and would be believed for ever.
void check_answer(const InProgress& progress, RepairAnswer answer, const Evidence& evidence) {
  const bool wrong =
      (answer == RepairAnswer::applied && evidence.verdict == Verdict::not_applied) ||
      (answer == RepairAnswer::rolled_back && evidence.verdict == Verdict::applied);
  if (!wrong) return;
  const bool there = evidence.verdict == Verdict::applied;
  Diagnostic problem = diagnostic(
      Code::needs_repair, "the database says otherwise: statement " +
                              std::to_string(progress.intent->statement) + " of " +
                              progress.title() + (there ? " was applied" : " was not applied"));
  problem.notes.push_back("evidence: " + evidence.finding);
  problem.now = "nothing was changed";
  problem.next = there ? "`aludel repair --applied`, or the command that stopped, which finds it "
                         "done by itself"
                       : "the command that stopped: it runs the statement again; `aludel repair "
                         "--rolled-back` if it is not to run any more";
  throw Error(std::move(problem));
}

/// What is left of a statement that was not applied would be in the way of everything after it.
void clean_up_behind(Session& session) {
  const MigrationLock lock(session);
  const DatabaseState state = read_state(session);
  if (!state.in_progress || !state.in_progress->intent) return;
  const Evidence evidence = evidence_of(session, *state.in_progress->intent);
  if (evidence.verdict == Verdict::not_applied) clean_up(session, evidence);
}

}  // namespace

RepairResult repair(Session& session, const RevisionGraph& graph, const RevisionSet& own,
                    RepairAnswer answer, const std::string& reason) {
  RepairResult result;
  if (answer == RepairAnswer::rolled_back) clean_up_behind(session);
  edit_bookkeeping(session, [&](const DatabaseState& state) {
    std::vector<OwnedRequest> statements;
    if (!state.in_progress || !state.in_progress->intent) return statements;
    const InProgress& progress = *state.in_progress;
    check_answer(progress, answer, evidence_of(session, *progress.intent));
    const bool applied = answer == RepairAnswer::applied;
    result = {true, progress.revision, progress.intent->statement, state.rows};
    JournalEntry entry;
    entry.name = progress.revision;
    entry.direction = progress.direction;
    entry.segment = progress.intent->segment;
    entry.segments = progress.segments;
    entry.statement = progress.intent->statement;
    entry.event = "repaired";
    entry.statement_digest = progress.intent->digest;
    entry.reason = reason;
    entry.detail = name_of(answer);
    const bool finished = applied && progress.intent->segment == progress.segments;
    // A first statement that was not applied after all leaves nothing half-way: on the way down its
    // row comes back.
    const bool undone = answer == RepairAnswer::rolled_back && progress.done() == 0 &&
                        progress.direction == Direction::down;
    if (finished) result.rows_after = rows_when_finished(graph, own, state);
    if (undone) {
      RevisionSet still = applied_state(graph, own, state.rows).applied;
      still.insert(revision_of(graph, progress));
      result.rows_after = sorted_ids(graph, version_rows(graph, graph.closure(still), own));
    }
    statements = edit_statements(session, row_edit(state.rows, result.rows_after));
    statements.push_back(
        journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry));
    return statements;
  });
  return result;
}

}  // namespace aludel
