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

[[noreturn]] void refuse_name(const BackupSettings& settings, const std::string& name,
                              const std::vector<FoundBackup>& found) {
  std::vector<std::string> names;
  for (const FoundBackup& each : found) {
    if (each.manifest) names.push_back(each.name);
  }
  const std::string folder = shown_path(settings.folder.path);
  Diagnostic problem =
      name.empty()
          ? diagnostic(Code::unknown_backup,
                       "there is no backup of " + settings.database + " in " + folder)
          : diagnostic(Code::unknown_backup, "there is no backup `" + name + "` in " + folder);
  problem.hint = did_you_mean(name, names);
  for (const FoundBackup& each : found) {
    if (name.empty() && each.manifest && each.manifest->database == settings.database)
      problem.hint = each.name + " was made elsewhere, of " + each.manifest->url +
                     ": give its name to take it all the same";
  }
  problem.now = "nothing was changed";
  problem.next = names.empty() ? "`aludel db backup` makes one; or give the folder of a backup"
                               : "`aludel db list-backups` shows what there is";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_unfinished(const FoundBackup& backup) {
  Diagnostic problem =
      diagnostic(Code::backup_unverified,
                 "the backup " + backup.name + " is unfinished: " +
                     (backup.being_made ? "it is being made" : "whoever made it was stopped"));
  problem.now = "nothing was changed";
  problem.next = "use another backup: `aludel db list-backups`";
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
                             shown_rows(manifest.rows), contents_of(manifest),
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

ChosenBackup choose_backup(const BackupSettings& settings, const std::string& argument) {
  const bool is_path = argument.find('/') != std::string::npos;
  if (!is_path) require_folder(settings.folder);
  const std::vector<FoundBackup> found = find_backups(settings.folder.path);
  if (argument.empty()) {
    const auto newest = std::find_if(found.rbegin(), found.rend(), [&](const FoundBackup& each) {
      return each.manifest && is_backup_of(*each.manifest, settings);
    });
    if (newest == found.rend()) refuse_name(settings, argument, found);
    return {newest->path, *newest->manifest};
  }
  const auto named = std::ranges::find(found, argument, &FoundBackup::name);
  if (named != found.end()) {
    if (named->unfinished) refuse_unfinished(*named);
    return {named->path, read_manifest(named->path)};
  }
  std::error_code ignored;
  fs::path folder = fs::absolute(argument, ignored).lexically_normal();
  if (!folder.has_filename() || fs::is_regular_file(folder, ignored)) folder = folder.parent_path();
  if (!fs::exists(folder / "manifest.json", ignored)) refuse_name(settings, argument, found);
  return {folder, read_manifest(folder)};
}

std::string contents_of(const Manifest& manifest) {
  return counted(manifest.table_count(), "table") + " with " + with_commas(manifest.row_count()) +
         (manifest.row_count() == 1 ? " row" : " rows");
}

}  // namespace aludel
