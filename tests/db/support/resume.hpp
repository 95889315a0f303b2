#pragma once

#include "db/support/fixture.hpp"
#include "revision/section.hpp"
#include "sql/splitter.hpp"

namespace aludel::testing {

/// Revisions whose autocommit statement was begun by a run that nobody heard of again.
class Resumed : public OnPostgresql {
 protected:
  /// Writes what a run writes before it sends `sql`, the only statement of `id`.
  void begun(const std::string& id, const std::string& sql,
             const std::string& direction = "upgrade", int segment = 1, int segments = 1) {
    const SourceText source("test", sql);
    const auto split = split_statements(source, {0, sql.size()}, SqlDialect::postgresql);
    const std::vector<const Statement*> statement{&split.statements.front()};
    const std::string digest = digest_of(source, statement);
    rows("INSERT INTO aludel_text VALUES ('" + digest + "', $sql$" + sql +
         "$sql$) ON CONFLICT DO NOTHING");
    rows(
        "INSERT INTO aludel_journal (format, version_table, run_id, kind, name, direction, "
        "segment, segments, statement, event, at_utc, statement_digest, who, host, tool_version) "
        "VALUES (1, 'public.aludel_version', 'test', 'revision', '" +
        id + "', '" + direction + "', " + std::to_string(segment) + ", " +
        std::to_string(segments) + ", 1, 'intent', now(), '" + digest +
        "', 'ann', 'elsewhere', '0')");
  }
  int added_ = 0;
};

}  // namespace aludel::testing
