#include <algorithm>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/backups.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

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

/// What its name says where its manifest does not. The name of another database may begin with
/// this one's: it is taken for that one's where that one has a whole backup.
bool may_be_of(const FoundBackup& backup, const std::string& database,
               const std::vector<FoundBackup>& found) {
  if (!is_named_for(backup.name, database)) return false;
  return std::ranges::none_of(found, [&](const FoundBackup& other) {
    return other.manifest && other.manifest->database.size() > database.size() &&
           is_named_for(backup.name, other.manifest->database);
  });
}

std::string told_older(const FoundBackup& older,
                       const std::function<std::string(const std::string& name)>& restore) {
  return "`" + restore(older.name) + "` restores the one before, made " +
         older.manifest->created_utc;
}

[[noreturn]] void refuse_damaged(
    const BackupSettings& settings, const FoundBackup& newest, const FoundBackup* older,
    const std::function<std::string(const std::string& name)>& restore) {
  Diagnostic problem = newest.problem.value();
  problem.message = "the newest backup of " + settings.database + ", " + newest.name +
                    ", cannot be restored: " + problem.message;
  problem.now = "nothing was changed";
  problem.next = older == nullptr
                     ? "`aludel db list-backups` shows what there is; there is no whole one of " +
                           settings.database
                     : told_older(*older, restore);
  throw Error(std::move(problem));
}

ChosenBackup choose_newest(const BackupSettings& settings, const std::vector<FoundBackup>& found,
                           const std::function<std::string(const std::string& name)>& restore) {
  const FoundBackup* newest = nullptr;
  const FoundBackup* whole = nullptr;
  const FoundBackup* before = nullptr;  ///< the whole one before that
  const FoundBackup* nameless = nullptr;
  for (const FoundBackup& each : found) {
    if (each.unfinished) continue;
    if (each.manifest ? is_backup_of(*each.manifest, settings)
                      : may_be_of(each, settings.database, found))
      newest = &each;
    if (newest == &each && !each.problem) before = std::exchange(whole, &each);
    if (!each.manifest && !is_backup_name(each.name)) nameless = &each;
  }
  if (newest == nullptr) newest = nameless;
  if (newest == nullptr) refuse_name(settings, "", found);
  if (newest != whole) refuse_damaged(settings, *newest, whole, restore);
  return {newest->path, newest->manifest.value(),
          before == nullptr ? "" : told_older(*before, restore)};
}

}  // namespace

ChosenBackup choose_backup(const BackupSettings& settings, const std::string& argument,
                           const std::function<std::string(const std::string& name)>& restore) {
  const bool is_path = argument.find('/') != std::string::npos;
  if (!is_path) require_folder(settings.folder);
  const std::vector<FoundBackup> found = find_backups(settings.folder.path);
  if (argument.empty()) return choose_newest(settings, found, restore);
  const auto named = std::ranges::find(found, argument, &FoundBackup::name);
  if (named != found.end()) {
    if (named->unfinished) refuse_unfinished(*named);
    return {named->path, read_manifest(named->path), {}};
  }
  std::error_code ignored;
  fs::path folder = fs::absolute(argument, ignored).lexically_normal();
  if (!folder.has_filename() || fs::is_regular_file(folder, ignored)) folder = folder.parent_path();
  const bool may_be_one = fs::exists(folder / "manifest.json", ignored) ||
                          is_backup_name(folder.filename().string()) || is_path;
  if (!fs::is_directory(folder, ignored) || !may_be_one) refuse_name(settings, argument, found);
  return {folder, read_manifest(folder), {}};
}

}  // namespace aludel
