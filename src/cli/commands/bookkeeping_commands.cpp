// `stamp`, `repair`, `ensure-version`: what changes the bookkeeping alone.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/offline.hpp"
#include "cli/workspace.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/stamp.hpp"

namespace aludel::commands {

int stamp(Invocation& invocation) {
  refuse_offline(invocation.arguments);
  const SignalWatch signals;
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  const StampResult result =
      aludel::stamp(workspace.writing(), graph, workspace.own(), invocation.arguments.positional,
                    invocation.arguments.has("purge"));
  invocation.console.result(
      {{"rows_before", result.rows_before}, {"rows_after", result.rows_after}});
  invocation.console.note(
      fmt::format("stamped: the version table said {}, it says {} now; nothing was run",
                  shown_rows(result.rows_before), shown_rows(result.rows_after)));
  return 0;
}

int repair(Invocation& invocation) {
  const bool applied = invocation.arguments.has("applied");
  const bool rolled_back = invocation.arguments.has("rolled-back");
  if (applied == rolled_back) {
    Diagnostic problem =
        diagnostic(Code::bad_usage, "`aludel repair` needs one of --applied and --rolled-back");
    problem.next = "`aludel status` shows which statement it is about";
    throw Error(std::move(problem));
  }
  const SignalWatch signals;
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  const RepairResult result =
      aludel::repair(workspace.writing(), graph, workspace.own(),
                     applied ? RepairAnswer::applied : RepairAnswer::rolled_back,
                     invocation.arguments.get("reason").value_or(""));
  invocation.console.result({{"repaired", result.anything},
                             {"revision", result.revision},
                             {"statement", result.statement},
                             {"rows_after", result.rows_after}});
  if (!result.anything) {
    invocation.console.note("nothing to repair: no statement is in doubt");
    return 0;
  }
  invocation.console.note(fmt::format(
      "statement {} of revision {} counts as {} now; the database is at {}", result.statement,
      result.revision, applied ? "applied" : "not applied", shown_rows(result.rows_after)));
  invocation.console.note("next: `aludel status`, then the command that stopped");
  return 0;
}

int ensure_version(Invocation& invocation) {
  refuse_offline(invocation.arguments);
  const SignalWatch signals;
  Workspace workspace(invocation);
  Session& session = workspace.writing();
  const bool was_there = session.bookkeeping().has_version && session.bookkeeping().has_journal &&
                         session.bookkeeping().has_text;
  if (!was_there) {
    const MigrationLock lock(session);
    ensure_bookkeeping(session);
  }
  invocation.console.result(
      {{"version_table", session.bookkeeping().key}, {"created", !was_there}});
  invocation.console.note(fmt::format("the version table {} {}", session.bookkeeping().key,
                                      was_there ? "was there already" : "is there now"));
  return 0;
}

}  // namespace aludel::commands
