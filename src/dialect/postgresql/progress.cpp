// How far a statement is: the server's progress views, each since its own version.
#include "dialect/postgresql/parts.hpp"

namespace aludel::postgresql {

namespace {

// Each answers: command, relation, phase, done, total, unit.

constexpr const char* create_index = R"sql(
  SELECT command, relid::regclass::text, phase,
    CASE WHEN phase LIKE 'waiting%' THEN lockers_done
         WHEN phase LIKE '%loading tuples%' THEN tuples_done
         WHEN phase LIKE '%scanning%' OR phase = 'building index' THEN blocks_done END,
    CASE WHEN phase LIKE 'waiting%' THEN lockers_total
         WHEN phase LIKE '%loading tuples%' THEN tuples_total
         WHEN phase LIKE '%scanning%' OR phase = 'building index' THEN blocks_total END,
    CASE WHEN phase LIKE 'waiting%' THEN 'transactions'
         WHEN phase LIKE '%loading tuples%' THEN 'rows' ELSE 'blocks' END
  FROM pg_stat_progress_create_index WHERE pid = )sql";

constexpr const char* vacuum = R"sql(
  SELECT 'VACUUM', relid::regclass::text, phase,
    CASE phase WHEN 'scanning heap' THEN heap_blks_scanned
               WHEN 'vacuuming heap' THEN heap_blks_vacuumed END,
    CASE WHEN phase IN ('scanning heap', 'vacuuming heap') THEN heap_blks_total END, 'blocks'
  FROM pg_stat_progress_vacuum WHERE pid = )sql";

constexpr const char* cluster = R"sql(
  SELECT command, relid::regclass::text, phase,
    CASE phase WHEN 'seq scanning heap' THEN heap_blks_scanned
               WHEN 'rebuilding index' THEN index_rebuild_count
               ELSE nullif(heap_tuples_written, 0) END,
    CASE phase WHEN 'seq scanning heap' THEN heap_blks_total END,
    CASE phase WHEN 'seq scanning heap' THEN 'blocks' WHEN 'rebuilding index' THEN 'indexes'
               ELSE 'rows' END
  FROM pg_stat_progress_cluster WHERE pid = )sql";

constexpr const char* analyze = R"sql(
  SELECT 'ANALYZE', relid::regclass::text, phase,
    CASE WHEN phase LIKE 'acquiring%' THEN sample_blks_scanned END,
    CASE WHEN phase LIKE 'acquiring%' THEN sample_blks_total END, 'blocks'
  FROM pg_stat_progress_analyze WHERE pid = )sql";

// FROM STDIN has no total here: only the client knows it.
constexpr const char* copy = R"sql(
  SELECT command, nullif(relid, 0)::regclass::text, '', bytes_processed, bytes_total, 'bytes'
  FROM pg_stat_progress_copy WHERE pid = )sql";

}  // namespace

std::string progress_query(int server_version, const std::string& backend) {
  std::string sql =
      "SELECT NULL::text, NULL::text, NULL::text, NULL::bigint, NULL::bigint, "
      "NULL::text WHERE false";
  const auto add = [&](const char* view) { sql += std::string(" UNION ALL ") + view + backend; };
  add(vacuum);
  if (server_version >= 120000) add(cluster);
  if (server_version >= 120000) add(create_index);
  if (server_version >= 130000) add(analyze);
  if (server_version >= 140000) add(copy);
  return sql;
}

}  // namespace aludel::postgresql
