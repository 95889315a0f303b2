#include "app/backup/backup.hpp"

#include <algorithm>
#include <ctime>

#include "aludel/version.hpp"
#include "app/backup/make_files.hpp"
#include "app/missing_file.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "db/percent.hpp"
#include "migrate/journal.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

/// "2026-11-21 20:30:00+00:00" as a part of a file's name: "20261121T203000Z".
std::string compact(const std::string& timestamp) {
  std::string digits;
  for (const char c : timestamp.substr(0, 19)) {
    if (is_digit(c)) digits += c;
  }
  return digits.substr(0, 8) + 'T' + digits.substr(8) + 'Z';
}

std::string safe(const std::string& text) {
  std::string result;
  for (const char c : text.substr(0, 60)) result += is_word(c) || c == '-' || c == '.' ? c : '_';
  return result.starts_with('.') ? "_" + result : result;
}

std::string name_for(const Manifest& manifest) {
  std::string at = manifest.rows.empty() ? "base" : manifest.rows.front();
  if (manifest.rows.size() > 1) at += "+" + std::to_string(manifest.rows.size() - 1);
  return safe(manifest.database) + '_' + at + '_' + compact(manifest.created_utc);
}

void write_journal(Session& session, const std::string& name, long long duration_ms,
                   const Manifest& manifest) {
  if (!session.bookkeeping().has_journal) return;
  JournalEntry entry;
  entry.kind = "backup";
  entry.name = name;
  entry.event = "done";
  entry.duration_ms = duration_ms;
  entry.detail =
      counted(manifest.table_count(), "table") + ", " + counted(manifest.row_count(), "row");
  try {
    session.in_transaction(
        {journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry)});
  } catch (const Error& error) {
    session.tell(
        Remark{"the backup is whole; the journal has no row of it: " + error.diagnostic().message});
  }
}

/// Whoever connects. A server by another name counts as another one.
std::string place_of(const DatabaseUrl& url) {
  if (url.kind == DatabaseUrl::Kind::sqlite) return url.sqlite_path;
  return url.host + ":" + (url.port.empty() ? "5432" : url.port) + "/" + url.database;
}

/// A relative URL means another file once the backup is moved, or the project copied.
std::string url_to_keep(const DatabaseUrl& url) {
  if (url.kind != DatabaseUrl::Kind::sqlite || url.sqlite_path.empty())
    return url.text_without_password;
  return "sqlite:///" + replace_all(percent_encode(url.sqlite_path), "%2F", "/");
}

}  // namespace

BackupReport make_backup(Session& session, const BackupSettings& settings) {
  const auto begin = Clock::now();
  BackupReport report;
  report.leftovers = remove_leftovers(settings.folder.path);
  Manifest& manifest = report.manifest;
  manifest.database = settings.database;
  manifest.url = url_to_keep(session.options().url);
  manifest.dialect = session.dialect().name();
  manifest.created_utc = utc_timestamp(std::chrono::system_clock::now());
  manifest.server = session.connection().server_name();
  manifest.server_version = session.connection().server_version();
  manifest.tool_version = version;
  manifest.who = user_name();
  manifest.host = host_name();
  manifest.version_table = session.bookkeeping().key;
  const bool is_file = session.options().url.kind == DatabaseUrl::Kind::sqlite;
  // Its name tells the revision, which is known at the end: until then it has one of its own.
  UnfinishedBackup backup(settings.folder,
                          safe(manifest.database) + '_' + compact(manifest.created_utc));
  try {
    (is_file ? make_sqlite_files : make_postgresql_files)(session, settings, backup.path(),
                                                          manifest);
  } catch (const Error& error) {
    if (error.diagnostic().code == info(Code::disk_full).id)
      throw folder_problem(settings.folder.path, ENOSPC);
    throw;
  }
  manifest.files = measure_files(backup.path(), settings.sink, session.options().stop);
  manifest.duration_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
  report.path = backup.publish(manifest, name_for(manifest));
  write_journal(session, report.path.filename().string(), manifest.duration_ms, manifest);
  if (settings.keep > 0)
    report.removed = keep_newest(
        settings.folder.path, [&](const Manifest& other) { return is_backup_of(other, settings); },
        settings.keep);
  return report;
}

bool is_named_for(const std::string& folder_name, const std::string& database) {
  return is_backup_name(folder_name) && folder_name.starts_with(safe(database) + '_');
}

bool is_from_the_same_place(const Manifest& manifest, const BackupSettings& settings) {
  try {
    return place_of(parse_url(manifest.url, settings.base)) == place_of(settings.url);
  } catch (const Error&) {
    return false;
  }
}

bool is_backup_of(const Manifest& manifest, const BackupSettings& settings) {
  return manifest.database == settings.database && is_from_the_same_place(manifest, settings);
}

}  // namespace aludel
