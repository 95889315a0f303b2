#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "db/url.hpp"
#include "dialect/activity.hpp"
#include "dialect/bookkeeping.hpp"
#include "dialect/evidence.hpp"
#include "dialect/lease.hpp"
#include "dialect/offline_script.hpp"
#include "dialect/rebuild.hpp"
#include "dialect/table_facts.hpp"
#include "sql/token.hpp"

namespace aludel {

struct ObjectFunctions;

struct ConnectOptions {
  bool read_only = true;
  std::optional<bool> foreign_keys;  ///< SQLite: what `PRAGMA foreign_keys` is set to; none: left
                                     ///< at its default, off
  std::chrono::milliseconds lock_wait{std::chrono::minutes(5)};
  TraceHook trace = {};  ///< of the session's statements
  std::stop_token stop;
};

struct TransactionOptions {
  std::chrono::milliseconds lock_timeout{5000};  ///< zero: none
  std::optional<std::chrono::milliseconds> statement_timeout;
  bool asynchronous_commit = false;  ///< only where a later commit of the run is not
};

/// Settings of a session that make batches cheaper, and those that take them back. A power cut may
/// take the newest batches back, and never a part of one: the run's last commit comes behind
/// `back`.
struct BatchSettings {
  std::vector<std::string> on;
  std::vector<std::string> back;
  std::string update_clause = {};  ///< to be put behind the word UPDATE; empty: none
};

/// Who holds a lock that we want, in words for a person; empty where it cannot be found out.
struct Holder {
  std::string
      description;  ///< "pid 812 (psql, ann, idle in transaction for 4 min): UPDATE prices …"
};

/// Why a statement cannot run where a session is lent for one transaction at a time.
struct SessionNeed {
  std::string reason;
  std::string hint;  ///< how it could; may be empty
};

/// What differs between databases. One object per database system, without state; a connection
/// belongs to the dialect that opened it. Thread-safe.
class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  [[nodiscard]] virtual SqlDialect sql() const = 0;
  [[nodiscard]] virtual std::string_view name()
      const = 0;  ///< "postgresql", as directives write it

  /// Opens a session that is fit for migrations: settings made, poolers recognised and those
  /// refused that allow no transaction.
  /// @throws Error(connection_failed, database_missing, database_unusable, pooler_refused, …)
  [[nodiscard]] virtual std::unique_ptr<Connection> connect(
      const DatabaseUrl& url, const ConnectOptions& options) const = 0;

  /// True where a pooler lends `connection` a server session for one transaction at a time: no
  /// lock, setting or temporary table of a session stays ours, and none may be left there.
  [[nodiscard]] virtual bool borrows_sessions(const Connection& connection) const = 0;

  /// Finds the bookkeeping tables; creates nothing. One round trip.
  [[nodiscard]] virtual Bookkeeping locate(Connection& connection,
                                           const VersionTableSettings& settings) const = 0;
  /// The statements that make what of the bookkeeping is missing; run inside a transaction, under
  /// the migration lock.
  [[nodiscard]] virtual std::vector<std::string> create_bookkeeping(
      const Bookkeeping& bookkeeping) const = 0;
  /// Expressions for the journal: the time now in UTC, milliseconds since the transaction began (or
  /// $1), the session.
  [[nodiscard]] virtual JournalExpressions journal_expressions() const = 0;

  /// Tries to take the migration lock; true when it is ours. Not asked where transactions are the
  /// lock (`takes_turns`).
  /// @param lease  null where the session can hold the lock; else the lease to take, whose fence is
  ///               set. Its table is made where it is missing.
  /// @throws Error, retryable where the next try may go otherwise
  [[nodiscard]] virtual bool try_lock(Connection& connection, const Bookkeeping& bookkeeping,
                                      Lease* lease) const = 0;
  virtual void unlock(Connection& connection, const Bookkeeping& bookkeeping,
                      const Lease* lease) const = 0;
  /// The statement that every transaction of a lease's holder begins with: it keeps other runs out
  /// until the transaction's end and renews the lease, or fails with lease_lost.
  [[nodiscard]] virtual std::string fence(const Bookkeeping& bookkeeping,
                                          const Lease& lease) const = 0;
  /// An UPDATE that makes the lease last for its time from now; of no effect where it is not ours
  /// any more. From outside it waits for the end of our transaction.
  [[nodiscard]] virtual std::string renewal(const Bookkeeping& bookkeeping,
                                            const Lease& lease) const = 0;
  /// Who holds the migration lock now, asked between two tries to take it.
  [[nodiscard]] virtual Holder lock_holder(Connection& connection,
                                           const Bookkeeping& bookkeeping) const = 0;
  /// What the running statement of `running` does and waits for. Called from its wait hook, so it
  /// is asked on `watcher`, which is null where there is none.
  [[nodiscard]] virtual Activity observe(Connection& running, Connection* watcher,
                                         Look look) const = 0;
  /// The statement that ends a session in the way, whose id is its $1; it answers a row where it
  /// did, and never ends one of Aludel. Empty where the dialect has no such thing.
  [[nodiscard]] virtual std::string end_session(const EndRequest& request,
                                                int server_version) const = 0;
  /// A second session that only watches; null where the dialect needs or can have none.
  [[nodiscard]] virtual std::unique_ptr<Connection> connect_watcher(
      const DatabaseUrl& url) const = 0;

