#include "db/sqlite/sqlite_copy.hpp"

#include <memory>
#include <thread>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/code.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/sqlite/sqlite_error.hpp"

namespace aludel {

namespace {

constexpr int pages_at_once = 2000;
/// How often changes of others may make the copying begin anew before it keeps them out.
constexpr int most_restarts = 3;

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

/// A read transaction: what it sees is one moment.
class HeldMoment {
 public:
  explicit HeldMoment(Connection& source) : source_(source) {}
  HeldMoment(const HeldMoment&) = delete;
  HeldMoment& operator=(const HeldMoment&) = delete;
  ~HeldMoment() {
    if (source_.in_transaction())
      sqlite3_exec(sqlite_handle(source_), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  void hold() {
    if (source_.in_transaction()) return;
    source_.query("BEGIN");
    source_.query("SELECT count(*) FROM sqlite_schema");
  }

 private:
  Connection& source_;
};

bool has_write_ahead_log(Connection& source) {
  return source.query("PRAGMA journal_mode").rows.at(0).at(0) == "wal";
}

void copy_pages(Connection& source, Connection& copy, const std::stop_token& stop,
                const std::function<void(long long, long long)>& copied) {
  HeldMoment moment(source);
  if (has_write_ahead_log(source)) moment.hold();
  const long long page_size =
      integer(source.query("PRAGMA page_size").rows.at(0).at(0)).value_or(0);
  sqlite3* to = sqlite_handle(copy);
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(to, "main", sqlite_handle(source), "main"));
  const auto fail = [&](int result) {
    throw Error(sqlite_diagnostic(to, result, {}, sqlite_path(copy)));
  };
  if (!backup) fail(sqlite3_errcode(to));
  int restarts = 0;
  int left_before = 0;
  while (true) {
    if (stop.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
    const int result = sqlite3_backup_step(backup.get(), pages_at_once);
    const int left = sqlite3_backup_remaining(backup.get());
    const int total = sqlite3_backup_pagecount(backup.get());
    copied((total - left) * page_size, total * page_size);
    if (result == SQLITE_DONE) return;
    if (result != SQLITE_OK && (result & 0xFF) != SQLITE_BUSY) fail(result);
    const bool began_anew = result == SQLITE_OK && left_before > 0 && left >= left_before;
    if (began_anew && ++restarts == most_restarts) moment.hold();
    left_before = left;
    if (!source.in_transaction()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

void copy_sqlite(Connection& source, const std::filesystem::path& to, const std::stop_token& stop,
                 const std::function<void(long long bytes, long long total)>& copied) {
  // SQLite takes a file that is there, with its mode: this one is for nobody else.
  const int file = open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file >= 0) close(file);
  const auto copy = open_sqlite({.path = to.string(), .access = Access::read_write});
  copy->query("PRAGMA synchronous = FULL");
  copy_pages(source, *copy, stop, copied);
  copy->query("PRAGMA journal_mode = DELETE");
}

}  // namespace aludel
