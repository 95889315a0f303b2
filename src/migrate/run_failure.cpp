#include "migrate/run_failure.hpp"

#include <algorithm>
#include <array>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/echo.hpp"
#include "migrate/failure.hpp"
#include "migrate/made_by.hpp"
#include "migrate/scripts/exists_already.hpp"

namespace aludel {

namespace {

std::string what_is_now(const FailedRun& run, const FailedStep& failed, const Diagnostic& problem,
                        bool in_doubt) {
  const StepProgress& progress = failed.progress;
  const StepWork& work = failed.work;
  const std::string& id = work.revision;
  std::string text;
  if (problem.connection_lost) {
    text = "what the server did with the last transaction is not known";
  } else if (problem.code == info(Code::lease_lost).id) {
    return "this run has written nothing since; what the other run did is in the database";
  } else if (in_doubt) {
    return "whether the last transaction was kept is not known; before it the database was at " +
           shown_rows(failed.state.rows);
  } else if (run.one_transaction) {
    text = "nothing of this run was kept";
  } else if (progress.segments_done == 0 && progress.open_intent == 0 &&
             progress.batch_rows.empty()) {
    text = "nothing of this " + work.kind + " was kept";
  } else {
    text = work.kind + " " + id + " is in progress: " + std::to_string(progress.segments_done) +
           " of " + std::to_string(work.script->segments.size()) + " segments done";
    if (!progress.batch_rows.empty()) text += ", and " + progress.batch_rows + " of the next";
    if (progress.open_intent > 0)
      text += ", and the next run looks at what became of statement " +
              std::to_string(progress.open_intent);
  }
  text += "; the database is at " + shown_rows(failed.state.rows);
  const auto left = static_cast<long long>(failed.steps_left);
  if (work.kind != revision_kind) return text + ", " + counted(left, work.kind) + " not run";
  return text + ", " + counted(left, "revision") +
         (run.direction == Direction::up ? " behind" : " to undo");
}

/// @return false where it could not be written, or was nothing to write
bool journal_failure(Session& session, const FailedRun& run, const FailedStep& failed,
                     const Diagnostic& problem) {
  const StepWork& work = failed.work;
  const StepProgress& progress = failed.progress;
  if (problem.connection_lost || !session.connection().usable() || work.revision.empty())
    return false;
  if (problem.code == info(Code::migration_lock_timeout).id ||
      problem.code == info(Code::half_way).id || problem.code == info(Code::needs_repair).id ||
      problem.code == info(Code::lease_lost).id) {
    return false;  // nothing was tried
  }
  JournalEntry entry;
  entry.kind = work.kind;
  entry.name = work.revision;
  entry.direction = run.direction;
  entry.segment = progress.segments_done + 1;
  entry.segments = static_cast<int>(work.script->segments.size());
  if (progress.statement > 0) entry.statement = progress.statement;
  entry.event = "failed";
  entry.detail =
      problem.place && !problem.place->label.empty() ? problem.place->label : problem.message;
  entry.detail = without_values(std::move(entry.detail), run.variables);
  session.connection().set_stop_token({});  // a run that was interrupted is journalled too
  try {
    session.clean();
    session.in_transaction(
        {journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry)});
    return true;
  } catch (const Error&) {
    return false;  // the disk may be full, or the session lost: the failure itself must be told
  }
}

/// Behind a failure that was journalled: true where the row before it is the last that the run
/// knows of.
bool nothing_between(Session& session, const DatabaseState& known) {
  try {
    return read_state(session).last_journal_id == known.last_journal_id + 1;
  } catch (const Error&) {
    return false;
  }
}

bool is_duplicate(const Diagnostic& problem, SqlDialect dialect) {
  if (problem.sqlstate.empty())  // SQLite has words alone
    return problem.place && !name_in_the_way(problem.place->label, dialect).empty();
  constexpr std::array<std::string_view, 5> states{"42P07", "42710", "42P04", "42723", "42P06"};
  return std::ranges::find(states, problem.sqlstate) != states.end();
}

const ScriptStatement* statement_of(const FailedStep& failed) {
  for (const Segment& segment : failed.work.script->segments) {
    const auto found =
        std::ranges::find(segment.statements, failed.progress.statement, &ScriptStatement::number);
    if (found != segment.statements.end()) return &*found;
  }
  return nullptr;
}

/// A script or seed has made what is there already: itself, or another one, or it ran before.
void tell_how_to_run_again(Session& session, const FailedRun& run, const FailedStep& failed,
                           Diagnostic& problem) {
  const StepWork& work = failed.work;
  const SqlDialect dialect = session.dialect().sql();
  const ScriptStatement* statement = statement_of(failed);
  const std::string words = problem.place ? problem.place->label : "";
  if (statement == nullptr || made_earlier(*work.script, failed.progress.statement,
                                           name_in_the_way(words, dialect)) != nullptr)
    return;
  const int version = session.connection().usable() ? session.connection().server_version() : 0;
  const std::string how = how_to_run_again(*statement, dialect, version);
  problem.notes.push_back("a " + work.kind +
                          " runs again when it is changed: " + (how.empty() ? "" : how + ", or ") +
                          "`-- aludel:run once` at its top, or make this in a revision");
  if (work.kind == script_kind && !failed.ran_before)
    problem.notes.push_back(
        "what was there before a script ran is not replaced: drop it, or say by `aludel scripts "
        "mark " +
        shell_quoted(work.revision) + run.flags + "` that it is this script's work");
}

}  // namespace

void tell_failed_step(Session& session, const FailedRun& run, const FailedStep& failed,
                      Diagnostic& problem) {
  const bool journalled = journal_failure(session, run, failed, problem);
  const bool in_doubt =
      failed.progress.commit_in_doubt && !(journalled && nothing_between(session, failed.state));
  if (problem.now.empty()) problem.now = what_is_now(run, failed, problem, in_doubt);
  const std::string command = "`" + run.command + "`";
  if (problem.connection_lost) {
    problem.next = command + " again: it looks at what was done and goes on from there";
  } else if (failed.work.kind != revision_kind && is_duplicate(problem, session.dialect().sql())) {
    tell_how_to_run_again(session, run, failed, problem);
    problem.next = "correct the file, then " + command;
  } else if (failed.progress.open_intent > 0 && is_duplicate(problem, session.dialect().sql())) {
    problem.next = "if what is there is what the statement makes, `aludel repair --applied" +
                   run.flags + "`; else drop it or correct the file; then " + command;
  } else if (problem.next.empty() || problem.code == info(Code::disk_full).id) {
    const bool directive_is_wrong = problem.code == info(Code::bad_directive).id;
    const bool file_is_wrong = directive_is_wrong || problem.code == info(Code::bad_operation).id ||
                               problem.code == info(Code::revision_threw).id ||
                               problem.code == info(Code::bad_csv).id ||
                               problem.code == info(Code::seed_misfit).id ||
                               problem.code == info(Code::statement_refused).id ||
                               problem.code == info(Code::verify_failed).id;
    const Script* script = failed.work.script;
    const bool is_derived = script != nullptr && script->is_derived;
    const bool data_are_wrong = problem.sqlstate.starts_with("23");  // constraints
    problem.next = !file_is_wrong ? command + " again"
                   : is_derived   ? "its downgrade is derived: write one into " +
                                      script->source.name() + ", then " + command
                   : directive_is_wrong ? "correct the file or the table, then " + command
                   : data_are_wrong     ? "correct the file or the data, then " + command
                                        : "correct the file, then " + command;
  }
}

}  // namespace aludel