  /// True where several runners take turns per transaction instead of one holding a lock for its
  /// whole run; each transaction then reads the state again.
  [[nodiscard]] virtual bool takes_turns() const = 0;

  [[nodiscard]] virtual std::vector<std::string> begin(const TransactionOptions& options) const = 0;
  /// Inside a transaction: keeps every other writer of the version table out until its end. May be
  /// empty.
  [[nodiscard]] virtual std::string guard(const Bookkeeping& bookkeeping) const = 0;
  /// The same as one statement that fails (22012 on PostgreSQL) where the version table's rows are
  /// not `rows`, for transactions that are sent whole, with their COMMIT. Empty where statements
  /// are sent one by one.
  [[nodiscard]] virtual std::string expect_rows(const Bookkeeping& bookkeeping,
                                                const std::vector<std::string>& rows) const = 0;
  /// Brings a session back to how `connect` left it: role, authorization, settings. Sent after each
  /// revision's last COMMIT.
  [[nodiscard]] virtual std::vector<std::string> reset_session(
      Connection& connection, const ConnectOptions& options) const = 0;
  /// Inside a transaction whose revision changed session state: what makes the bookkeeping run as
  /// the user who connected.
  [[nodiscard]] virtual std::vector<std::string> before_bookkeeping() const = 0;
  /// Around an autocommit statement, in the session.
  [[nodiscard]] virtual std::vector<std::string> before_autocommit(
      const StatementTraits& traits, const TransactionOptions& options) const = 0;

  /// What a statement is to the executor. @throws Error(refused_command) for statements that a
  /// revision may not contain, at their place.
  [[nodiscard]] virtual StatementTraits classify(const SourceText& source,
                                                 const Statement& statement,
                                                 int server_version) const = 0;
  /// Why a statement, classified as `traits`, needs a session that stays; none: it does not.
  [[nodiscard]] virtual std::optional<SessionNeed> needs_session(
      const SourceText& source, const Statement& statement,
      const StatementTraits& traits) const = 0;
  /// Looks whether an autocommit statement that was begun and not seen to end has been applied.
  [[nodiscard]] virtual Evidence examine(Connection& connection, const StatementTraits& traits,
                                         std::string_view sql) const = 0;

  /// How a script for the database's own client is written.
  [[nodiscard]] virtual const OfflineForms& offline() const = 0;
  /// Looks a table up by its name as SQL writes it: `app."Prices"`.
  [[nodiscard]] virtual TableFacts look_at_table(Connection& connection,
                                                 const std::string& table) const = 0;
  /// An expression for a column's value as a literal that means the same value in every session.
  [[nodiscard]] virtual std::string literal_of(const std::string& column,
                                               const std::string& type) const = 0;
  /// Sent in a transaction before a query with such literals; empty: nothing is needed.
  [[nodiscard]] virtual std::string exact_literals() const = 0;
  /// How many rows the planner thinks that `query` gives; none where it does not tell.
  [[nodiscard]] virtual std::optional<long long> estimated_rows(Connection& connection,
                                                                const std::string& query) const = 0;
  /// Outside of a transaction. Empty where transactions are begun with them.
  /// @param looks_up  the ends of ranges are looked for, so that rows are read twice
  [[nodiscard]] virtual BatchSettings batch_settings(Connection& connection,
                                                     bool looks_up) const = 0;
  /// Asked between two batches on `table`. Cheap.
  [[nodiscard]] virtual BatchLoad batch_load(Connection& connection,
                                             const std::string& table) const = 0;

  /// What replacing `objects` takes. Inside a transaction that is rolled back, in which names are
  /// resolved as the script's.
  [[nodiscard]] virtual Rebuild plan_rebuild(Connection& connection,
                                             std::span<const ReplacedObject> objects) const = 0;

  /// Views and triggers that name what is not there, where the server keeps such ones. Inside a
  /// transaction; changes nothing.
  [[nodiscard]] virtual std::vector<Unfit> unfit(Connection& connection) const = 0;

  /// What the dialect knows of objects: dialect/objects.hpp.
  [[nodiscard]] virtual const ObjectFunctions& objects() const = 0;

  /// Adds to a refused statement what a look into the catalog tells: where a relation of that name
  /// is, which extension is missing, which right. Outside a failed transaction.
  /// @param sql  the statement; empty: none of a file, and what it needs is not known
  virtual void explain(Connection& connection, Diagnostic& problem,
                       std::string_view sql = {}) const = 0;
};

/// The dialect of a URL. @throws Error(driver_missing) for a database that cannot be driven yet.
[[nodiscard]] const Dialect& dialect_for(const DatabaseUrl& url);

}  // namespace aludel
