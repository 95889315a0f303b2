// `db backup` and `db list-backups`.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/backups.hpp"
#include "cli/commands/commands.hpp"
#include "lint/loss_text.hpp"
#include "migrate/state.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Manifest& manifest) {
  return {{"database", manifest.database},
          {"created_utc", manifest.created_utc},
          {"server", manifest.server},
          {"rows", manifest.rows},
          {"in_progress", manifest.in_progress.empty() ? Json() : Json(manifest.in_progress)},
          {"tables", manifest.table_count()},
          {"row_count", manifest.row_count()},
          {"bytes", manifest.size()}};
}

std::string line_of(const FoundBackup& backup, std::size_t width) {
  const std::string name = fmt::format("{:<{}}", backup.name, width);
  if (backup.unfinished)
    return name + (backup.being_made ? "  unfinished: it is being made"
                                     : "  unfinished: the next `aludel db backup` removes it");
  if (backup.problem) return name + "  damaged";
  const Manifest& manifest = *backup.manifest;
  return fmt::format("{}  {:>8}  {}  {}", name, shown_bytes(manifest.size()),
                     manifest.created_utc.substr(0, 19), contents_of(manifest));
}

/// Reads all files of a backup; what is wrong is told and is its problem from then on.
void verify(FoundBackup& backup, const BackupSettings& settings) {
  if (!backup.manifest || backup.problem) return;
  try {
    verify_files(backup.path, *backup.manifest, settings.sink, SignalWatch::token());
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::backup_unverified).id) throw;
    backup.problem = error.diagnostic();
  }
}

}  // namespace

int db_backup(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const BackupReport report = back_up(invocation, workspace);
  invocation.console.print(shown_path(report.path));
  Json result{{"name", report.path.filename().string()}, {"path", report.path.string()}};
  result.update(json_of(report.manifest));
  result["removed"] = report.removed;
  invocation.console.result(std::move(result));
  return 0;
}

int db_list_backups(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const BackupSettings settings = backup_settings(invocation, workspace);
  require_folder(settings.folder);
  std::vector<FoundBackup> backups = find_backups(settings.folder.path);
  if (invocation.arguments.has("database")) {
    std::erase_if(backups, [&](const FoundBackup& backup) {
      return backup.manifest && backup.manifest->database != settings.database;
    });
  }
  std::size_t width = 0;
  for (const FoundBackup& backup : backups) width = std::max(width, backup.name.size());
  Json list = Json::array();
  int exit_code = 0;
  for (FoundBackup& backup : backups) {
    if (invocation.arguments.has("verify")) verify(backup, settings);
    console.print(line_of(backup, width));
    const bool is_damaged = backup.problem.has_value();
    list.push_back({{"name", backup.name},
                    {"path", backup.path.string()},
                    {"state", backup.being_made   ? "being made"
                              : backup.unfinished ? "unfinished"
                              : is_damaged        ? "damaged"
                                                  : "whole"}});
    if (backup.manifest && !is_damaged) list.back().update(json_of(*backup.manifest));
    if (is_damaged) console.warn(*backup.problem);
    if (is_damaged) exit_code = exit_code_of(backup.problem->code);
  }
  if (backups.empty())
    console.note("there is no backup in " + shown_path(settings.folder.path) +
                 "; `aludel db backup" + workspace.flags() + "` makes one");
  console.result({{"folder", settings.folder.path.string()}, {"backups", std::move(list)}});
  return exit_code;
}

}  // namespace aludel::commands
