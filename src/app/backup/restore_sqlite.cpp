#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/backup/count_rows.hpp"
#include "app/backup/make_files.hpp"
#include "app/backup/restore_files.hpp"
#include "app/missing_file.hpp"
#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "db/sqlite/file_lock_holder.hpp"
#include "db/sqlite/sqlite_connection.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view restore_mark = ".restore-";

[[noreturn]] void fail(const std::string& what, const fs::path& file, int error) {
  Diagnostic problem =
      diagnostic(error == ENOSPC || error == EDQUOT ? Code::disk_full : Code::database_unusable,
                 what + " " + shown_path(file) + ": " + std::strerror(error));
  problem.next = "`ls -ld` the file and its folder, and `df -h`; then the same command again";
  throw Error(std::move(problem));
}

void sync(const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (!done) fail("cannot bring to the disk", path, error);
}

/// A file beside the database that is gone with this object, unless it was moved away.
class NewFile {
 public:
  explicit NewFile(fs::path path) : path_(std::move(path)) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
      fs::remove(path_.string() + suffix, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void copy_file(const fs::path& from, const fs::path& to, long long size,
               const RestoreRequest& request) {
  const int file = open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) fail("cannot make", to, errno);
  std::ifstream source(from, std::ios::binary);
  std::vector<char> buffer(1U << 20U);
  TransferMeter meter(request.settings.sink, "restoring", size);
  int error = 0;
  while (source && error == 0 && !request.target.stop.stop_requested()) {
    source.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    std::string_view piece(buffer.data(), static_cast<std::size_t>(source.gcount()));
    meter.add(static_cast<long long>(piece.size()));
    while (!piece.empty() && error == 0) {
      const ssize_t written = write(file, piece.data(), piece.size());
      if (written >= 0)
        piece.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        error = errno;
    }
  }
  close(file);
  if (error != 0) fail("cannot write", to, error);
  if (request.target.stop.stop_requested())
    throw Error(diagnostic(Code::interrupted, "interrupted"));
}

/// Restores into `file` and compares what is there with the manifest.
void fill(const fs::path& file, const RestoreRequest& request) {
  const BackupFile& source = request.manifest.files.at(0);
  copy_file(request.backup / source.path, file, source.size, request);
  if (sha256_hex_of_file(file, Code::database_unusable, [](std::size_t) {}) != source.sha256)
    fail("the disk did not keep what was written to", file, EIO);
  SessionOptions options = request.target;
  options.url.sqlite_path = file;
  options.read_only = false;
  Session restored(std::move(options));
  check_sqlite_integrity(restored.connection(), file);
  verify_restored(restored, request.manifest, count_rows_sqlite(restored.connection()));
  journal_restore(restored, request);
  if (request.manifest.journal_mode == "wal")
    restored.connection().query("PRAGMA journal_mode = WAL");
}

void refuse_users(const fs::path& file, const RestoreRequest& request) {
  const auto users = file_users(file);
  if (users.empty() || request.force) return;
  Diagnostic problem = diagnostic(
      Code::database_unusable,
      shown_path(file) + " is open in " +
          counted(static_cast<long long>(users.size()), "other process", "other processes"));
  for (const FileLockHolder& user : users)
    problem.notes.push_back("pid " + user.pid + " (" + user.program + ")");
  problem.hint = "a process that has it open would go on with the old file";
  problem.next = "end them, then `" + request.again + "`; `--force` leaves them with the old file";
  throw Error(std::move(problem));
}

/// The old database, locked so that nobody else reads or writes it, and with all of it in one file.
class OldDatabase {
 public:
  explicit OldDatabase(const fs::path& file)
      : connection_(open_sqlite({.path = file.string(), .access = Access::read_write})) {
    // Not by `locking_mode`: that keeps a journal until the end, and removes by then whatever has
    // its name.
    while (true) {
      if (journal_mode() == "wal") {
        had_log_ = true;
        connection_->query("PRAGMA journal_mode = DELETE");
      }
      connection_->query("BEGIN EXCLUSIVE");
      if (journal_mode() != "wal") return;
      connection_->query("ROLLBACK");
    }
  }
  OldDatabase(const OldDatabase&) = delete;
  OldDatabase& operator=(const OldDatabase&) = delete;
  ~OldDatabase() {
    try {
      connection_->query("ROLLBACK");
      if (!replaced_ && had_log_) connection_->query("PRAGMA journal_mode = WAL");
    } catch (const Error&) {
      // It is as it was but for its journal mode, which its next user may set.
    }
  }
  void is_replaced() { replaced_ = true; }

