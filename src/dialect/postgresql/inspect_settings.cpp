// What is said of objects beside all that they are made with.
#include "base/text.hpp"
#include "catalog/settings.hpp"
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

// What is said of columns, by one look at all of them.
constexpr const char* settings_sql = R"sql(
SELECT c.oid, v.kind, attname AS part, v.value
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm')
  JOIN pg_catalog.pg_type t ON t.oid = atttypid
  CROSS JOIN LATERAL (VALUES
    ('STORAGE', CASE WHEN relkind <> 'm' AND attstorage <> typstorage THEN CASE attstorage WHEN 'p' THEN 'PLAIN'
      WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
    ('STATISTICS', CASE WHEN coalesce(attstattarget, -1) <> -1 THEN attstattarget::text END),
    ('COMPRESSION', CASE $compression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END)) v(kind, value)
  WHERE attnum > 0 AND NOT attisdropped AND v.value IS NOT NULL
    AND (attstorage <> typstorage OR coalesce(attstattarget, -1) <> -1 OR $compression <> '')
UNION ALL SELECT c.oid, 'OPTIONS OF COLUMN', attname, array_to_string(attoptions, ', ')
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p')
  WHERE attnum > 0 AND NOT attisdropped AND attoptions IS NOT NULL
UNION ALL SELECT c.oid, 'REPLICA IDENTITY', '', CASE relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
    ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class x ON x.oid = indexrelid WHERE indrelid = c.oid AND indisreplident) END
  FROM pg_catalog.pg_class c WHERE relkind IN ('r', 'p') AND relreplident <> 'd'
UNION ALL SELECT indrelid, 'CLUSTER', '', quote_ident(relname)
  FROM pg_catalog.pg_index JOIN pg_catalog.pg_class c ON c.oid = indexrelid WHERE indisclustered
UNION ALL SELECT c.oid, 'OF TYPE', '', format_type(reloftype, NULL) FROM pg_catalog.pg_class c WHERE reloftype <> 0
UNION ALL SELECT c.oid, 'UNLOGGED SEQUENCE', '', 'true' FROM pg_catalog.pg_class c
  WHERE relkind = 'S' AND relpersistence = 'u' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 1259 AND d.objid = c.oid AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('i', 'a'))
UNION ALL SELECT c.oid, 'VIEW DEFAULT', attname, pg_catalog.pg_get_expr(adbin, adrelid, true)
  FROM pg_catalog.pg_attrdef JOIN pg_catalog.pg_class c ON c.oid = adrelid AND relkind = 'v'
  JOIN pg_catalog.pg_attribute a ON attrelid = adrelid AND attnum = adnum
)sql";

constexpr const char* index_statistics_sql = R"sql(
SELECT indrelid, relname, attnum, attstattarget
  FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_index ON indexrelid = attrelid
  JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('i', 'I') AND NOT relispartition
  WHERE attnum > 0 AND coalesce(attstattarget, -1) <> -1 AND attrelid >= 16384)sql";

}  // namespace

void read_settings(Reading& reading) {
  const std::string sql = replace_all(settings_sql, "$compression",
                                      reading.version >= 140000 ? "attcompression" : "''");
  for (const auto& row :
       reading.rows("SELECT oid, kind, part, value FROM (" + sql + ") s WHERE oid >= 16384")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation != nullptr) reading.set(text(row[1]), relation->name, text(row[2]), text(row[3]));
  }
  for (const auto& row : reading.rows(index_statistics_sql)) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation != nullptr)
      reading.set(std::string(index_statistics), ObjectName(relation->name.schema, text(row[1])),
                  text(row[2]), text(row[3]));
  }
  for (const auto& [place, comment] : reading.comments) {
    const auto& [catalog_number, number, part] = place;
    const Relation* view =
        catalog_number == of_relation && part > 0 ? reading.relation(number) : nullptr;
    if (view != nullptr && (view->kind == 'v' || view->kind == 'm'))
      reading.set("COMMENT ON COLUMN", view->name,
                  view->columns.at(static_cast<std::size_t>(part)).name, comment);
  }
}

}  // namespace aludel::postgresql
