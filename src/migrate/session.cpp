#include "migrate/session.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/code.hpp"
#include "migrate/echo.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

/// Who stops the waiting learns what was waited for.
void pause_after(const Error& refusal, const std::stop_token& stop) {
  try {
    pause(std::chrono::milliseconds(500), stop);
  } catch (Error& stopped) {
    const Diagnostic& problem = refusal.diagnostic();
    stopped.diagnostic().notes.push_back(problem.message +
                                         (problem.detail.empty() ? "" : ": " + problem.detail));
    throw;
  }
}

std::unique_ptr<Connection> connect_patiently(const Dialect& dialect, const SessionOptions& options,
                                              const ConnectOptions& connect) {
  if (options.adopt) return options.adopt(connect);
  const auto deadline = Clock::now() + options.connect_wait;
  while (true) {
    try {
      return dialect.connect(options.url, connect);
    } catch (const Error& error) {
      if (!error.diagnostic().retryable || Clock::now() >= deadline) throw;
      pause_after(error, options.stop);
    }
  }
}

[[noreturn]] void refuse_choice(const Bookkeeping& bookkeeping) {
  Diagnostic problem =
      diagnostic(Code::version_table_choice,
                 "this database is managed by Alembic: alembic_version holds rows, and " +
                     bookkeeping.table + " does not exist");
  problem.now = "nothing was changed";
  problem.next =
      "to go on where Alembic stands, add the line `version_table = \"alembic_version\"` to "
      "[database] in aludel.toml; "
      "to start a history of its own beside it, add `version_table = \"aludel_version\"`";
  throw Error(std::move(problem));
}

}  // namespace

void pause(std::chrono::microseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, time, [] { return false; });
  if (stop.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
}

TraceHook trace_of(const SessionOptions& options) {
  return options.echo ? echo_to(options.sink, options.hidden_values) : nullptr;
}

Session::Session(SessionOptions options)
    : options_(std::move(options)),
      dialect_(dialect_for(options_.url)),
      connection_(connect_patiently(dialect_, options_, connect_options())),
      watch_(*this),
      bookkeeping_(dialect_.locate(*connection_, options_.version_table)),
      run_(new_run(*connection_)) {
  if (bookkeeping_.alembic_is_filled) refuse_choice(bookkeeping_);
  // Servers are told when connecting; here a statement may have to wait for the file's lock.
  if (dialect_.takes_turns() && !options_.read_only) clean();
  connection_->set_notice_handler([this](const Diagnostic& notice) { tell(ServerNotice{notice}); });
}

ConnectOptions Session::connect_options() const {
  return {.read_only = options_.read_only,
          .foreign_keys = options_.foreign_keys,
          .lock_wait = options_.lock_wait,
          .trace = trace_of(options_),
          .stop = options_.stop};
}

void Session::hold(std::optional<Lease> lease) {
  lease_ = std::move(lease);
  run_.renewal = lease_ ? dialect_.renewal(bookkeeping_, *lease_) : std::string();
}

std::vector<std::string> Session::guards() const {
  std::vector<std::string> statements;
  if (lease_) statements.push_back(dialect_.fence(bookkeeping_, *lease_));
  if (std::string guard = dialect_.guard(bookkeeping_); !guard.empty())
    statements.push_back(std::move(guard));
  return statements;
}

void Session::clean() {
  for (const std::string& sql : dialect_.reset_session(*connection_, connect_options()))
    connection_->query(sql);
  dirty_ = false;
}

void Session::roll_back() {
  if (!connection_->usable() || !connection_->in_transaction()) return;
  connection_->set_stop_token({});
  try {
    connection_->query("ROLLBACK");
  } catch (const Error&) {
    // The connection is lost: the server rolls back when it notices.
  }
  connection_->set_stop_token(options_.stop);
}

Connection* Session::watcher() {
  if (options_.adopt) return nullptr;  // how to connect is the application's affair
  if (watcher_ && !watcher_->usable()) watcher_.reset();
  if (watcher_ || Clock::now() < next_watcher_) return watcher_.get();
  watcher_ = dialect_.connect_watcher(options_.url);
  next_watcher_ = Clock::now() + std::chrono::seconds(30);
  if (!watcher_) return nullptr;
  watcher_->set_stop_token(options_.stop);
  // While it is asked nobody listens to the session that works.
  watcher_->set_wait_hook([watcher = watcher_.get()](std::chrono::milliseconds waited) {
    if (waited > std::chrono::seconds(3)) watcher->cancel();
  });
  return watcher_.get();
}

void Session::in_transaction(const std::vector<OwnedRequest>& statements) {
  std::vector<std::string> begin = dialect_.begin({});
  if (lease_) begin.push_back(dialect_.fence(bookkeeping_, *lease_));
  std::vector<Request> batch;
  for (const std::string& sql : begin) batch.push_back({.sql = sql});
  for (const OwnedRequest& statement : statements) batch.push_back(statement.request());
  try {
    connection_->run(batch, [](std::size_t, const Result&) { return true; });
    connection_->query("COMMIT");
  } catch (const Error&) {
    if (connection_->usable() && connection_->in_transaction()) connection_->query("ROLLBACK");
    throw;
  }
}

}  // namespace aludel
