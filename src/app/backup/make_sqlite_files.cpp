#include "app/backup/count_rows.hpp"
#include "app/backup/make_files.hpp"
#include "base/file.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/sqlite/sqlite_copy.hpp"
#include "migrate/state.hpp"

namespace aludel {

void check_sqlite_integrity(Connection& copy, const std::filesystem::path& file) {
  std::vector<std::string> notes;
  for (const auto& row : copy.query("PRAGMA integrity_check(10)").rows)
    notes.push_back(row.at(0).value_or(""));
  if (notes == std::vector<std::string>{"ok"}) return;
  Diagnostic problem = diagnostic(Code::backup_unverified, "the copy " + shown_path(file) +
                                                               " is damaged: PRAGMA "
                                                               "integrity_check complains");
  problem.notes = std::move(notes);
  problem.next =
      "`PRAGMA integrity_check` of the database itself tells whether the damage is there";
  throw Error(std::move(problem));
}

void make_sqlite_files(Session& session, const BackupSettings& settings,
                       const std::filesystem::path& folder, Manifest& manifest) {
  Connection& source = session.connection();
  const std::filesystem::path file = folder / sqlite_file_name;
  manifest.journal_mode = source.query("PRAGMA journal_mode").rows.at(0).at(0).value_or("");
  TransferMeter meter(settings.sink, "copying", 0);
  copy_sqlite(source, file, session.options().stop,
              [&](long long done, long long total) { meter.at(done, total); });
  // All that is told of the database is told of the copy: of that very moment.
  SessionOptions options = session.options();
  options.url.sqlite_path = file;
  options.read_only = true;
  Session copy(std::move(options));
  check_sqlite_integrity(copy.connection(), file);
  const DatabaseState state = read_state(copy);
  manifest.rows = state.rows;
  if (state.in_progress) manifest.in_progress = state.in_progress->revision;
  manifest.tables = count_rows_sqlite(copy.connection());
  manifest.database_size = static_cast<long long>(std::filesystem::file_size(file));
}

}  // namespace aludel
