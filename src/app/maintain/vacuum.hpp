#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "migrate/session.hpp"

namespace aludel {

/// Which tables VACUUM (ANALYZE) is worth its work for.
struct VacuumRequest {
  std::vector<std::string> tables;  ///< as SQL writes them; empty: those that need it
  double dead_share = 0.1;          ///< of a table's rows; on SQLite of the file's pages
  std::chrono::milliseconds older_than = std::chrono::hours(7 * 24);  ///< changed since, that is
  bool only_look = false;                                             ///< which ones it would be
};

struct VacuumedTable {
  std::string table;   ///< with its schema, quoted; on SQLite also the file
  std::string reason;  ///< "12,345 of 100,000 rows are dead", "asked for"
  long long bytes_before = 0;
  std::optional<long long> bytes_after = std::nullopt;  ///< none: not run
  std::chrono::milliseconds duration{};
  /// Why it was passed over: what the database said. The others are done all the same.
  std::optional<Diagnostic> problem = std::nullopt;
  bool no_right = false;  ///< the problem is that the role may not: missing_rights tells of all
  std::string note = {};  ///< why dead rows are still there
};

/// Runs VACUUM and ANALYZE. Of PostgreSQL's tables those named, else those with many dead rows,
/// many changes since their last ANALYZE, or changes since a VACUUM that is long ago; partitioned
/// tables are analysed with their partitions, which autovacuum does not do. On SQLite, which counts
/// no changes: ANALYZE, and VACUUM where much of the file is free.
/// @param tell  called behind each table
/// @throws Error where the database fails as a whole, a table that is named is not there
///         (bad_usage), or the run is interrupted
std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell);

/// One report of all tables that were passed over because the session's role may not vacuum them:
/// the role, the tables, and the GRANT that helps.
[[nodiscard]] Diagnostic missing_rights(Session& session, const std::vector<std::string>& tables);

}  // namespace aludel
