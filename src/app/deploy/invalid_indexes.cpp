#include "app/deploy/invalid_indexes.hpp"

namespace aludel {

std::vector<std::string> invalid_indexes(Connection& connection, SqlDialect dialect) {
  std::vector<std::string> names;
  if (dialect != SqlDialect::postgresql) return names;
  // A partitioned index is INVALID until its last partition has one: that may be meant.
  const Result found = connection.query(
      "SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE "
      "NOT i.indisvalid AND c.relkind = 'i' AND NOT EXISTS (SELECT FROM "
      "pg_stat_progress_create_index "
      "p WHERE p.index_relid = i.indexrelid OR p.relid = i.indrelid) ORDER BY 1::text");
  for (const auto& row : found.rows) names.push_back(row.at(0).value_or(""));
  return names;
}

}  // namespace aludel
