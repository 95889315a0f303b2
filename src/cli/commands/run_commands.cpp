// `upgrade` and `downgrade`: the same run in two directions.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/standing.hpp"
#include "cli/print_script.hpp"
#include "cli/upgrade_backup.hpp"
#include "cli/workspace.hpp"
#include "migrate/offline.hpp"
#include "revision/section.hpp"

namespace aludel::commands {

namespace {

bool one_transaction(const Arguments& arguments) {
  const std::string scope = arguments.get("transaction").value_or("revision");
  if (scope == "all" || scope == "revision") return scope == "all";
  Diagnostic problem =
      diagnostic(Code::bad_usage, "--transaction takes `revision` or `all`, not `" + scope + "`");
  problem.next = "`--transaction all` puts everything into one transaction";
  throw Error(std::move(problem));
}

nlohmann::ordered_json json_of(const Report& result, std::chrono::milliseconds duration) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const RanStep& step : result.steps) {
    steps.push_back({{"revision", step.revision},
                     {"message", step.message},
                     {"direction", name_of(step.direction)},
                     {"duration_ms", step.duration.count()}});
  }
  return {{"steps", steps},
          {"by_other_runs", result.by_others},
          {"rows_before", result.rows_before},
          {"rows_after", result.rows_after},
          {"duration_ms", duration.count()}};
}

/// `--sql`: the run as a script.
int write_script(Invocation& invocation, Workspace& workspace, Direction direction) {
  RunRequest request = workspace.run_request(
      direction, invocation.arguments.target(direction == Direction::up ? "head" : ""));
  request.one_transaction = one_transaction(invocation.arguments);
  return print_script(invocation.console, offline_run(workspace.offline_options(), request));
}

/// Runs, and where that fails looks what is to be done with the backup.
Report run_with(Workspace& workspace, const RunRequest& request, UpgradeBackup& backup) {
  std::string run_id;
  try {
    Session& session = workspace.writing();
    run_id = session.run().run_id;
    return run(session, request);
  } catch (Error& error) {
    backup.settle(error, run_id);
    throw;
  }
}

/// The run has done its work by now: that nothing more can be looked at does not make it fail.
void look_below(Console& console, Workspace& workspace, const Report& result) {
  DatabaseState state;
  state.rows = result.rows_after;
  try {
    warn_of_never_run(console, workspace, workspace.writing(), state);
  } catch (const Error&) {
    return;
  }
}

int run_in(Invocation& invocation, Direction direction) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  if (invocation.arguments.has("sql")) return write_script(invocation, workspace, direction);
  RunRequest request = workspace.run_request(
      direction, invocation.arguments.target(direction == Direction::up ? "head" : "-1"));
  request.one_transaction = one_transaction(invocation.arguments);
  if (request.one_transaction) request.flags += " --transaction all";
  Console& console = invocation.console;
  UpgradeBackup backup(invocation, workspace, request, {});
  const auto begin = std::chrono::steady_clock::now();
  const Report result = run_with(workspace, request, backup);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  nlohmann::ordered_json json = json_of(result, duration);
  if (backup.report()) json["backup"] = backup.report()->path.string();
  console.result(std::move(json));
  if (direction == Direction::up) look_below(console, workspace, result);
  if (result.steps.empty()) {
    const std::string others =
        result.by_others > 0
            ? fmt::format("another run did the work ({}); ", counted(result.by_others, "revision"))
            : "";
    console.note(fmt::format("{}nothing to do, the database is at {}", others,
                             shown_rows(result.rows_after)));
    return 0;
  }
  console.note(fmt::format("{} {} in {}; the database is at {}",
                           direction == Direction::up ? "applied" : "undone",
                           counted(static_cast<long long>(result.steps.size()), "revision"),
                           format_duration(duration), shown_rows(result.rows_after)));
  return 0;
}

}  // namespace

int upgrade(Invocation& invocation) {
  return run_in(invocation, Direction::up);
}
int downgrade(Invocation& invocation) {
  return run_in(invocation, Direction::down);
}

}  // namespace aludel::commands
