#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "dialect/dialect.hpp"
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

/// lock.cpp
/// docs/formats.md, "The migration lock".
[[nodiscard]] std::string lock_key(const Bookkeeping& bookkeeping);
[[nodiscard]] bool try_lock(Connection& connection, const Bookkeeping& bookkeeping);
void unlock(Connection& connection, const Bookkeeping& bookkeeping);
[[nodiscard]] Holder lock_holder(Connection& connection, const Bookkeeping& bookkeeping);
[[nodiscard]] std::vector<Holder> blockers(Connection& watcher, const std::string& backend);

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

/// explain.cpp
void explain(Connection& connection, Diagnostic& problem);

}  // namespace aludel::postgresql
