#pragma once

#include <span>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "dialect/dialect.hpp"
#include "dialect/offline_script.hpp"
#include "dialect/statement_kinds.hpp"

/// The parts of the SQLite dialect, one file each; sqlite_dialect.cpp puts them together.
namespace aludel::sqlite {

/// Statements that need care, with the evidence of those that cannot run inside a transaction.
[[nodiscard]] std::span<const StatementKind> statement_kinds();

/// bookkeeping.cpp
[[nodiscard]] Bookkeeping locate(Connection& connection, const VersionTableSettings& settings);
/// Names the tables of a version table; says nothing of what is there.
[[nodiscard]] Bookkeeping bookkeeping_of(const std::string& table);

/// The connection PRAGMAs that change what a statement does, at SQLite's defaults ("PRAGMA
/// Statements" in its manual) but for what is configured; and commits that are durable.
[[nodiscard]] std::vector<std::string> connection_pragmas(std::optional<bool> foreign_keys);

/// offline_script.cpp
[[nodiscard]] const OfflineForms& offline_forms();
/// What the sqlite3 shell would not send as it stands: a line of its own commands, or one at which
/// it ends a statement.
[[nodiscard]] std::optional<OfflineObstacle> shell_obstacle(std::string_view sql);

/// batches.cpp
[[nodiscard]] TableFacts look_at_table(Connection& connection, const std::string& table);
[[nodiscard]] std::string literal_of(const std::string& column);
/// rebuild.cpp: as Dialect::plan_rebuild.
[[nodiscard]] Rebuild plan_rebuild(Connection& connection, std::span<const ReplacedObject> objects);

/// unfit.cpp: as Dialect::unfit.
[[nodiscard]] std::vector<Unfit> unfit(Connection& connection);

[[nodiscard]] BatchLoad batch_load(Connection& connection);
[[nodiscard]] BatchSettings batch_settings(Connection& connection, bool looks_up);

/// explain.cpp
void explain(Connection& connection, Diagnostic& problem, std::string_view sql);

}  // namespace aludel::sqlite
