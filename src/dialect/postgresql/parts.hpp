#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "dialect/dialect.hpp"
#include "dialect/offline_script.hpp"
#include "dialect/statement_kinds.hpp"

/// The parts of the PostgreSQL dialect, one file each; postgresql_dialect.cpp puts them together.
namespace aludel::postgresql {

/// Statements that need care, with the evidence of those that cannot run inside a transaction.
[[nodiscard]] std::span<const StatementKind> statement_kinds();

/// session.cpp
[[nodiscard]] std::unique_ptr<Connection> connect(const DatabaseUrl& url,
                                                  const ConnectOptions& options);
[[nodiscard]] std::unique_ptr<Connection> connect_watcher(const DatabaseUrl& url);
/// What `connect` sets in a session; sent again after RESET ALL where the server was not given them
/// at its start.
[[nodiscard]] std::vector<std::string> session_statements(const Connection& connection);

/// bookkeeping.cpp
[[nodiscard]] Bookkeeping locate(Connection& connection, const VersionTableSettings& settings);
/// Names the tables of a version table in `schema`; says nothing of what is there.
[[nodiscard]] Bookkeeping bookkeeping_in(const std::string& schema, const std::string& table);

/// lock.cpp
/// docs/formats.md, "The migration lock".
[[nodiscard]] std::string lock_key(const Bookkeeping& bookkeeping);
/// Who holds the migration lock, for a person: a query of at most one row and one column.
[[nodiscard]] std::string holder_query(const Bookkeeping& bookkeeping);
[[nodiscard]] bool try_lock(Connection& connection, const Bookkeeping& bookkeeping);
void unlock(Connection& connection, const Bookkeeping& bookkeeping);
[[nodiscard]] Holder lock_holder(Connection& connection, const Bookkeeping& bookkeeping);

/// activity.cpp
[[nodiscard]] Activity observe(Connection& watcher, const std::string& backend, Look look);

/// progress.cpp: what the server tells of how far a session's statement is; at most a row of
/// command, relation, phase, done, total, unit.
[[nodiscard]] std::string progress_query(int server_version, const std::string& backend);

/// end_session.cpp
[[nodiscard]] std::string end_session(const EndRequest& request, int server_version);
/// The pids of sessions that hold a migration lock, of whatever version table.
[[nodiscard]] std::string runner_sessions(int server_version);
/// A condition over a row of pg_stat_activity, with `runners` of the above beside it: a session of
/// Aludel.
[[nodiscard]] std::string is_ours(const std::string& activity);

/// lease.cpp
/// The statements that make the table. The columns are frozen: docs/formats.md, "aludel_lease".
[[nodiscard]] std::vector<std::string> lease_table(const Bookkeeping& bookkeeping);
[[nodiscard]] bool try_lease(Connection& connection, const Bookkeeping& bookkeeping, Lease& lease);
void release_lease(Connection& connection, const Bookkeeping& bookkeeping, const Lease& lease);
[[nodiscard]] std::string fence(const Bookkeeping& bookkeeping, const Lease& lease);
[[nodiscard]] std::string renewal(const Bookkeeping& bookkeeping, const Lease& lease);
/// Under the session's lock: true where no lease is live. An expired one is fenced off, so that its
/// holder, if it wakes, writes nothing.
[[nodiscard]] bool end_expired_lease(Connection& connection, const Bookkeeping& bookkeeping);
/// The statement that gives the holder of an expired one a moment to be heard of, and the one that
/// fences it off then.
[[nodiscard]] std::string expired_lease_grace(const Bookkeeping& bookkeeping);
[[nodiscard]] std::string expired_lease_end(const Bookkeeping& bookkeeping);
/// Who holds the lock by a lease, as whose server session `session` (empty: none) has it now; just
/// `session` where nobody does.
[[nodiscard]] std::string lease_description(Connection& connection, const Bookkeeping& bookkeeping,
                                            const std::string& session);
/// An expression that is true while somebody's lease is live.
[[nodiscard]] std::string live_lease(const Bookkeeping& bookkeeping);

/// session_need.cpp
[[nodiscard]] std::optional<SessionNeed> needs_session(const SourceText& source,
                                                       const Statement& statement,
                                                       const StatementTraits& traits);

/// evidence.cpp
[[nodiscard]] Evidence examine(Connection& connection, const StatementTraits& traits,
                               std::string_view sql);
/// What stands behind the table's name in a CREATE INDEX CONCURRENTLY, and whether it is UNIQUE.
struct IndexText {
  bool unique = false;
  std::string rest;
};
[[nodiscard]] IndexText index_text(std::string_view sql);
/// A catalog name for what stands in a statement: an unquoted one is folded, its schema left out.
[[nodiscard]] std::string plain_name(std::string_view written);

/// offline_script.cpp
[[nodiscard]] const OfflineForms& offline_forms();
/// `sql` as psql sends it unchanged: its variables (:name, :'name', :{?name}) are not looked for
/// where a blank follows the colon, and to the server the blank means nothing.
[[nodiscard]] std::string for_psql(std::string_view sql);
/// `text` between dollar quotes that do not stand in it.
[[nodiscard]] std::string dollar_quoted(std::string_view text);

/// offline_batches.cpp
[[nodiscard]] std::string batch_look(const OfflineBatches& batches);
[[nodiscard]] std::string batch_loop(const OfflineSettings& settings,
                                     const OfflineBatches& batches);

/// batches.cpp
/// Expressions of SQL stand for the table's name, and for an array of the key's columns as written.
/// A query that gives a row where an index of the table gives rows in the order of the key.
[[nodiscard]] std::string index_query(const std::string& table, const std::string& key);
/// A query for what there is to wait for between two batches, as a clause; an empty text: nothing.
[[nodiscard]] std::string batch_load_query(const std::string& table);
[[nodiscard]] std::string expect_rows(const Bookkeeping& bookkeeping,
                                      const std::vector<std::string>& rows);
[[nodiscard]] TableFacts look_at_table(Connection& connection, const std::string& table);
[[nodiscard]] std::string literal_of(const std::string& column, const std::string& type);
[[nodiscard]] std::string exact_literals();
[[nodiscard]] std::optional<long long> estimated_rows(Connection& connection,
                                                      const std::string& query);
/// rebuild.cpp: as Dialect::plan_rebuild.
[[nodiscard]] Rebuild plan_rebuild(Connection& connection, std::span<const ReplacedObject> objects);

[[nodiscard]] BatchLoad batch_load(Connection& connection, const std::string& table);

/// explain_permission.cpp: which role lacks what (SQLSTATE 42501), and the GRANT that helps.
/// Where the session only reads, it needs to read.
void explain_permission(Connection& connection, Diagnostic& problem, std::string_view sql);
/// needed_rights.cpp: what the statement most likely needs on the object that it was refused.
/// @param kind  "table", "sequence", "schema"
/// @param name  bare
/// @return none where that is not known
[[nodiscard]] std::vector<std::string> needed_rights(std::string_view sql, std::string_view kind,
                                                     const std::string& name);
/// explain.cpp
void explain(Connection& connection, Diagnostic& problem, std::string_view sql);

}  // namespace aludel::postgresql
