#include "cli/commands/standing.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/status_page.hpp"
#include "migrate/journal_check.hpp"
#include "revision/plan_steps.hpp"

namespace aludel::commands {

std::vector<RevisionIndex> pending_revisions(const RevisionGraph& graph, const RevisionSet& own,
                                             const DatabaseState& state) {
  std::vector<RevisionIndex> pending;
  for (const Step& step : plan_upgrade(graph, own, state.rows, "heads").steps)
    pending.push_back(step.revision);
  return pending;
}

Json ids(const RevisionGraph& graph, const std::vector<RevisionIndex>& revisions) {
  Json list = Json::array();
  for (const RevisionIndex each : revisions) list.push_back(graph[each].id);
  return list;
}

std::string next_command(Workspace& workspace, const DatabaseState& state, std::size_t pending,
                         std::size_t heads) {
  // Without its file nothing finishes it: `aludel upgrade` says what there is to do.
  if (state.in_progress && !workspace.graph().find(state.in_progress->revision))
    return "aludel upgrade" + workspace.flags();
  if (state.in_progress)
    return command_to_finish(*state.in_progress, workspace.graph()) + workspace.flags();
  if (pending == 0) return {};
  return (heads > 1 ? "aludel upgrade heads" : "aludel upgrade") + workspace.flags();
}

std::vector<ScriptState> open_scripts(Workspace& workspace, const ScriptRecords& records) {
  if (workspace.scripts().empty()) return {};
  std::vector<ScriptState> states = script_states(workspace.scripts(), records);
  std::erase_if(states, [](const ScriptState& state) { return !state.is_news(); });
  return states;
}

std::vector<std::string> half_way_without_file(Workspace& workspace, const ScriptRecords& records) {
  std::vector<std::string> names;
  for (const auto& [name, record] : records) {
    if (record.half_way && find_script(workspace.scripts(), name) == nullptr) names.push_back(name);
  }
  return names;
}

std::string line_of(const ScriptState& state) {
  return state.script->name + "  " + description_of(state);
}

Json names_of(const std::vector<ScriptState>& scripts) {
  Json names = Json::array();
  for (const ScriptState& state : scripts) names.push_back(state.script->name);
  return names;
}

std::vector<ChangedFile> changed_since(Workspace& workspace, const RevisionSet& applied) {
  if (workspace.not_there_yet()) return {};
  const RunRequest request = workspace.run_request(Direction::up, "head");
  return changed_files(workspace.reading(), workspace.graph(), applied, request.read);
}

void warn_of_never_run(Console& console, Workspace& workspace, Session& session,
                       const DatabaseState& state) {
  const RevisionGraph& graph = workspace.graph();
  const std::vector<RevisionIndex> never_run =
      compare_with_journal(session, graph, workspace.own(), state).never_run;
  if (never_run.empty()) return;
  Diagnostic note = diagnostic(Code::row_without_file,
                               counted(static_cast<long long>(never_run.size()), "revision") +
                                   " below an applied one ha" +
                                   (never_run.size() == 1 ? "s" : "ve") + " never run here");
  note.code.clear();
  note.severity = Severity::warning;
  for (const RevisionIndex each : never_run) note.notes.push_back(aludel::line_of(graph, each));
  note.next =
      "`aludel status` tells more; a file that was inserted below the head belongs above it";
  console.warn(note);
}

}  // namespace aludel::commands
