// What is said of objects beside all that they are made with.
#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

constexpr const char* settings_sql = R"sql(
SELECT c.oid, 'STORAGE' AS kind, attname AS part,
  CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS value
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p')
  JOIN pg_catalog.pg_type t ON t.oid = atttypid WHERE attnum > 0 AND attstorage <> typstorage
UNION ALL SELECT c.oid, 'STATISTICS', attname, attstattarget::text
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm')
  WHERE attnum > 0 AND NOT attisdropped AND coalesce(attstattarget, -1) <> -1
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

constexpr const char* compression_sql = R"sql(
UNION ALL SELECT c.oid, 'COMPRESSION', attname, CASE attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm')
  WHERE attnum > 0 AND attcompression <> '')sql";

}  // namespace

void read_settings(Reading& reading) {
  const std::string sql =
      std::string(settings_sql) + (reading.version >= 140000 ? compression_sql : "");
  for (const auto& row :
       reading.rows("SELECT oid, kind, part, value FROM (" + sql + ") s WHERE oid >= 16384")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation != nullptr) reading.set(text(row[1]), relation->name, text(row[2]), text(row[3]));
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
