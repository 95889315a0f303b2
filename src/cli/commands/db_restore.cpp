// `db restore`: a backup in the place of the database.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/backups.hpp"
#include "cli/commands/commands.hpp"
#include "cli/restore_consent.hpp"
#include "cli/typed_again.hpp"
#include "migrate/state.hpp"

namespace aludel::commands {

namespace {

/// @param older  what to do where the backup turns out to be damaged, as reading all of it may show
RestoreReport restored(const RestoreRequest& request, const std::string& older) {
  try {
    return restore_backup(request);
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.code == info(Code::backup_unverified).id && !older.empty()) problem.next = older;
    throw;
  }
}

}  // namespace

int db_restore(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const Arguments& arguments = invocation.arguments;
  const auto begin = std::chrono::steady_clock::now();
  RestoreRequest request;
  request.settings = backup_settings(invocation, workspace);
  const std::string argument =
      arguments.positional.empty() ? std::string() : arguments.positional.front();
  const auto restore = [&](const std::string& name, std::string_view except) {
    return "aludel db restore" + (name.empty() ? "" : " " + shell_quoted(name)) +
           own_options(invocation, except) + workspace.flags();
  };
  ChosenBackup chosen = choose_backup(request.settings, argument,
                                      [&](const std::string& name) { return restore(name, ""); });
  request.backup = std::move(chosen.path);
  request.manifest = std::move(chosen.manifest);
  request.force = arguments.has("force");
  request.keep_old = arguments.has("keep-old");
  request.no_owner = arguments.has("no-owner");
  request.again = restore(argument, "confirm");
  workspace.close();
  request.target = workspace.session_options(false);
  require_same_kind(request);
  const RestoreTarget target = workspace.completing([&] { return look_at_target(request.target); });
  request.reason = agree_to_restore(workspace, arguments, request, target);
  const std::string name = request.backup.filename().string();
  if (target.exists && !target.is_empty)
    console.note(fmt::format("  replaces {}: {}", request.settings.database, target.what));
  const RestoreReport report = restored(request, chosen.next);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  for (const std::string& leftover : report.leftovers)
    console.note("  removed " + leftover + ", which a stopped restore had left");
  if (!report.kept_old.empty()) console.note("  the old database is kept as " + report.kept_old);
  console.note(fmt::format("restored {}: {} in {}; the database is at {}", name,
                           contents_of(request.manifest), format_duration(duration),
                           standing_of(request.manifest)));
  console.result({{"name", name},
                  {"rows_after", request.manifest.rows},
                  {"kept_old", report.kept_old.empty() ? nlohmann::ordered_json()
                                                       : nlohmann::ordered_json(report.kept_old)},
                  {"duration_ms", duration.count()}});
  return 0;
}

}  // namespace aludel::commands
