#pragma once

#include <memory>
#include <stop_token>

#include "aludel/event.hpp"
#include "aludel/migrate.hpp"
#include "dialect/adopt.hpp"
#include "dialect/dialect.hpp"
#include "migrate/journal.hpp"
#include "migrate/script.hpp"
#include "migrate/statement_watch.hpp"

namespace aludel {

struct SessionOptions {
  DatabaseUrl url;
  Adopt adopt = {};  ///< instead of connecting to `url`, which then only says which kind it is
  VersionTableSettings version_table;
  std::optional<bool> foreign_keys;
  bool read_only = true;
  std::chrono::milliseconds lock_wait{std::chrono::minutes(5)};  ///< for the migration lock
  std::chrono::milliseconds lock_timeout{
      std::chrono::seconds(5)};  ///< for a table's lock, per attempt; zero: none
  std::chrono::milliseconds lock_retry{
      std::chrono::minutes(1)};  ///< how long such attempts are repeated, in all
  std::optional<std::chrono::milliseconds> statement_timeout;
  std::chrono::milliseconds lease_time{
      std::chrono::seconds(30)};  ///< behind a transaction pooler: how long the others wait for a
                                  ///< run that is not heard of any more
  std::optional<KillBlockers> kill_blockers;
  std::chrono::milliseconds connect_wait{
      0};  ///< how long a server that cannot be reached is tried again
  EventSink sink = [](const Event&) {};
  bool echo = false;                  ///< tell the sink of each statement
  VariableValues hidden_values = {};  ///< not to be told
  std::stop_token stop;
};

/// What `options` ask to be told of statements; empty: nothing.
[[nodiscard]] TraceHook trace_of(const SessionOptions& options);

/// One open database and what a run needs to know of it.
class Session {
 public:
  /// Connects and finds the bookkeeping tables.
  /// @throws Error as Dialect::connect does; version_table_choice where Alembic manages the
  /// database and the configuration does not say so
  explicit Session(SessionOptions options);

  [[nodiscard]] Connection& connection() { return *connection_; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] const Bookkeeping& bookkeeping() const { return bookkeeping_; }
  [[nodiscard]] const SessionOptions& options() const { return options_; }
  [[nodiscard]] const RunIdentity& run() const { return run_; }

  void tell(const Event& event) const { options_.sink(event); }
  void replace_sink(EventSink sink) { options_.sink = std::move(sink); }
  void relocate() { bookkeeping_ = dialect_.locate(*connection_, options_.version_table); }

  /// True where a pooler lends the session for one transaction at a time.
  [[nodiscard]] bool is_borrowed() const { return dialect_.borrows_sessions(*connection_); }
  /// The lease that stands for the migration lock where the session is borrowed; set by the lock.
  void hold(std::optional<Lease> lease);
  [[nodiscard]] const std::optional<Lease>& lease() const { return lease_; }
  /// What each transaction that changes the version table begins with: it keeps every other writer
  /// out until its end.
  [[nodiscard]] std::vector<std::string> guards() const;

  /// What the dialect needs to open, or to reset, a session like this one.
  [[nodiscard]] ConnectOptions connect_options() const;
  /// A second session that only watches, opened when it is first asked for; null where there is
  /// none now.
  [[nodiscard]] Connection* watcher();
  [[nodiscard]] StatementWatch& watch() { return watch_; }

  /// Brings the session back to how it was opened: roles, settings, attached databases. Outside a
  /// transaction.
  void clean();
  /// A reset failed: what comes next cleans the session first.
  void mark_dirty() { dirty_ = true; }
  void clean_if_dirty() {
    if (dirty_) clean();
  }

  /// Undoes what was begun, where a transaction is open; also where the run was told to stop.
  void roll_back();
  /// Runs `statements` inside one transaction, which a lost lease does not let begin.
  void in_transaction(const std::vector<OwnedRequest>& statements);

 private:
  SessionOptions options_;
  const Dialect& dialect_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Connection> watcher_;
  std::chrono::steady_clock::time_point next_watcher_;
  StatementWatch watch_;  // before all that asks the database
  bool dirty_ = false;
  Bookkeeping bookkeeping_;
  RunIdentity run_;
  std::optional<Lease> lease_;
};

/// Sleeps, but wakes and throws Error(interrupted) when a stop is requested.
void pause(std::chrono::microseconds time, const std::stop_token& stop);

}  // namespace aludel
