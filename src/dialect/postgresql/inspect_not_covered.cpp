// Objects that a Catalog has no place for, by name.
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
  UNION ALL SELECT 1259, oid, 'tablespace of', relnamespace, relname FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'm', 'i', 'I') AND reltablespace <> 0
  UNION ALL SELECT 1259, c.oid, 'statistics target of column ' || attname || ' of', relnamespace, relname
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid AND relkind IN ('i', 'I') AND relispartition
    WHERE attnum > 0 AND coalesce(attstattarget, -1) <> -1
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
  UNION ALL SELECT 6104, oid, 'publication', 0, pubname FROM pg_catalog.pg_publication
  UNION ALL SELECT 1255, oid, 'aggregate', pronamespace, format('%s(%s)', proname, oidvectortypes(proargtypes))
    FROM pg_catalog.pg_proc WHERE prokind = 'a'
  UNION ALL SELECT 1259, oid, 'foreign table', relnamespace, relname FROM pg_catalog.pg_class WHERE relkind = 'f'
  UNION ALL SELECT 1418, umid, 'user mapping', 0, format('for %s at %s', coalesce(usename, 'public'), srvname)
    FROM pg_catalog.pg_user_mappings
  UNION ALL SELECT 2753, oid, 'operator family', opfnamespace, opfname FROM pg_catalog.pg_opfamily) other
WHERE oid >= 16384 AND (schema = 0 OR schema = ANY($schemas)))sql";

}  // namespace

void read_not_covered(Reading& reading) {
  for (const auto& row : reading.rows(others_sql)) {
    if (reading.is_of_extension(oid(row[0]), oid(row[1]))) continue;
    if (reading.read_others.contains({oid(row[0]), oid(row[1])})) continue;
    const ObjectName name = reading.name(row[3], row[4]);
    if (!reading.left_out.contains(name)) reading.leave_out(text(row[2]), name);
  }
}

}  // namespace aludel::postgresql
