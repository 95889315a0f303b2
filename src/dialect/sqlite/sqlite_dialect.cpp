#include "dialect/sqlite/sqlite_dialect.hpp"

#include <algorithm>

#include "db/sqlite/file_lock_holder.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "dialect/bookkeeping_tables.hpp"
#include "dialect/sqlite/objects.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr BookkeepingTypes types{
    .row_id = "INTEGER", .number = "INTEGER", .milliseconds = "INTEGER", .time = "TEXT"};

class SqliteDialect final : public Dialect {
 public:
  [[nodiscard]] const ObjectFunctions& objects() const override {
    return sqlite::object_functions();
  }
  [[nodiscard]] SqlDialect sql() const override { return SqlDialect::sqlite; }
  [[nodiscard]] std::string_view name() const override { return "sqlite"; }

  [[nodiscard]] std::unique_ptr<Connection> connect(const DatabaseUrl& url,
                                                    const ConnectOptions& options) const override {
    SqliteOpen request{.path = url.sqlite_path,
                       .access = options.read_only ? Access::read_only : Access::read_write};
    // A writer waits as long for its turn as for a lock; a reader only until a COMMIT is through.
    if (!options.read_only) request.busy_wait = options.lock_wait;
    auto connection = open_sqlite(request);
    connection->set_stop_token(options.stop);
    connection->set_trace(options.trace);
    if (options.foreign_keys.value_or(false)) connection->query("PRAGMA foreign_keys = ON");
    return connection;
  }
  [[nodiscard]] std::unique_ptr<Connection> connect_watcher(const DatabaseUrl&) const override {
    return nullptr;
  }

  [[nodiscard]] Bookkeeping locate(Connection& connection,
                                   const VersionTableSettings& settings) const override {
    return sqlite::locate(connection, settings);
  }
  [[nodiscard]] std::vector<std::string> create_bookkeeping(
      const Bookkeeping& bookkeeping) const override {
    return bookkeeping_tables(bookkeeping, sql(), types);
  }
  [[nodiscard]] JournalExpressions journal_expressions() const override {
    return {.now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            .duration = {},
            .backend = {},
            .at_utc = "at_utc"};
  }

  // BEGIN IMMEDIATE is the lock: it dies with the process, and every runner gets its turn between
  // two transactions.
  [[nodiscard]] bool try_lock(Connection&, const Bookkeeping&, Lease*) const override {
    return true;
  }
  void unlock(Connection&, const Bookkeeping&, const Lease*) const override {}
  [[nodiscard]] bool borrows_sessions(const Connection&) const override { return false; }
  [[nodiscard]] std::string fence(const Bookkeeping&, const Lease&) const override { return {}; }
  [[nodiscard]] std::string renewal(const Bookkeeping&, const Lease&) const override { return {}; }
  [[nodiscard]] bool takes_turns() const override { return true; }
  [[nodiscard]] Holder lock_holder(Connection&, const Bookkeeping&) const override { return {}; }
  [[nodiscard]] Activity observe(Connection& running, Connection*, Look) const override {
    Activity activity;
    activity.waits_for_lock = sqlite_waits_for_lock(running);
    if (!activity.waits_for_lock) return activity;
    for (FileLockHolder& holder : file_lock_holders(sqlite_path(running))) {
      Blocker& blocker = activity.blockers.emplace_back();
      blocker.kind = Blocker::Kind::process;
      blocker.id = std::move(holder.pid);
      blocker.application = std::move(holder.program);
    }
    return activity;
  }
  [[nodiscard]] std::string end_session(const EndRequest&, int) const override { return {}; }

