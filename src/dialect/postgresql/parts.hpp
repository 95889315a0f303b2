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
[[nodiscard]] bool try_lock(Connection& connection, const Bookkeeping& bookkeeping);
void unlock(Connection& connection, const Bookkeeping& bookkeeping);
[[nodiscard]] Holder lock_holder(Connection& connection, const Bookkeeping& bookkeeping);
[[nodiscard]] std::vector<Holder> blockers(Connection& watcher, const std::string& backend);

/// evidence.cpp
[[nodiscard]] Evidence examine(Connection& connection, const StatementTraits& traits,
                               std::string_view sql);

/// explain.cpp
void explain(Connection& connection, Diagnostic& problem);

}  // namespace aludel::postgresql
