#include "dialect/postgresql/postgresql_dialect.hpp"

#include "db/postgresql/postgresql_connection.hpp"
#include "dialect/bookkeeping_tables.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/parts.hpp"

namespace aludel {

namespace {

std::string milliseconds_text(std::chrono::milliseconds time) {
  return "'" + std::to_string(time.count()) + "ms'";
}

constexpr BookkeepingTypes types{.row_id = "BIGINT GENERATED ALWAYS AS IDENTITY",
                                 .number = "INTEGER",
                                 .milliseconds = "BIGINT",
                                 .time = "TIMESTAMP(3)"};

class PostgresqlDialect final : public Dialect {
 public:
  [[nodiscard]] const ObjectFunctions& objects() const override {
    return postgresql::object_functions();
  }
  [[nodiscard]] SqlDialect sql() const override { return SqlDialect::postgresql; }
  [[nodiscard]] std::string_view name() const override { return "postgresql"; }

  [[nodiscard]] std::unique_ptr<Connection> connect(const DatabaseUrl& url,
                                                    const ConnectOptions& options) const override {
    return postgresql::connect(url, options);
  }
  [[nodiscard]] std::unique_ptr<Connection> connect_watcher(const DatabaseUrl& url) const override {
    return postgresql::connect_watcher(url);
  }

  [[nodiscard]] Bookkeeping locate(Connection& connection,
                                   const VersionTableSettings& settings) const override {
    return postgresql::locate(connection, settings);
  }
  [[nodiscard]] std::vector<std::string> create_bookkeeping(
      const Bookkeeping& bookkeeping) const override {
    return bookkeeping_tables(bookkeeping, sql(), types);
  }
  [[nodiscard]] JournalExpressions journal_expressions() const override {
    return {.now = "(clock_timestamp() AT TIME ZONE 'UTC')",
            .duration = "(extract(epoch FROM clock_timestamp() - now()) * 1000)::bigint",
            .backend = "pg_backend_pid()::text",
            .at_utc = "to_char(at_utc, 'YYYY-MM-DD HH24:MI:SS.MS')"};
  }

  [[nodiscard]] bool borrows_sessions(const Connection& connection) const override {
    return postgresql_session(connection).borrowed;
  }
  [[nodiscard]] bool try_lock(Connection& connection, const Bookkeeping& bookkeeping,
                              Lease* lease) const override {
    return lease == nullptr ? postgresql::try_lock(connection, bookkeeping)
                            : postgresql::try_lease(connection, bookkeeping, *lease);
  }
  void unlock(Connection& connection, const Bookkeeping& bookkeeping,
              const Lease* lease) const override {
    lease == nullptr ? postgresql::unlock(connection, bookkeeping)
                     : postgresql::release_lease(connection, bookkeeping, *lease);
  }
  [[nodiscard]] std::string fence(const Bookkeeping& bookkeeping,
                                  const Lease& lease) const override {
    return postgresql::fence(bookkeeping, lease);
  }
  [[nodiscard]] std::string renewal(const Bookkeeping& bookkeeping,
                                    const Lease& lease) const override {
    return postgresql::renewal(bookkeeping, lease);
  }
  [[nodiscard]] Holder lock_holder(Connection& connection,
                                   const Bookkeeping& bookkeeping) const override {
    return postgresql::lock_holder(connection, bookkeeping);
  }
  [[nodiscard]] Activity observe(Connection& running, Connection* watcher,
                                 Look look) const override {
    if (watcher == nullptr || running.backend().empty()) return {};  // it is not known which it is
    return postgresql::observe(*watcher, running.backend(), look);
  }
  [[nodiscard]] std::string end_session(const EndRequest& request,
                                        int server_version) const override {
    return postgresql::end_session(request, server_version);
  }
  [[nodiscard]] bool takes_turns() const override { return false; }

