// `check`: do the models and the database agree; with --pending: is anything not applied?
#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/standing.hpp"
#include "cli/compared_state.hpp"
#include "cli/shown_difference.hpp"
#include "cli/status_page.hpp"
#include "revision/applied.hpp"
#include "revision/resolve.hpp"
#include "revision/section.hpp"

namespace aludel::commands {

namespace {

/// Changed upgrades are an error; the rest is a note.
void look_for_changed_files(Workspace& workspace, const DatabaseState& state, Console& console) {
  if (workspace.not_there_yet()) return;
  const RunRequest request = workspace.run_request(Direction::up, "head");
  const auto changed = changed_since(
      workspace, applied_state(workspace.graph(), workspace.own(), state.rows).applied);
  auto problems = changed_upgrades(workspace.reading(), workspace.graph(), changed, request.read,
                                   workspace.flags());
  for (Diagnostic& problem : problems) problem.now = "the database is at " + shown_rows(state.rows);
  if (!problems.empty()) throw Error(std::move(problems));
  if (changed.empty()) return;
  Diagnostic note = diagnostic(Code::changed_upgrade,
                               counted(static_cast<long long>(changed.size()), "applied file") +
                                   " changed since, in comments or downgrades alone");
  note.code.clear();
  note.severity = Severity::note;
  for (const ChangedFile& each : changed)
    note.notes.push_back(line_of(workspace.graph(), each.revision) + ": " +
                         std::string(description_of(each.what)));
  console.warn(note);
}

int check_pending(Invocation& invocation) {
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const RevisionGraph& graph = workspace.graph();
  const DatabaseState state = workspace.state();
  const auto pending = pending_revisions(graph, workspace.own(), state);
  for (const RevisionIndex revision : pending) console.print(line_of(graph, revision));
  const ScriptRecords records = workspace.script_records();
  const std::vector<ScriptState> scripts = open_scripts(workspace, records);
  for (const ScriptState& script : scripts) console.print(line_of(script));
  Json list = ids(graph, pending);
  if (!workspace.not_there_yet()) warn_of_never_run(console, workspace, workspace.reading(), state);
  console.result({{"pending", list},
                  {"scripts", names_of(scripts)},
                  {"in_progress", state.in_progress ? Json(state.in_progress->revision) : Json()}});
  look_for_changed_files(workspace, state, console);
  const std::vector<std::string> gone = half_way_without_file(workspace, records);
  if (!gone.empty()) {
    Diagnostic problem = diagnostic(
        Code::pending, "script " + join(gone, ", ") + " stopped half-way, and its file is gone");
    problem.next = "bring the file back and run it, or `aludel scripts mark " +
                   shell_quoted(gone.front()) + workspace.flags() + "`";
    console.warn(problem);
    return 1;
  }
  if (pending.empty() && !state.in_progress && scripts.empty()) {
    console.note("nothing is pending");
    return 0;
  }
  if (pending.empty() && !state.in_progress) {
    Diagnostic problem = diagnostic(
        Code::pending, counted(static_cast<long long>(scripts.size()), "script") + " to run");
    problem.next = "`aludel scripts run" + workspace.flags() + "`";
    console.warn(problem);
    return 1;
  }
  Diagnostic problem = diagnostic(
      Code::pending,
      state.in_progress
          ? "revision " + state.in_progress->revision + " stopped half-way"
          : counted(static_cast<long long>(pending.size()), "revision") + " not applied");
  problem.next =
      "`" + next_command(workspace, state, pending, heads_of(graph, workspace.own()).size()) + "`";
  console.warn(problem);
  return 1;
}

/// @throws Error(row_without_file) where the database is ahead of the files
std::size_t count_not_applied(Workspace& workspace) {
  const DatabaseState state = workspace.state();
  return pending_revisions(workspace.graph(), workspace.own(), state).size();
}

int check_models(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const std::string word = invocation.arguments.get("from").value_or("database");
  const std::size_t not_applied = word == "database" ? count_not_applied(workspace) : 0;
  const auto [from, to, compared, like] =
      compare_words(invocation, workspace, word, "models", false);
  console.result(difference_json(compared));
  note_not_compared(console, compared);
  if (!compared.differ()) {
    console.note(from.name + " and the models agree");
    return 0;
  }
  show_difference(console, compared);
  show_unclear(console, compared.unclear);
  Diagnostic problem = diagnostic(
      Code::different, from.name + " and the models differ: " + counted_differences(compared));
  if (not_applied > 0) {
    problem.notes.push_back(
        "behind the revisions: " + counted(static_cast<long long>(not_applied), "revision") +
        " not applied");
    problem.next = "`aludel upgrade" + workspace.flags() +
                   "` first; or `aludel check --from history" + workspace.flags() +
                   "`, which compares what the revisions make";
    console.warn(problem);
    return 1;
  }
  problem.next = "`aludel revision --autogenerate -m \"…\"" + workspace.flags() +
                 "` writes them into a revision, `aludel diff " + shell_quoted(word) +
                 " models --sql" + workspace.flags() + "` shows them as SQL";
  console.warn(problem);
  return 1;
}

}  // namespace

int check(Invocation& invocation) {
  return invocation.arguments.has("pending") ? check_pending(invocation) : check_models(invocation);
}

}  // namespace aludel::commands