  [[nodiscard]] std::vector<std::string> begin(const TransactionOptions&) const override {
    return {"BEGIN IMMEDIATE"};
  }
  [[nodiscard]] std::string guard(const Bookkeeping&) const override { return {}; }
  [[nodiscard]] std::string expect_rows(const Bookkeeping&,
                                        const std::vector<std::string>&) const override {
    return {};
  }
  [[nodiscard]] TableFacts look_at_table(Connection& connection,
                                         const std::string& table) const override {
    return sqlite::look_at_table(connection, table);
  }
  [[nodiscard]] std::string literal_of(const std::string& column,
                                       const std::string&) const override {
    return sqlite::literal_of(column);
  }
  [[nodiscard]] std::string exact_literals() const override { return {}; }
  [[nodiscard]] std::optional<long long> estimated_rows(Connection&,
                                                        const std::string&) const override {
    return std::nullopt;
  }
  [[nodiscard]] Rebuild plan_rebuild(Connection& connection,
                                     std::span<const ReplacedObject> objects) const override {
    return sqlite::plan_rebuild(connection, objects);
  }
  [[nodiscard]] std::vector<Unfit> unfit(Connection& connection) const override {
    return sqlite::unfit(connection);
  }
  [[nodiscard]] BatchSettings batch_settings(Connection& connection, bool looks_up) const override {
    return sqlite::batch_settings(connection, looks_up);
  }
  [[nodiscard]] BatchLoad batch_load(Connection& connection, const std::string&) const override {
    return sqlite::batch_load(connection);
  }
  [[nodiscard]] std::vector<std::string> reset_session(
      Connection& connection, const ConnectOptions& options) const override {
    std::vector<std::string> statements = sqlite::connection_pragmas(options.foreign_keys);
    for (const auto& database : connection.query("PRAGMA database_list").rows) {
      const std::string name = database.at(1).value_or("");
      const auto& kept = sqlite_attached_before(connection);
      if (name != "main" && name != "temp" && std::ranges::find(kept, name) == kept.end()) {
        statements.push_back("DETACH " + quote_identifier(name, SqlDialect::sqlite));
      }
    }
    return statements;
  }
  [[nodiscard]] std::vector<std::string> before_bookkeeping() const override { return {}; }
  [[nodiscard]] std::vector<std::string> before_autocommit(
      const StatementTraits&, const TransactionOptions&) const override {
    return {};
  }

  [[nodiscard]] StatementTraits classify(const SourceText& source, const Statement& statement,
                                         int) const override {
    return classify_by(sqlite::statement_kinds(), source, statement);
  }
  [[nodiscard]] std::optional<SessionNeed> needs_session(const SourceText&, const Statement&,
                                                         const StatementTraits&) const override {
    return std::nullopt;
  }
  [[nodiscard]] Evidence examine(Connection&, const StatementTraits& traits,
                                 std::string_view) const override {
    if (traits.evidence == EvidenceKind::run_again)
      return {Verdict::not_applied, "running it again does no harm", {}};
    return {Verdict::unknown, "nothing in the database tells whether it was applied", {}};
  }
  [[nodiscard]] const OfflineForms& offline() const override { return sqlite::offline_forms(); }
  void explain(Connection& connection, Diagnostic& problem, std::string_view sql) const override {
    sqlite::explain(connection, problem, sql);
  }
};

}  // namespace

std::vector<std::string> sqlite::connection_pragmas(std::optional<bool> foreign_keys) {
  return {std::string("PRAGMA foreign_keys = ") + (foreign_keys.value_or(false) ? "ON" : "OFF"),
          "PRAGMA recursive_triggers = OFF", "PRAGMA ignore_check_constraints = OFF",
          "PRAGMA legacy_alter_table = OFF", "PRAGMA writable_schema = OFF",
          "PRAGMA case_sensitive_like = OFF", "PRAGMA reverse_unordered_selects = OFF",
          "PRAGMA query_only = OFF",
          // FULL may bring a deleted rollback journal back after a power cut, and undo with it what
          // was told to be done.
          "PRAGMA synchronous = EXTRA"};
}

const Dialect& sqlite_dialect() {
  static const SqliteDialect dialect;
  return dialect;
}

}  // namespace aludel