  [[nodiscard]] std::vector<std::string> begin(const TransactionOptions& options) const override {
    std::string settings =
        "SELECT set_config('lock_timeout', " + milliseconds_text(options.lock_timeout) + ", true)";
    if (options.statement_timeout) {
      settings += ", set_config('statement_timeout', " +
                  milliseconds_text(*options.statement_timeout) + ", true)";
    }
    if (options.asynchronous_commit) settings += ", set_config('synchronous_commit', 'off', true)";
    return {"BEGIN", settings};
  }
  [[nodiscard]] std::string guard(const Bookkeeping& bookkeeping) const override {
    return "LOCK TABLE " + bookkeeping.version + " IN SHARE ROW EXCLUSIVE MODE";
  }
  [[nodiscard]] std::string expect_rows(const Bookkeeping& bookkeeping,
                                        const std::vector<std::string>& rows) const override {
    return postgresql::expect_rows(bookkeeping, rows);
  }
  [[nodiscard]] TableFacts look_at_table(Connection& connection,
                                         const std::string& table) const override {
    return postgresql::look_at_table(connection, table);
  }
  [[nodiscard]] std::string literal_of(const std::string& column,
                                       const std::string& type) const override {
    return postgresql::literal_of(column, type);
  }
  [[nodiscard]] std::string exact_literals() const override { return postgresql::exact_literals(); }
  [[nodiscard]] std::optional<long long> estimated_rows(Connection& connection,
                                                        const std::string& query) const override {
    return postgresql::estimated_rows(connection, query);
  }
  [[nodiscard]] Rebuild plan_rebuild(Connection& connection,
                                     std::span<const ReplacedObject> objects) const override {
    return postgresql::plan_rebuild(connection, objects);
  }
  [[nodiscard]] std::vector<Unfit> unfit(Connection&) const override { return {}; }
  [[nodiscard]] BatchSettings batch_settings(Connection&, bool) const override { return {}; }
  [[nodiscard]] BatchLoad batch_load(Connection& connection,
                                     const std::string& table) const override {
    return postgresql::batch_load(connection, table);
  }
  [[nodiscard]] std::vector<std::string> reset_session(Connection& connection,
                                                       const ConnectOptions&) const override {
    if (borrows_sessions(connection)) return {};  // nothing was set, and the settings are not ours
    std::vector<std::string> statements{"RESET SESSION AUTHORIZATION", "RESET ALL"};
    for (std::string& each : postgresql::session_statements(connection))
      statements.push_back(std::move(each));
    return statements;
  }
  [[nodiscard]] std::vector<std::string> before_bookkeeping() const override {
    return {"SET LOCAL SESSION AUTHORIZATION DEFAULT", "SET LOCAL role TO DEFAULT"};
  }
  [[nodiscard]] std::vector<std::string> before_autocommit(
      const StatementTraits& traits, const TransactionOptions& options) const override {
    const auto lock =
        traits.without_lock_timeout ? std::chrono::milliseconds(0) : options.lock_timeout;
    return {"SELECT set_config('lock_timeout', " + milliseconds_text(lock) +
            ", false), set_config('statement_timeout', " +
            milliseconds_text(options.statement_timeout.value_or(std::chrono::milliseconds(0))) +
            ", false)"};
  }

  [[nodiscard]] StatementTraits classify(const SourceText& source, const Statement& statement,
                                         int server_version) const override {
    StatementTraits traits = classify_by(postgresql::statement_kinds(), source, statement);
    if (!traits.new_enum_value.empty() && server_version < 120000) traits.autocommit = true;
    return traits;
  }
  [[nodiscard]] std::optional<SessionNeed> needs_session(
      const SourceText& source, const Statement& statement,
      const StatementTraits& traits) const override {
    return postgresql::needs_session(source, statement, traits);
  }
  [[nodiscard]] Evidence examine(Connection& connection, const StatementTraits& traits,
                                 std::string_view sql) const override {
    return postgresql::examine(connection, traits, sql);
  }
  [[nodiscard]] const OfflineForms& offline() const override { return postgresql::offline_forms(); }
  void explain(Connection& connection, Diagnostic& problem, std::string_view sql) const override {
    postgresql::explain(connection, problem, sql);
  }
};

}  // namespace

const Dialect& postgresql_dialect() {
  static const PostgresqlDialect dialect;
  return dialect;
}

}  // namespace aludel
