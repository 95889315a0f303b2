// `stamp`, `repair`, `ensure-version`: what changes the bookkeeping alone.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/print_script.hpp"
#include "cli/workspace.hpp"
#include "migrate/accept.hpp"
#include "migrate/ensure_bookkeeping.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/offline.hpp"
#include "migrate/stamp.hpp"
#include "revision/resolve.hpp"

namespace aludel::commands {

namespace {

[[noreturn]] void refuse_purge() {
  Diagnostic problem = diagnostic(
      Code::bad_usage, "`--purge` forgets what is there, and a script says what it begins at");
  problem.next = "`aludel stamp --purge …` on the database, or `aludel stamp FROM:TO --sql`";
  throw Error(std::move(problem));
}

}  // namespace

int stamp(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  if (invocation.arguments.has("sql")) {
    if (invocation.arguments.has("purge")) refuse_purge();
    return print_script(invocation.console,
                        offline_stamp(workspace.offline_options(), graph, workspace.own(),
                                      invocation.arguments.positional));
  }
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

namespace {

std::optional<RepairAnswer> answer_of(const Arguments& arguments) {
  if (arguments.has("applied")) return RepairAnswer::applied;
  if (arguments.has("rolled-back")) return RepairAnswer::rolled_back;
  if (arguments.has("resume")) return RepairAnswer::run_again;
  return std::nullopt;
}

void check_answers(const Arguments& arguments) {
  int answers = 0;
  for (const char* option : {"applied", "rolled-back", "resume", "accept"})
    answers += arguments.has(option) ? 1 : 0;
  Diagnostic problem = diagnostic(
      Code::bad_usage,
      "`aludel repair` needs one of --applied, --rolled-back, --resume and --accept REVISION");
  problem.next = "`aludel status` shows what it is about";
  if (answers == 1 && arguments.has("accept") && arguments.get("reason").value_or("").empty()) {
    problem.message = "`aludel repair --accept` needs a reason";
    problem.next = "`aludel repair --accept " + shell_quoted(arguments.get("accept").value_or("")) +
                   " --reason \"why the file changed\"`: the journal keeps it";
  } else if (answers == 1) {
    return;
  }
  throw Error(std::move(problem));
}

int accept_change(Invocation& invocation, Workspace& workspace) {
  const RevisionGraph& graph = workspace.graph();
  const RevisionIndex revision =
      find_revision(graph, invocation.arguments.get("accept").value_or(""));
  const RunRequest request = workspace.run_request(Direction::up, "head");
  const bool anything = accept_file(workspace.writing(), graph, workspace.own(), revision,
                                    invocation.arguments.get("reason").value_or(""), request.read);
  const std::string& id = graph[revision].id;
  invocation.console.result({{"accepted", anything}, {"revision", id}});
  invocation.console.note(
      anything ? fmt::format("the file of revision {} counts as what ran here", id)
               : fmt::format("nothing to accept: the file of revision {} is what ran here", id));
  return 0;
}

}  // namespace

int repair(Invocation& invocation) {
  check_answers(invocation.arguments);
  const SignalWatch signals;
  Workspace workspace(invocation);
  const std::optional<RepairAnswer> answer = answer_of(invocation.arguments);
  if (!answer) return accept_change(invocation, workspace);
  const RevisionGraph& graph = workspace.graph();
  const RepairResult result = aludel::repair(workspace.writing(), graph, workspace.own(), *answer,
                                             invocation.arguments.get("reason").value_or(""));
  invocation.console.result({{"repaired", result.anything},
                             {"revision", result.revision},
                             {"statement", result.statement},
                             {"rows_after", result.rows_after}});
  if (!result.anything) {
    invocation.console.note("nothing to repair: no statement is in doubt");
    return 0;
  }
  invocation.console.note(
      fmt::format("statement {} of revision {} counts as {} now; the database is at {}",
                  result.statement, result.revision,
                  *answer == RepairAnswer::applied       ? "applied"
                  : *answer == RepairAnswer::rolled_back ? "not applied"
                                                         : "to be run again",
                  shown_rows(result.rows_after)));
  invocation.console.note("next: `aludel status`, then the command that stopped");
  return 0;
}

int ensure_version(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  if (invocation.arguments.has("sql"))
    return print_script(invocation.console, offline_ensure_version(workspace.offline_options()));
  Session& session = workspace.writing();
  const bool was_there = session.bookkeeping().has_version && session.bookkeeping().has_journal &&
                         session.bookkeeping().has_text &&
                         (session.bookkeeping().has_lease || !session.is_borrowed());
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
