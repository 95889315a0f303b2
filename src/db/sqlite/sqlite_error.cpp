#include "db/sqlite/sqlite_error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <sqlite3.h>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/file_limit.hpp"
#include "base/source.hpp"
#include "base/text.hpp"
#include "db/sqlite/file_lock_holder.hpp"

namespace aludel {

namespace {

Diagnostic with_next(Diagnostic problem, std::string next) {
  problem.next = std::move(next);
  return problem;
}

Diagnostic cannot_open(const std::string& path) {
  const std::filesystem::path file(path);
  const std::string shown = shown_path(file);
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return with_next(
        diagnostic(Code::database_unusable, shown + " is a directory, not a database file"),
        "correct the URL: it must name a file");
  }
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::exists(folder, ignored)) {
    return with_next(diagnostic(Code::database_unusable,
                                "cannot create " + shown + ": its folder does not exist"),
                     "`mkdir -p " + shell_quoted(shown_path(folder)) + "`");
  }
  return with_next(diagnostic(Code::database_unusable, "cannot open the database file " + shown),
                   "`ls -ld " + shell_quoted(shown) + " " + shell_quoted(shown_path(folder)) +
                       "` shows who may read and write it; SQLite also writes a journal beside it");
}

/// "; held by pid 812 (python3)", where the system tells.
std::string held_by(const std::string& path) {
  std::vector<std::string> names;
  for (const FileLockHolder& holder : file_lock_holders(path))
    names.push_back("pid " + holder.pid +
                    (holder.program.empty() ? "" : " (" + holder.program + ")"));
  return names.empty() ? "" : "; held by " + join(names, ", ");
}

/// The system's reason where a file could not grow: SQLite itself tells only a full disk from other
/// failures. 0: another failure. One of a sync is not among them: what was written may be kept.
int reason_of_no_room(sqlite3* database, int result) {
  const bool of_growing = result == SQLITE_IOERR_WRITE || result == SQLITE_IOERR_SHMSIZE ||
                          result == SQLITE_IOERR_SHMOPEN || (result & 0xFF) == SQLITE_CANTOPEN;
  const bool limited = file_limit_was_reached();
  if (database == nullptr || !of_growing) return 0;
  if (limited) return EFBIG;  // behind a COMMIT the rollback has left another reason
  const int reason = sqlite3_system_errno(database);
  return reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? reason : 0;
}

Diagnostic no_room(const std::string& file, int reason) {
  Diagnostic problem = diagnostic(Code::disk_full, "there is no room to write " + file);
  problem.hint = reason == EFBIG    ? "`ulimit -f` is the limit of a file's size"
                 : reason == EDQUOT ? "`quota` shows what this user may have"
                                    : "`df -h` shows the disk; `PRAGMA max_page_count` may be the "
                                      "limit";
  return with_next(std::move(problem), "make room, then run the same command again");
}

Diagnostic by_kind(int result, int no_room_because, const std::string& path) {
  const std::string file = path.empty() ? "the database in memory" : shown_path(path);
  if (no_room_because != 0) return no_room(file, no_room_because);
  switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
      Diagnostic problem = diagnostic(Code::lock_timeout, file + " is locked by another process");
      problem.next = "run the same command again when it is done; `fuser " + file + "` names it";
      problem.retryable = true;
      return problem;
    }
    case SQLITE_FULL: return no_room(file, ENOSPC);
    case SQLITE_READONLY:
      return with_next(diagnostic(Code::database_unusable, file + " is read-only"),
                       "`ls -ld` the file and its folder: both must be writable for this user");
    case SQLITE_NOTADB:
      return with_next(diagnostic(Code::database_unusable, file + " is not an SQLite database"),
                       "`file " + file + "` shows what it is; correct the URL");
    case SQLITE_CORRUPT:
      return with_next(diagnostic(Code::database_unusable, file + " is damaged"),
                       "`sqlite3 " + file + " 'PRAGMA integrity_check'`, then restore a backup");
    case SQLITE_CANTOPEN: return cannot_open(path);
    case SQLITE_IOERR:
      if (std::error_code ignored; std::filesystem::is_directory(path, ignored))
        return cannot_open(path);
      return with_next(diagnostic(Code::database_unusable, "the disk failed under " + file),
                       "`dmesg` and `df -h` show more; then run the same command again");
    default: return diagnostic(Code::statement_refused, {});
  }
}

}  // namespace

Diagnostic sqlite_diagnostic(sqlite3* database, int result, std::string_view sql,
                             const std::string& path) {
  const int no_room_because = reason_of_no_room(database, result);
  Diagnostic problem = by_kind(result, no_room_because, path);
  const char* words = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result);
  (problem.message.empty() ? problem.message : problem.detail) = words;
  if (no_room_because != 0) problem.detail += std::string(": ") + std::strerror(no_room_because);
  if ((result & 0xFF) == SQLITE_BUSY) problem.detail += held_by(path);
  const int offset = database != nullptr && !sql.empty() ? sqlite3_error_offset(database) : -1;
  if (offset >= 0 && static_cast<std::size_t>(offset) <= sql.size()) {
    Place place;
    place.column =
        1 + static_cast<int>(character_count(sql.substr(0, static_cast<std::size_t>(offset))));
    problem.place = place;
  }
  return problem;
}

}  // namespace aludel
