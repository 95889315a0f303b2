// `revision --autogenerate`: a revision that makes what the models say.
#include <nlohmann/json.hpp>

#include "app/autogenerate/generated_sections.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/standing.hpp"
#include "cli/compared_state.hpp"
#include "cli/new_revision.hpp"
#include "cli/rehearse.hpp"
#include "cli/shown_difference.hpp"
#include "cli/typed_again.hpp"

namespace aludel::commands {

namespace {

/// The models are compared with where the revisions lead: what is not applied would be written
/// again.
void require_nothing_pending(Workspace& workspace) {
  const DatabaseState state = workspace.state();
  const auto pending = pending_revisions(workspace.graph(), workspace.own(), state);
  if (pending.empty() && !state.in_progress) return;
  Diagnostic problem =
      diagnostic(Code::pending, "the database is not up to date: " +
                                    counted(static_cast<long long>(pending.size()), "revision") +
                                    " not applied");
  problem.now = "no file was written";
  problem.next = "`aludel upgrade" + workspace.flags() +
                 "` first; or add `--from history`, which needs no database";
  throw Error(std::move(problem));
}

}  // namespace

int autogenerate(Invocation& invocation, Workspace& workspace, Revision revision) {
  const SignalWatch signals;
  Console& console = invocation.console;
  const std::string from = invocation.arguments.get("from").value_or("database");
  if (from == "database") require_nothing_pending(workspace);
  ComparedWords words = compare_words(invocation, workspace, from, "models", true);
  note_not_compared(console, words.found);
  if (!words.found.differ()) {
    console.note(words.from.name + " and the models agree: no file was written");
    console.result({{"revision", nullptr}, {"path", nullptr}, {"down_revision", Json::array()}});
    return 0;
  }
  require_clear(words.found.unclear, "aludel revision --autogenerate" +
                                         own_options(invocation, "autogenerate") +
                                         workspace.flags());
  ComparedStates down = taken_back(words.found, words.from.state, words.dialect());
  rehearse(invocation, workspace, words, &down);
  write_new_revision(invocation, workspace, std::move(revision), [&](bool in_cpp) {
    return in_cpp ? generated_cpp(words.found) : generated_sql(words.found, down);
  });
  for (const RenderedChange& change : words.found.changes) {
    for (const std::string& line : change.what) console.note("  " + line);
    for (const Hazard& hazard : change.hazards)
      console.note("      " + std::string(hazard.code) + ": " + hazard.text);
  }
  if (words.found.refusals.empty()) return 0;
  for (const Refusal& refusal : words.found.refusals) {
    Diagnostic problem =
        diagnostic(Code::different, "not done: " + refusal.object + ": " + refusal.reason);
    problem.severity = Severity::warning;
    problem.next = "write it into the file by hand";
    console.warn(problem);
  }
  return 1;
}

}  // namespace aludel::commands
