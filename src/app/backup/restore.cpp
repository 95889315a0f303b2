#include "app/backup/restore.hpp"

#include "app/backup/count_rows.hpp"
#include "app/backup/restore_files.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "migrate/state.hpp"

namespace aludel {

namespace {

bool is_file(const SessionOptions& options) {
  return options.url.kind == DatabaseUrl::Kind::sqlite;
}

}  // namespace

void require_same_kind(const RestoreRequest& request) {
  const std::string wanted = is_file(request.target) ? "sqlite" : "postgresql";
  if (request.manifest.dialect == wanted && !request.manifest.files.empty()) return;
  Diagnostic problem = diagnostic(Code::backup_unverified,
                                  "the backup " + request.backup.filename().string() +
                                      " is one of a database on " + request.manifest.dialect);
  problem.now = "nothing was changed";
  problem.next = "restore it with the `--database` or `--url` of such a database";
  throw Error(std::move(problem));
}

RestoreTarget look_at_target(const SessionOptions& options) {
  return is_file(options) ? look_at_sqlite_target(options) : look_at_postgresql_target(options);
}

std::vector<std::string> restore_leftovers(Session& session) {
  if (!is_file(session.options())) return postgresql_restore_leftovers(session.connection());
  const std::string& path = session.options().url.sqlite_path;
  return path.empty() ? std::vector<std::string>() : sqlite_restore_leftovers(path);
}

RestoreReport restore_backup(const RestoreRequest& request) {
  try {
    require_same_kind(request);
    verify_files(request.backup, request.manifest, request.settings.sink, request.target.stop);
    return is_file(request.target) ? restore_sqlite(request) : restore_postgresql(request);
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.now.empty()) problem.now = "nothing was restored; the database is as it was";
    if (problem.next.empty()) problem.next = "`" + request.again + "` again";
    throw;
  }
}

void verify_restored(Session& restored, const Manifest& manifest,
                     const std::vector<TableRows>& found) {
  std::vector<std::string> notes = differences(manifest.tables, found);
  const std::vector<std::string> rows = read_state(restored).rows;
  if (rows != manifest.rows)
    notes.push_back("the version table: " + shown_rows(manifest.rows) + " expected, " +
                    shown_rows(rows) + " found");
  if (notes.empty()) return;
  Diagnostic problem = diagnostic(Code::backup_unverified,
                                  "what was restored is not what the manifest of the backup says");
  problem.notes = std::move(notes);
  problem.next = "use another backup: `aludel db list-backups`";
  throw Error(std::move(problem));
}

void journal_restore(Session& restored, const RestoreRequest& request) {
  if (!restored.bookkeeping().has_journal) return;
  JournalEntry entry;
  entry.kind = "restore";
  entry.name = request.backup.filename().string();
  entry.event = "done";
  entry.reason = request.reason;
  entry.detail = "made " + request.manifest.created_utc + " of " + request.manifest.database;
  restored.in_transaction(
      {journal_insert(restored.dialect(), restored.bookkeeping(), restored.run(), entry)});
}

std::string before_restore_mark() {
  std::string mark = "before_restore_";
  for (const char c : utc_timestamp(std::chrono::system_clock::now()).substr(0, 19)) {
    if (is_digit(c)) mark += c;
    if (c == ' ') mark += '_';  // nothing that a name in SQL would need quotes for
  }
  return mark;
}

}  // namespace aludel
