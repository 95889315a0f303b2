// Objects that a Catalog has no place for, by name.
#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

// Kinds, and who has such objects. Objects of the database itself have numbers below 16384.
constexpr const char* others_sql = R"sql(
SELECT classid, oid, kind, schema, name FROM (
  SELECT 1247 AS classid, oid, CASE typtype WHEN 'r' THEN 'range type' ELSE 'base type' END AS kind,
    typnamespace AS schema, typname AS name FROM pg_catalog.pg_type
    WHERE typtype IN ('r', 'b') AND typcategory <> 'A' AND typrelid = 0
  UNION ALL SELECT 2617, oid, 'operator', oprnamespace, oprname FROM pg_catalog.pg_operator
  UNION ALL SELECT 2616, oid, 'operator class', opcnamespace, opcname FROM pg_catalog.pg_opclass
  UNION ALL SELECT 3456, oid, 'collation', collnamespace, collname FROM pg_catalog.pg_collation
  UNION ALL SELECT 3602, oid, 'text search configuration', cfgnamespace, cfgname FROM pg_catalog.pg_ts_config
  UNION ALL SELECT 3600, oid, 'text search dictionary', dictnamespace, dictname FROM pg_catalog.pg_ts_dict
  UNION ALL SELECT 3381, oid, 'extended statistics', stxnamespace, stxname FROM pg_catalog.pg_statistic_ext
  UNION ALL SELECT 2618, w.oid, 'rule', c.relnamespace, rulename || ' of ' || relname
    FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = ev_class WHERE rulename <> '_RETURN'
  UNION ALL SELECT 1259, oid, 'replica identity of', relnamespace, relname FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p') AND relreplident <> 'd'
  UNION ALL SELECT 1259, oid, 'tablespace of', relnamespace, relname FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'm', 'i', 'I') AND reltablespace <> 0
  UNION ALL SELECT 1259, oid, 'type of typed table', relnamespace, relname FROM pg_catalog.pg_class
    WHERE reloftype <> 0
  UNION ALL SELECT 1259, oid, 'being unlogged of sequence', relnamespace, relname FROM pg_catalog.pg_class
    WHERE relkind = 'S' AND relpersistence = 'u'
  UNION ALL SELECT 1259, c.oid, 'CLUSTER of index', relnamespace, relname
    FROM pg_catalog.pg_index JOIN pg_catalog.pg_class c ON c.oid = indexrelid WHERE indisclustered
  UNION ALL SELECT 1259, c.oid, 'parameters of an operator class of index', relnamespace, relname
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('i', 'I')
    WHERE attoptions IS NOT NULL
  UNION ALL SELECT 1259, c.oid, 'statistics target of column ' || attname || ' of', relnamespace, relname
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm', 'i')
    WHERE attnum > 0 AND coalesce(attstattarget, -1) <> -1
  UNION ALL SELECT 1259, c.oid, 'default of column ' || attname || ' of view', relnamespace, relname
    FROM pg_catalog.pg_attrdef JOIN pg_catalog.pg_class c ON c.oid = adrelid AND relkind = 'v'
    JOIN pg_catalog.pg_attribute a ON attrelid = adrelid AND attnum = adnum
  UNION ALL SELECT 1259, c.oid, 'storage of column ' || attname || ' of', relnamespace, relname
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p')
    JOIN pg_catalog.pg_type t ON t.oid = atttypid
    WHERE attnum > 0 AND (attstorage <> typstorage OR attoptions IS NOT NULL)
  UNION ALL SELECT 826, d.oid, 'default privileges', 0, 'of ' || pg_catalog.pg_get_userbyid(defaclrole)
    FROM pg_catalog.pg_default_acl d
  UNION ALL SELECT 2605, oid, 'cast', 0, format('%s to %s', format_type(castsource, NULL), format_type(casttarget, NULL))
    FROM pg_catalog.pg_cast c WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 2605 AND d.objid = c.oid AND d.deptype = 'i')
  UNION ALL SELECT 2328, oid, 'foreign data wrapper', 0, fdwname FROM pg_catalog.pg_foreign_data_wrapper
  UNION ALL SELECT 1417, oid, 'foreign server', 0, srvname FROM pg_catalog.pg_foreign_server
  UNION ALL SELECT 3466, oid, 'event trigger', 0, evtname FROM pg_catalog.pg_event_trigger
  UNION ALL SELECT 2601, oid, 'access method', 0, amname FROM pg_catalog.pg_am
  UNION ALL SELECT 2612, oid, 'language', 0, lanname FROM pg_catalog.pg_language
  UNION ALL SELECT 3576, oid, 'transform', 0, format('for %s', format_type(trftype, NULL)) FROM pg_catalog.pg_transform
  UNION ALL SELECT 2607, oid, 'conversion', connamespace, conname FROM pg_catalog.pg_conversion
  UNION ALL SELECT 3601, oid, 'text search parser', prsnamespace, prsname FROM pg_catalog.pg_ts_parser
  UNION ALL SELECT 3764, oid, 'text search template', tmplnamespace, tmplname FROM pg_catalog.pg_ts_template
  UNION ALL SELECT 2606, c.oid, 'comment on constraint ' || conname || ' of domain', typnamespace, typname
    FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_type t ON t.oid = contypid
    JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
  UNION ALL SELECT 3079, e.oid, 'comment on extension', 0, extname
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_description d
      ON d.objoid = e.oid AND d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    WHERE e.oid >= 16384 AND d.description <>
      (SELECT a.comment FROM pg_catalog.pg_available_extensions() a WHERE a.name = extname)
  UNION ALL SELECT 6104, oid, 'publication', 0, pubname FROM pg_catalog.pg_publication
  $compression) other
WHERE oid >= 16384 AND (schema = 0 OR schema = ANY($schemas)))sql";

constexpr const char* compression_sql = R"sql(
  UNION ALL SELECT 1259, c.oid, 'compression of column ' || attname || ' of', relnamespace, relname
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm')
    WHERE attnum > 0 AND attcompression <> ''
)sql";

std::string query(int version) {
  return replace_all(others_sql, "$compression", version >= 140000 ? compression_sql : "");
}

}  // namespace

void read_not_covered(Reading& reading) {
  for (const auto& row : reading.rows(query(reading.version))) {
    if (reading.is_of_extension(oid(row[0]), oid(row[1]))) continue;
    const ObjectName name = reading.name(row[3], row[4]);
    if (!reading.left_out.contains(name)) reading.leave_out(text(row[2]), name);
  }
  for (const auto& [place, comment] : reading.comments) {
    const auto& [catalog_number, number, part] = place;
    const Relation* view =
        catalog_number == of_relation && part > 0 ? reading.relation(number) : nullptr;
    if (view != nullptr && (view->kind == 'v' || view->kind == 'm'))
      reading.leave_out("comment on a column of", view->name);
  }
}

}  // namespace aludel::postgresql
