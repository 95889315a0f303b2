#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/cell.hpp"
#include "aludel/error.hpp"
#include "db/trace.hpp"

namespace aludel {

/// A value in the database's text form; none is NULL.
using Value = std::optional<std::string>;
/// A value that the database gave for a whole number; none for NULL.
[[nodiscard]] std::optional<long long> integer(const Value& value);

struct Result {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  long long affected = 0;  ///< rows inserted, updated or deleted
  std::string tag;         ///< what the server calls it: "COMMIT", "CREATE TABLE"; empty on SQLite
};

/// Rows that travel beside a statement's text, which is much faster than inside of it.
using CellRows = std::vector<std::vector<Cell>>;

/// One statement to send. The texts must outlive the call that takes it.
struct Request {
  std::string_view sql;  ///< exactly one statement; parameters are written $1, $2 …
  std::vector<Value> parameters = {};
  std::optional<std::string_view> copy_data = std::nullopt;  ///< the rows of a COPY … FROM STDIN
  bool keep_rows = true;  ///< false: the result's rows are thrown away as they come
  /// The rows of a COPY … FROM STDIN, as `copy_data`; on SQLite the statement runs once for each,
  /// with its cells as ?1, ?2 … SQL among them must be a number, true or false.
  const CellRows* rows = nullptr;

  [[nodiscard]] bool is_copy() const { return copy_data.has_value() || rows != nullptr; }
};

/// Called after each statement of a batch, in order, with its index. Must not throw; when it
/// answers false no further statement is sent (those already on their way run, so a caller that
/// stops rolls back).
using OnDone = std::function<bool(std::size_t index, Result result)>;

/// Called with the time that a statement has run or waited.
using WaitHook = std::function<void(std::chrono::milliseconds waited)>;

/// One session of a database server, or one open SQLite file. Not thread-safe, but for `cancel`.
///
/// Errors of all calls are Error with one of these codes: statement_refused, disk_full,
/// lock_timeout (retryable), database_unusable, connection_lost (connection_lost set: what became
/// of the statement is not known), interrupted. Where the database names a position in the
/// statement, `place` has an empty file, line 0 and the character (from 1) as its column.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// Runs one statement. On PostgreSQL without parameters it travels by the simple protocol, so
  /// that it may be one that cannot run inside a transaction.
  virtual Result query(const Request& request) = 0;
  Result query(std::string_view sql) { return query(Request{.sql = sql}); }

  /// Runs statements in order and stops at the first that fails: `on_done` was called for all
  /// before it. The number of round trips does not depend on the number of statements.
  virtual void run(std::span<const Request> batch, const OnDone& on_done) = 0;

  /// True between BEGIN and COMMIT, also when the transaction has failed.
  [[nodiscard]] virtual bool in_transaction() const = 0;
  /// False once the connection is lost; every further call then fails.
  [[nodiscard]] virtual bool usable() const = 0;

  /// Asks the server to stop the running statement. May be called from another thread or from a
  /// hook.
  virtual void cancel() noexcept = 0;

  /// When a stop is requested the running statement is cancelled and fails with `interrupted`.
  virtual void set_stop_token(std::stop_token token) = 0;
  /// Called about five times a second while a statement runs or waits, with the time since it was
  /// sent. Must not throw; may call `cancel`. @return the one before
  virtual WaitHook set_wait_hook(WaitHook hook) = 0;
  /// Called for each message that the server sends along (RAISE NOTICE, warnings).
  virtual void set_notice_handler(std::function<void(const Diagnostic&)> handler) = 0;

  /// Lives as long as the connection, and a moment longer.
  void keep(std::shared_ptr<void> thing) { kept_ = std::move(thing); }

  /// Called for each statement, twice; those of a pipeline come one behind the other.
  void set_trace(TraceHook hook) { trace_ = std::move(hook); }

  /// "SQLite 3.40.1", "PostgreSQL 15.18"
  [[nodiscard]] virtual std::string server_name() const = 0;
  /// 150018 for PostgreSQL 15.18, 3040001 for SQLite 3.40.1.
  [[nodiscard]] virtual int server_version() const = 0;
  /// What identifies the session to the server's operators: the backend's pid, empty where a pooler
  /// lends another one for each transaction; this process's on SQLite.
  [[nodiscard]] virtual std::string backend() const = 0;

 protected:
  TraceHook trace_;

 private:
  std::shared_ptr<void> kept_;  // outlives what derives from this class
};

/// Cancels what its connection waits for longer than `limit`, as long as it lives.
class TimeLimit {
 public:
  TimeLimit(Connection& connection, std::chrono::milliseconds limit)
      : connection_(connection),
        before_(connection.set_wait_hook([&connection, limit](std::chrono::milliseconds waited) {
          if (waited > limit) connection.cancel();
        })) {}
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
  ~TimeLimit() { connection_.set_wait_hook(std::move(before_)); }

 private:
  Connection& connection_;
  WaitHook before_;
};

}  // namespace aludel
