#include "cli/backups.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/missing_file.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "lint/loss_text.hpp"
#include "migrate/state.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// In the limits, and the words, of the setting.
int number_of(const Arguments& arguments, const char* option, int lowest, int highest,
              int otherwise) {
  const auto text = arguments.get(option);
  if (!text) return otherwise;
  int number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error == std::errc{} && end == text->data() + text->size() && number >= lowest &&
      number <= highest)
    return number;
  Diagnostic problem =
      diagnostic(Code::bad_usage, fmt::format("--{} must be a number from {} to {}, and is `{}`",
                                              option, lowest, highest, *text));
  problem.now = "nothing was changed";
  problem.next = fmt::format("`--{} {}`, say", option, std::max(lowest, 1));
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_missing_database(Workspace& workspace) {
  Diagnostic problem =
      diagnostic(Code::database_missing,
                 "there is no database file " + shown_path(workspace.url().sqlite_path));
  problem.now = "no backup was made";
  problem.next = "correct the URL; or `aludel upgrade" + workspace.flags() + "` to create it";
  throw Error(std::move(problem));
}

}  // namespace

BackupSettings backup_settings(Invocation& invocation, Workspace& workspace) {
  const Project& project = workspace.project();
  const Arguments& arguments = invocation.arguments;
  BackupSettings settings;
  settings.database = workspace.confirmed_name();
  settings.url = workspace.session_options(false).url;
  settings.base = project.root;
  settings.folder.may_be_made = !project.backup_directory && !arguments.has("directory");
  settings.folder.path =
      arguments.has("directory")
          ? fs::absolute(arguments.get("directory").value_or("")).lexically_normal()
          : project.backup_directory.value_or(project.script_location.parent_path() / "backups");
  settings.keep = number_of(arguments, "keep", 0, 10000, project.backup_keep);
  settings.jobs = number_of(arguments, "jobs", 1, 64, project.backup_jobs);
  settings.compression = project.backup_compression;
  settings.pg_bin = project.pg_bin;
  settings.sink = [&console = invocation.console](const Transfer& transfer) {
    console.show(transfer);
  };
  return settings;
}

BackupReport back_up(Invocation& invocation, Workspace& workspace) {
  if (workspace.not_there_yet()) refuse_missing_database(workspace);
  const BackupSettings settings = backup_settings(invocation, workspace);
  workspace.close();
  Console& console = invocation.console;
  try {
    const BackupReport report = make_backup(workspace.writing(), settings);
    workspace.close();
    for (const std::string& name : report.leftovers)
      console.note("  removed " + name + ", which a stopped backup had left");
    for (const std::string& name : report.removed)
      console.note(fmt::format("  removed {}: the newest {} are kept", name, settings.keep));
    const Manifest& manifest = report.manifest;
    console.note(fmt::format("backed up {} at {}: {}, {} in {}", manifest.database,
                             standing_of(manifest), contents_of(manifest),
                             shown_bytes(manifest.size()),
                             format_duration(std::chrono::milliseconds(manifest.duration_ms))));
    return report;
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.now.empty()) problem.now = "no backup was made; the database is as it was";
    if (problem.next.empty())
      problem.next =
          "`aludel " + std::string(invocation.command.name) + workspace.flags() + "` again";
    throw;
  }
}

std::string contents_of(const Manifest& manifest) {
  return counted(manifest.table_count(), "table") + " with " + with_commas(manifest.row_count()) +
         (manifest.row_count() == 1 ? " row" : " rows");
}

std::string standing_of(const Manifest& manifest) {
  return shown_rows(manifest.rows) +
         (manifest.in_progress.empty()
              ? ""
              : ", and revision " + manifest.in_progress + " is in progress");
}

}  // namespace aludel
