#include "db/sqlite/sqlite_connection.hpp"

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

#include <sqlite3.h>
#include <unistd.h>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "db/sqlite/bind_cell.hpp"
#include "db/sqlite/sqlite_error.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

struct CloseDatabase {
  bool is_ours = true;
  void operator()(sqlite3* database) const {
    if (is_ours) sqlite3_close_v2(database);
  }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(DatabaseHandle database, const SqliteOpen& request)
      : database_(std::move(database)), path_(request.path), busy_wait_(request.busy_wait) {
    sqlite3_extended_result_codes(database_.get(), 1);
    sqlite3_busy_handler(database_.get(), &on_busy, this);
    sqlite3_progress_handler(database_.get(), 2000, &on_progress, this);
  }

  ~SqliteConnection() override {
    if (database_.get_deleter().is_ours) return;
    sqlite3_progress_handler(database_.get(), 0, nullptr, nullptr);
    sqlite3_busy_handler(database_.get(), nullptr, nullptr);
  }

  Result query(const Request& request) override;
  void run(std::span<const Request> batch, const OnDone& on_done) override {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!on_done(i, query(batch[i]))) return;
    }
  }

  [[nodiscard]] bool in_transaction() const override {
    return sqlite3_get_autocommit(database_.get()) == 0;
  }
  [[nodiscard]] bool usable() const override { return true; }
  void cancel() noexcept override { sqlite3_interrupt(database_.get()); }
  void set_stop_token(std::stop_token token) override { stop_ = std::move(token); }
  WaitHook set_wait_hook(WaitHook hook) override { return std::exchange(hook_, std::move(hook)); }
  void set_notice_handler(std::function<void(const Diagnostic&)>) override {}  // SQLite sends none
  [[nodiscard]] std::string server_name() const override {
    return std::string("SQLite ") + sqlite3_libversion();
  }
  [[nodiscard]] int server_version() const override { return sqlite3_libversion_number(); }
  [[nodiscard]] std::string backend() const override { return std::to_string(getpid()); }

  void note_attached() {
    for (const auto& row : Connection::query("PRAGMA database_list").rows)
      attached_before_.push_back(row.at(1).value_or(""));
  }
  [[nodiscard]] const std::vector<std::string>& attached_before() const { return attached_before_; }
  void set_busy_wait(std::chrono::milliseconds wait) { busy_wait_ = wait; }
  [[nodiscard]] bool waits_for_lock() const { return waits_for_lock_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] sqlite3* handle() const { return database_.get(); }

 private:
  static int on_busy(void* self, int tries) {
    return static_cast<SqliteConnection*>(self)->keep_waiting(tries);
  }
  static int on_progress(void* self) { return static_cast<SqliteConnection*>(self)->must_stop(); }
  int keep_waiting(int tries);
  int must_stop();
  void tick();
  void bind(sqlite3_stmt* statement, const std::vector<Value>& parameters);
  void run_for_each_row(sqlite3_stmt* statement, const Request& request);
  [[noreturn]] void fail(int result, std::string_view sql, const std::string& row = {});

  DatabaseHandle database_;
  std::string path_;
  std::chrono::milliseconds busy_wait_;
  bool waits_for_lock_ = false;
  std::vector<std::string> attached_before_;
  std::stop_token stop_;
  WaitHook hook_;
  Clock::time_point started_;
  Clock::time_point last_tick_;
};

int SqliteConnection::keep_waiting(int tries) {
  waits_for_lock_ = true;
  const bool stop = must_stop() != 0;
  waits_for_lock_ = false;
  if (stop || Clock::now() - started_ >= busy_wait_) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(1 + tries, 25)));
  return 1;
}

int SqliteConnection::must_stop() {
  tick();
  return stop_.stop_requested() ? 1 : 0;
}

void SqliteConnection::tick() {
  const auto now = Clock::now();
  if (!hook_ || now - last_tick_ < std::chrono::milliseconds(200)) return;
  last_tick_ = now;
  hook_(std::chrono::duration_cast<std::chrono::milliseconds>(now - started_));
}

void SqliteConnection::bind(sqlite3_stmt* statement, const std::vector<Value>& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string name = "$" + std::to_string(i + 1);
    const int index = sqlite3_bind_parameter_index(statement, name.c_str());
    if (index == 0) continue;
    if (parameters[i]) {
      const auto& text = *parameters[i];
      sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      sqlite3_bind_null(statement, index);
    }
  }
}

