// `plan`: what the next run would do.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/plan_text.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

namespace {

/// A file that is not there: what its server will be is what a database in memory is.
int version_of(const Dialect& dialect) {
  ConnectOptions options;
  options.read_only = false;
  return dialect.connect(parse_url("sqlite://", "/"), options)->server_version();
}

void show_head(Console& console, Workspace& workspace, const Preview& plan,
               const RunRequest& request, bool missing) {
  const std::string server =
      missing ? "not there yet" : workspace.reading().connection().server_name();
  console.print(fmt::format("on        {} ({}){}", workspace.url().text_without_password, server,
                            request.consent.needed ? ", protected" : ""));
  console.print(fmt::format("at        {}", shown_rows(plan.state.rows)));
  const auto count = static_cast<long long>(plan.steps.size());
  console.print(fmt::format(
      "plan      `{}`: {} to {}, then at {}", command_of(request), counted(count, "revision"),
      request.direction == Direction::up ? "apply" : "undo", shown_rows(plan.rows_after)));
  if (plan.state.in_progress) {
    const InProgress& progress = *plan.state.in_progress;
    console.print(fmt::format("goes on   with {} at segment {} of {}", progress.revision,
                              progress.done() + 1, progress.segments));
    if (progress.intent)
      console.print(fmt::format("          after a look at what became of its statement {}",
                                progress.intent->statement));
  }
  console.print("");
}

void show_foot(Console& console, const Preview& plan, const RunRequest& request) {
  const bool agreed = std::ranges::all_of(plan.plan.steps, [](const PlannedStep& step) {
    return !step.loses() || step.script->allow_data_loss.has_value();
  });
  if (request.consent.needed && !agreed) {
    console.print(fmt::format("next      {}", request.consent.how));
  } else {
    console.print(fmt::format("next      `{}`", command_of(request)));
  }
  if (!plan.not_asked) return;
  Diagnostic note = *plan.not_asked;
  note.severity = Severity::note;
  note.message = "sizes and counts are missing: " + note.message;
  note.code.clear();
  console.warn(note);
}

}  // namespace

int plan(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const bool down = invocation.arguments.has("down");
  const Direction direction = down ? Direction::down : Direction::up;
  RunRequest request =
      workspace.run_request(direction, invocation.arguments.target(down ? "-1" : "head"));
  const Dialect& dialect = dialect_for(workspace.url());
  const bool missing = workspace.not_there_yet();
  Session* session = missing ? nullptr : &workspace.reading();
  const int version = missing ? version_of(dialect) : session->connection().server_version();
  const Preview plan = preview(session, dialect, version, request,
                               workspace.database().foreign_keys.value_or(false));
  console.result(plan_json(plan));
  if (plan.steps.empty()) {
    console.note(fmt::format("nothing to do, the database is at {}", shown_rows(plan.state.rows)));
    return 0;
  }
  show_head(console, workspace, plan, request, missing);
  for (const std::string& line :
       plan_text(plan, {.verbose = invocation.arguments.has("verbose"), .width = 96}))
    console.print(line);
  show_foot(console, plan, request);
  return 0;
}

}  // namespace aludel::commands