 private:
  std::string journal_mode() {
    return connection_->query("PRAGMA journal_mode").rows.at(0).at(0).value_or("");
  }

  std::unique_ptr<Connection> connection_;
  bool had_log_ = false;
  bool replaced_ = false;
};

/// Null where the file is too damaged to be opened, and with it its locks.
std::unique_ptr<OldDatabase> lock_old(const fs::path& file) {
  try {
    return std::make_unique<OldDatabase>(file);
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::database_unusable).id) throw;
    return nullptr;
  }
}

void take_over_mode(const fs::path& from, const fs::path& to) {
  struct stat status{};
  if (stat(from.c_str(), &status) != 0) {
    const mode_t mask = umask(0);
    umask(mask);
    chmod(to.c_str(), 0666 & ~mask);
    return;
  }
  if (chown(to.c_str(), status.st_uid, status.st_gid) == 0 || geteuid() != 0)
    chmod(to.c_str(), status.st_mode & 07777);
}

/// The new file takes the name of the old one. What is left of a write-ahead log or a rollback
/// journal goes first: beside the new file it would be taken for its own.
void swap(const fs::path& target, const fs::path& fresh, const fs::path& kept, bool keep_old) {
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    std::error_code missing;
    fs::rename(target.string() + suffix, kept.string() + suffix, missing);
  }
  if (keep_old && link(target.c_str(), kept.c_str()) != 0) fail("cannot make", kept, errno);
  if (std::rename(fresh.c_str(), target.c_str()) != 0) fail("cannot replace", target, errno);
  sync(target.parent_path());
}

std::vector<std::string> remove_old_restores(const fs::path& target) {
  std::vector<std::string> removed;
  for (const std::string& name : sqlite_restore_leftovers(target)) {
    std::error_code failed;
    if (fs::remove(target.parent_path() / name, failed)) removed.push_back(name);
  }
  return removed;
}

}  // namespace

std::vector<std::string> sqlite_restore_leftovers(const fs::path& database) {
  std::vector<std::string> names;
  const fs::path file = behind_links(database);
  const std::string begin = file.filename().string() + std::string(restore_mark);
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(file.parent_path(), failed)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(begin) && file_users(entry.path()).empty()) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

RestoreTarget look_at_sqlite_target(const SessionOptions& options) {
  RestoreTarget target{.name = options.url.sqlite_path, .what = {}};
  if (options.url.sqlite_path.empty()) {
    Diagnostic problem =
        diagnostic(Code::database_unusable, "a database in memory is gone with this command");
    problem.next = "`--url sqlite:///FILE`";
    throw Error(std::move(problem));
  }
  target.exists = !is_missing_file(options.url);
  if (!target.exists) return target;
  try {
    const auto connection = open_sqlite({.path = options.url.sqlite_path});
    auto tables = count_rows_sqlite(*connection);
    std::erase_if(tables, [](const TableRows& each) { return is_bookkeeping(each.table); });
    target.is_empty = tables.empty();
    long long rows = 0;
    for (const TableRows& each : tables) rows += each.rows;
    target.what = counted(static_cast<long long>(tables.size()), "table") + " with " +
                  with_commas(rows) + (rows == 1 ? " row" : " rows");
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::database_unusable).id) throw;
    target.is_empty = false;
    target.what = "a file that cannot be read";
  }
  return target;
}

RestoreReport restore_sqlite(const RestoreRequest& request) {
  const fs::path target = behind_links(request.target.url.sqlite_path);
  RestoreReport report{.kept_old = {}, .leftovers = remove_old_restores(target)};
  refuse_users(target, request);
  const NewFile fresh(target.string() + std::string(restore_mark) + random_hex(4));
  fill(fresh.path(), request);
  take_over_mode(target, fresh.path());
  sync(fresh.path());
  const fs::path kept = target.string() + "." + before_restore_mark();
  if (!fs::exists(target)) {
    swap(target, fresh.path(), kept, false);
    return report;
  }
  refuse_users(target, request);
  const std::unique_ptr<OldDatabase> old = lock_old(target);
  swap(target, fresh.path(), kept, request.keep_old);
  if (old) old->is_replaced();
  if (request.keep_old) {
    report.kept_old = shown_path(kept);
  } else {
    std::error_code ignored;
    for (const char* suffix : {"-wal", "-shm", "-journal"})
      fs::remove(kept.string() + suffix, ignored);
  }
  return report;
}

}  // namespace aludel