Result SqliteConnection::query(const Request& request) {
  started_ = last_tick_ = Clock::now();
  if (stop_.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
  Traced traced(trace_, request);
  sqlite3_stmt* raw = nullptr;
  int result = sqlite3_prepare_v2(database_.get(), request.sql.data(),
                                  static_cast<int>(request.sql.size()), &raw, nullptr);
  const StatementHandle statement(raw);
  if (result != SQLITE_OK) fail(result, request.sql);
  Result answer;
  if (raw == nullptr) {  // nothing but a comment
    traced.answered(answer);
    return answer;
  }
  if (request.rows != nullptr) {
    run_for_each_row(raw, request);
    answer.affected = static_cast<long long>(request.rows->size());
    traced.answered(answer);
    return answer;
  }
  bind(raw, request.parameters);
  const int columns = sqlite3_column_count(raw);
  for (int i = 0; i < columns; ++i) answer.columns.emplace_back(sqlite3_column_name(raw, i));
  const auto changes_before = sqlite3_total_changes64(database_.get());
  while ((result = sqlite3_step(raw)) == SQLITE_ROW) {
    if (!request.keep_rows) continue;
    auto& row = answer.rows.emplace_back();
    for (int i = 0; i < columns; ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw, i));
      row.push_back(text == nullptr ? Value() : Value(std::string(text, size)));
    }
  }
  if (result != SQLITE_DONE) fail(result, request.sql);
  if (sqlite3_stmt_readonly(raw) == 0 &&
      sqlite3_total_changes64(database_.get()) != changes_before) {
    answer.affected = sqlite3_changes64(database_.get());
  }
  traced.answered(answer);
  return answer;
}

void SqliteConnection::run_for_each_row(sqlite3_stmt* statement, const Request& request) {
  for (std::size_t number = 0; number < request.rows->size(); ++number) {
    const std::vector<Cell>& row = (*request.rows)[number];
    for (std::size_t at = 0; at < row.size(); ++at)
      bind_cell(statement, static_cast<int>(at) + 1, row[at]);
    const int result = sqlite3_step(statement);
    if (result != SQLITE_DONE)
      fail(result, request.sql,
           "row " + with_commas(static_cast<long long>(number) + 1) + " of " +
               with_commas(static_cast<long long>(request.rows->size())));
    sqlite3_reset(statement);
  }
}

void SqliteConnection::fail(int result, std::string_view sql, const std::string& row) {
  if (stop_.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
  Diagnostic problem = sqlite_diagnostic(database_.get(), result, sql, path_);
  if (!row.empty()) problem.message += " (" + row + ")";
  throw Error(std::move(problem));
}

DatabaseHandle open_handle(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int result =
      sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &raw, flags, nullptr);
  DatabaseHandle handle(raw);
  if (result != SQLITE_OK) throw Error(sqlite_diagnostic(raw, result, {}, path));
  sqlite3_extended_result_codes(raw, 1);
  return handle;
}

/// SQLite opens lazily: only a read shows that the file is a database, and whether it must be
/// recovered first.
int first_read(sqlite3* database, std::chrono::milliseconds busy_wait) {
  sqlite3_busy_timeout(database, static_cast<int>(busy_wait.count()));
  return sqlite3_exec(database, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
}

bool needs_recovery(int result) {
  return result == SQLITE_READONLY_ROLLBACK || result == SQLITE_READONLY_RECOVERY ||
         result == SQLITE_READONLY_CANTLOCK;
}

DatabaseHandle open_for_reading(const SqliteOpen& request) {
  DatabaseHandle handle = open_handle(request.path, SQLITE_OPEN_READONLY);
  int result = first_read(handle.get(), request.busy_wait);
  if (needs_recovery(result)) {
    handle = open_handle(request.path, SQLITE_OPEN_READWRITE);
    result = first_read(handle.get(), request.busy_wait);
  }
  if (result != SQLITE_OK) throw Error(sqlite_diagnostic(handle.get(), result, {}, request.path));
  return handle;
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const SqliteOpen& request) {
  const bool in_memory = request.path.empty();
  if (request.access == Access::read_write || in_memory) {
    return std::make_unique<SqliteConnection>(
        open_handle(request.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE), request);
  }
  std::error_code ignored;
  if (!std::filesystem::exists(request.path, ignored)) {
    Diagnostic problem =
        diagnostic(Code::database_missing, "there is no database file " + shown_path(request.path));
    problem.next = "`aludel upgrade` or `aludel db create` creates it; or correct the URL";
    throw Error(std::move(problem));
  }
  return std::make_unique<SqliteConnection>(open_for_reading(request), request);
}

std::unique_ptr<Connection> adopt_sqlite_handle(sqlite3* open,
                                                std::chrono::milliseconds busy_wait) {
  const char* path = sqlite3_db_filename(open, "main");
  auto connection =
      std::make_unique<SqliteConnection>(DatabaseHandle(open, CloseDatabase{.is_ours = false}),
                                         SqliteOpen{.path = path == nullptr ? "" : path,
                                                    .access = Access::read_write,
                                                    .busy_wait = busy_wait});
  connection->note_attached();
  return connection;
}

const std::vector<std::string>& sqlite_attached_before(const Connection& connection) {
  return static_cast<const SqliteConnection&>(connection).attached_before();
}

void set_sqlite_busy_wait(Connection& connection, std::chrono::milliseconds wait) {
  static_cast<SqliteConnection&>(connection).set_busy_wait(wait);
}

bool sqlite_waits_for_lock(const Connection& connection) {
  return static_cast<const SqliteConnection&>(connection).waits_for_lock();
}

sqlite3* sqlite_handle(const Connection& connection) {
  return static_cast<const SqliteConnection&>(connection).handle();
}

const std::string& sqlite_path(const Connection& connection) {
  return static_cast<const SqliteConnection&>(connection).path();
}

}  // namespace aludel
