// What depends on views and functions, and how it is made again: read from pg_depend and from the
// server's own definitions.
// https://www.postgresql.org/docs/current/catalog-pg-depend.html
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

// `node` is what is replaced, in depth 0, and all that depends on it. A view depends through its
// _RETURN rule; on the row type of a relation depends what takes it as a type. What belongs to a
// relation among them (its indexes, triggers, rules, defaults) is no node: it comes and goes with
// it.
constexpr const char* nodes_sql = R"sql(
CREATE TEMP TABLE aludel_node ON COMMIT DROP AS
WITH RECURSIVE node(classid, objid, depth) AS (
  SELECT * FROM unnest($1::oid[], $2::oid[], array_fill(0, ARRAY[cardinality($1::oid[])]))
  UNION
  SELECT found.classid, found.objid, node.depth + 1
  FROM node
  JOIN LATERAL (
    SELECT node.classid AS refclassid, node.objid AS refobjid
    UNION ALL SELECT 'pg_type'::regclass, unnest(ARRAY[t.oid, t.typarray]) FROM pg_type t
      WHERE node.classid = 'pg_class'::regclass AND t.typrelid = node.objid) ref ON true
  JOIN pg_depend d ON d.refclassid = ref.refclassid AND d.refobjid = ref.refobjid
    AND d.deptype IN ('n', 'a')
  LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    AND w.rulename = '_RETURN'
  JOIN LATERAL (SELECT CASE WHEN w.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END AS classid,
    coalesce(w.ev_class, d.objid) AS objid) found
    ON (found.classid, found.objid) <> (node.classid, node.objid)
  WHERE node.depth < 200)
SELECT node.classid, node.objid, max(depth) AS depth FROM node GROUP BY 1, 2)sql";

constexpr const char* own_parts_sql = R"sql(
DELETE FROM aludel_node n USING aludel_node owner WHERE owner.classid = 'pg_class'::regclass AND owner.objid = CASE n.classid
  WHEN 'pg_class'::regclass THEN (SELECT indrelid FROM pg_index WHERE indexrelid = n.objid)
  WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = n.objid)
  WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = n.objid)
  WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid FROM pg_attrdef WHERE oid = n.objid)
  WHEN 'pg_statistic_ext'::regclass THEN (SELECT stxrelid FROM pg_statistic_ext WHERE oid = n.objid) END)sql";

// Each node: what it is, how it is dropped, the condition under which it is there, how it is made.
// NULL to make it: it cannot be made again by itself.
constexpr const char* definitions_sql = R"sql(
SELECT pg_describe_object(n.classid, n.objid, 0), n.depth, n.objid, d.*
FROM aludel_node n JOIN LATERAL (
  SELECT format('DROP %s %s', kind, c.oid::regclass),
    format('to_regclass(%L) IS NOT NULL', c.oid::regclass),
    CASE WHEN EXISTS (SELECT FROM pg_depend e WHERE e.classid = n.classid AND e.objid = n.objid AND e.deptype = 'e')
      THEN NULL ELSE format('CREATE %s %s%s%s%s AS %s%s', kind, c.oid::regclass,
      CASE WHEN relkind = 'm' THEN (SELECT format(' USING %I', amname) FROM pg_am a WHERE a.oid = relam) END,
      ' WITH (' || array_to_string(reloptions, ', ') || ')',
      (SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace t WHERE t.oid = reltablespace),
      rtrim(pg_get_viewdef(c.oid), ';'),
      CASE WHEN relkind = 'm' AND NOT relispopulated THEN ' WITH NO DATA' END) END
  FROM pg_class c, LATERAL (SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS kind) k
  WHERE n.classid = 'pg_class'::regclass AND c.oid = n.objid AND relkind IN ('v', 'm')
  UNION ALL
  SELECT format('DROP INDEX %s', c.oid::regclass), format('to_regclass(%L) IS NOT NULL', c.oid::regclass),
    CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid) THEN NULL ELSE pg_get_indexdef(c.oid) END
  FROM pg_class c WHERE n.classid = 'pg_class'::regclass AND c.oid = n.objid AND relkind IN ('i', 'I')
  UNION ALL
  SELECT format('DROP %s %s', kind, p.oid::regprocedure), format('to_regprocedure(%L) IS NOT NULL', p.oid::regprocedure),
    CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END
  FROM pg_proc p, LATERAL (SELECT CASE prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS kind) k
  WHERE n.classid = 'pg_proc'::regclass AND p.oid = n.objid
  UNION ALL
  SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass),
    format('EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = %L::regclass AND tgname = %L)', tgrelid::regclass, tgname),
    CASE WHEN tgparentid = 0 AND tgenabled = 'O' THEN pg_get_triggerdef(t.oid) END
  FROM pg_trigger t WHERE n.classid = 'pg_trigger'::regclass AND t.oid = n.objid
  UNION ALL
  SELECT format('DROP RULE %I ON %s', rulename, ev_class::regclass),
    format('EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = %L::regclass AND rulename = %L)', ev_class::regclass, rulename),
    pg_get_ruledef(r.oid)
  FROM pg_rewrite r WHERE n.classid = 'pg_rewrite'::regclass AND r.oid = n.objid
  UNION ALL
  SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', adrelid::regclass, attname),
    format('EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = %L::regclass AND attname = %L AND atthasdef)', adrelid::regclass, attname),
    CASE attgenerated WHEN '' THEN format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', adrelid::regclass, attname,
      pg_get_expr(adbin, adrelid)) END
  FROM pg_attrdef f JOIN pg_attribute a ON attrelid = adrelid AND attnum = adnum
  WHERE n.classid = 'pg_attrdef'::regclass AND f.oid = n.objid
  UNION ALL
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = %L::regclass AND conname = %L)', conrelid::regclass, conname),
    CASE WHEN contype = 'c' AND conislocal AND coninhcount = 0 THEN
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(o.oid)) END
  FROM pg_constraint o WHERE n.classid = 'pg_constraint'::regclass AND o.oid = n.objid AND conrelid <> 0
  UNION ALL SELECT NULL, NULL, NULL WHERE n.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_trigger'::regclass,
    'pg_rewrite'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass)
  UNION ALL SELECT NULL, NULL, NULL FROM pg_class c WHERE n.classid = 'pg_class'::regclass AND c.oid = n.objid
    AND relkind NOT IN ('v', 'm', 'i', 'I')
) d(drop_it, is_there, make_it) ON true
ORDER BY n.depth, 1)sql";

// What belongs to the nodes, each with the condition under which it is missing. The owner comes
// last: behind it the connected user may have no right to the object any more, unless as its owner.
constexpr const char* belongings_sql = R"sql(
WITH rel AS (SELECT c.*, c.oid::regclass::text AS q, pg_describe_object(n.classid, n.objid, 0) AS what,
    CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS kind
  FROM aludel_node n JOIN pg_class c ON c.oid = n.objid WHERE n.classid = 'pg_class'::regclass AND relkind IN ('v', 'm')),
proc AS (SELECT p.*, p.oid::regprocedure::text AS q, pg_describe_object(n.classid, n.objid, 0) AS what,
    CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS kind
  FROM aludel_node n JOIN pg_proc p ON p.oid = n.objid WHERE n.classid = 'pg_proc'::regclass AND prokind IN ('f', 'p')),
ind AS (SELECT indexrelid, what FROM rel JOIN pg_index ON indrelid = rel.oid
  UNION ALL SELECT objid, pg_describe_object(classid, objid, 0) FROM aludel_node JOIN pg_index ON indexrelid = objid WHERE classid = 'pg_class'::regclass),
trig AS (SELECT t.oid, tgname, tgrelid::regclass::text AS q, what FROM rel JOIN pg_trigger t ON tgrelid = rel.oid WHERE NOT tgisinternal
  UNION ALL SELECT t.oid, tgname, tgrelid::regclass::text, pg_describe_object(n.classid, objid, 0) FROM aludel_node n JOIN pg_trigger t ON t.oid = objid
    WHERE n.classid = 'pg_trigger'::regclass),
rul AS (SELECT r.oid, rulename, ev_class::regclass::text AS q, what FROM rel JOIN pg_rewrite r ON ev_class = rel.oid
  UNION ALL SELECT r.oid, rulename, ev_class::regclass::text, pg_describe_object(n.classid, objid, 0) FROM aludel_node n JOIN pg_rewrite r ON r.oid = objid
    WHERE n.classid = 'pg_rewrite'::regclass),
col AS (SELECT a.*, to_jsonb(a) ->> 'attcompression' AS compression, rel.q, what, format('EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(%L) '
    || 'AND attname = %L AND NOT attisdropped', rel.q, attname) AS there
  FROM rel JOIN pg_attribute a ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped)
SELECT what, missing, sql FROM (
  SELECT 1 AS step, what, indexrelid AS id, format('to_regclass(%L) IS NULL', indexrelid::regclass) AS missing, pg_get_indexdef(indexrelid) AS sql
    FROM rel JOIN pg_index ON indrelid = rel.oid
  UNION ALL SELECT 2, what, indexrelid, format('NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = %L::regclass AND indisclustered)', q),
    format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', q, (SELECT relname FROM pg_class i WHERE i.oid = indexrelid))
    FROM rel JOIN pg_index ON indrelid = rel.oid WHERE indisclustered
  UNION ALL SELECT 2, what, t.oid, format('NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = %L::regclass AND tgname = %L)', q, tgname),
    pg_get_triggerdef(t.oid) FROM rel JOIN pg_trigger t ON tgrelid = rel.oid WHERE NOT tgisinternal
  UNION ALL SELECT 2, what, r.oid, format('NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = %L::regclass AND rulename = %L)', q, rulename),
    pg_get_ruledef(r.oid) FROM rel JOIN pg_rewrite r ON ev_class = rel.oid WHERE rulename <> '_RETURN'
  UNION ALL SELECT 2, what, d.oid, there || ' AND NOT atthasdef)', format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', q, attname,
    pg_get_expr(adbin, adrelid)) FROM col JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
  UNION ALL SELECT 2, what, s.oid, format('NOT EXISTS (SELECT FROM pg_catalog.pg_statistic_ext WHERE stxname = %L AND stxnamespace = %s)', stxname, stxnamespace),
    pg_get_statisticsobjdef(s.oid) FROM rel JOIN pg_statistic_ext s ON stxrelid = rel.oid
  UNION ALL SELECT 2, what, attrelid, there || ')', format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STATISTICS %s', q, attname, attstattarget)
    FROM col WHERE attstattarget >= 0
  UNION ALL SELECT 2, what, attrelid, there || format(' AND attstorage = %L)', typstorage), format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STORAGE %s',
    q, attname, CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
    FROM col JOIN pg_type t ON t.oid = atttypid WHERE attstorage <> typstorage
  UNION ALL SELECT 2, what, attrelid, there || ' AND attcompression = '''')', format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET COMPRESSION %s',
    q, attname, CASE compression WHEN 'l' THEN 'lz4' ELSE 'pglz' END) FROM col WHERE compression <> ''
  UNION ALL SELECT 2, what, attrelid, there || format(' AND NOT EXISTS (SELECT FROM unnest(attoptions) o WHERE starts_with(o, %L)))', split_part(option, '=', 1) || '='),
    format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET (%s)', q, attname, option) FROM col, unnest(attoptions) option WHERE starts_with(option, 'n_distinct')
  UNION ALL SELECT 2, what, indexrelid, format('to_regclass(%L) IS NOT NULL', indexrelid::regclass), format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s',
    indexrelid::regclass, attnum, attstattarget) FROM ind JOIN pg_attribute ON attrelid = indexrelid AND attstattarget >= 0
    WHERE EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = ind.indexrelid AND (i.indkey::int2[])[attnum - 1] = 0)
  UNION ALL SELECT 3, what, classoid, format('obj_description(%L::regclass, ''pg_class'') IS NULL', q), format('COMMENT ON %s %s IS %L', kind, q, description)
    FROM rel JOIN pg_description ON objoid = rel.oid AND classoid = 'pg_class'::regclass AND objsubid = 0
  UNION ALL SELECT 3, what, classoid, there || ' AND col_description(attrelid, attnum) IS NULL)', format('COMMENT ON COLUMN %s.%I IS %L', q, attname, description)
    FROM col JOIN pg_description ON objoid = attrelid AND classoid = 'pg_class'::regclass AND objsubid = attnum
  UNION ALL SELECT 3, what, indexrelid, format('obj_description(to_regclass(%L), ''pg_class'') IS NULL', indexrelid::regclass),
    format('COMMENT ON INDEX %s IS %L', indexrelid::regclass, description)
    FROM ind JOIN pg_description ON objoid = indexrelid AND classoid = 'pg_class'::regclass AND objsubid = 0
  UNION ALL SELECT 3, what, trig.oid, format('EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = to_regclass(%L) AND tgname = %L '
    || 'AND obj_description(oid, ''pg_trigger'') IS NULL)', q, tgname), format('COMMENT ON TRIGGER %I ON %s IS %L', tgname, q, description)
    FROM trig JOIN pg_description ON objoid = trig.oid AND classoid = 'pg_trigger'::regclass
  UNION ALL SELECT 3, what, rul.oid, format('EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = to_regclass(%L) AND rulename = %L '
    || 'AND obj_description(oid, ''pg_rewrite'') IS NULL)', q, rulename), format('COMMENT ON RULE %I ON %s IS %L', rulename, q, description)
    FROM rul JOIN pg_description ON objoid = rul.oid AND classoid = 'pg_rewrite'::regclass
  UNION ALL SELECT 3, pg_describe_object(n.classid, n.objid, 0), o.oid, format('EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(%L) '
    || 'AND conname = %L AND obj_description(oid, ''pg_constraint'') IS NULL)', conrelid::regclass, conname),
    format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, conrelid::regclass, description) FROM aludel_node n JOIN pg_constraint o ON o.oid = n.objid
    AND n.classid = 'pg_constraint'::regclass JOIN pg_description d ON d.objoid = o.oid AND d.classoid = n.classid WHERE conrelid <> 0
  UNION ALL SELECT 3, what, classoid, format('obj_description(%L::regprocedure, ''pg_proc'') IS NULL', q), format('COMMENT ON %s %s IS %L', kind, q, description)
    FROM proc JOIN pg_description ON objoid = proc.oid AND classoid = 'pg_proc'::regclass
  UNION ALL SELECT 4, what, relowner, 'true', format('ALTER %s %s OWNER TO %I', kind, q, pg_get_userbyid(relowner)) FROM rel
    WHERE pg_get_userbyid(relowner) <> current_user
  UNION ALL SELECT 4, what, proowner, 'true', format('ALTER %s %s OWNER TO %I', kind, q, pg_get_userbyid(proowner)) FROM proc
    WHERE pg_get_userbyid(proowner) <> current_user
) part ORDER BY step, what, id, sql)sql";

// The rights that the nodes have: class, name, what GRANT calls it, owner, and the list, NULL where
// it is the built-in one. Those on columns come behind: a REVOKE on the whole takes them along.
constexpr const char* rights_sql = R"sql(
SELECT what, kind, q, target, owner, acl, columns FROM (
  SELECT pg_describe_object(n.classid, n.objid, 0) AS what, 'r' AS kind, c.oid::regclass::text AS q, c.oid::regclass::text AS target,
    pg_get_userbyid(relowner) AS owner, relacl::text AS acl,
    (SELECT string_agg(format('SELECT %L WHERE EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(%L) AND attname = %L '
        || 'AND NOT attisdropped)', format('GRANT %s (%I) ON %s TO %s%s', privilege_type, attname, c.oid::regclass,
          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END),
        c.oid::regclass, attname), ' UNION ALL ')
      FROM pg_attribute, aclexplode(attacl) WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns
  FROM aludel_node n JOIN pg_class c ON c.oid = n.objid WHERE n.classid = 'pg_class'::regclass AND relkind IN ('v', 'm')
  UNION ALL
  SELECT pg_describe_object(n.classid, n.objid, 0), 'f', p.oid::regprocedure::text,
    CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure, pg_get_userbyid(proowner), proacl::text, NULL
  FROM aludel_node n JOIN pg_proc p ON p.oid = n.objid WHERE n.classid = 'pg_proc'::regclass AND prokind IN ('f', 'p')
) object ORDER BY 1)sql";

// Takes away what being made gave (to the owner, by default privileges) and was not there before,
// and gives what is missing. What the script itself grants beside that stays.
constexpr const char* same_rights_sql = R"sql(
WITH object AS ({object}), wanted AS (
  SELECT grantee, privilege_type, bool_or(is_grantable) AS grantable, min(place) AS place FROM object,
    aclexplode({acl}) WITH ORDINALITY w(grantor, grantee, privilege_type, is_grantable, place) GROUP BY 1, 2),
has AS (
  SELECT grantee, privilege_type, bool_or(is_grantable) AS grantable
  FROM object, aclexplode(coalesce(acl, acldefault('{kind}', owner))) GROUP BY 1, 2),
given AS (
  SELECT grantee, privilege_type FROM object, aclexplode(acldefault('{kind}', owner))
  UNION SELECT grantee, privilege_type FROM object, has WHERE grantee = owner
  UNION SELECT grantee, privilege_type FROM object JOIN pg_catalog.pg_default_acl ON defaclobjtype = '{kind}' AND defaclnamespace IN (0, namespace),
    aclexplode(defaclacl))
SELECT sql FROM (
  SELECT 1 AS step, 0 AS place, format('REVOKE %s%s ON %s FROM %s', CASE WHEN w.grantable IS NOT NULL THEN 'GRANT OPTION FOR ' END, privilege_type, {target},
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END) AS sql
    FROM has h JOIN given USING (grantee, privilege_type) LEFT JOIN wanted w USING (grantee, privilege_type)
    WHERE w.grantable IS NULL OR h.grantable AND NOT w.grantable
  UNION ALL SELECT 2, w.place, format('GRANT %s ON %s TO %s%s', privilege_type, {target},
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN w.grantable THEN ' WITH GRANT OPTION' END)
    FROM wanted w LEFT JOIN has h USING (grantee, privilege_type) WHERE h.grantable IS NULL OR w.grantable AND NOT h.grantable
) statement ORDER BY step, place)sql";

std::string quoted(const std::string& text) {
  return quote_literal(text, SqlDialect::postgresql);
}

std::string only_where(const std::string& condition, const std::string& sql) {
  if (condition == "true") return sql;
  return "DO " + quoted("BEGIN IF " + condition + " THEN EXECUTE " + quoted(sql) + "; END IF; END");
}

/// A row of `rights_sql` as a statement. A member of the owning role that does not inherit becomes
/// it meanwhile.
std::string same_rights(const std::vector<Value>& row) {
  const std::string name = quoted(row.at(2).value_or(""));
  const std::string owner = quoted(row.at(4).value_or(""));
  const std::string object =
      row.at(1) == "r" ? "SELECT relowner AS owner, relnamespace AS namespace, relacl AS acl FROM "
                         "pg_catalog.pg_class WHERE oid = to_regclass(" +
                             name + ")"
                       : "SELECT proowner AS owner, pronamespace AS namespace, proacl AS acl FROM "
                         "pg_catalog.pg_proc WHERE oid = to_regprocedure(" +
                             name + ")";
  // An empty list can be stored and not be written.
  const std::string acl = !row.at(5)           ? "acldefault('{kind}', owner)"
                          : *row.at(5) == "{}" ? "NULL::aclitem[]"
                                               : quoted(*row.at(5)) + "::aclitem[]";
  std::string sql = replace_all(same_rights_sql, "{acl}", acl);
  sql = replace_all(sql, "{kind}", row.at(1).value_or(""));
  sql = replace_all(sql, "{object}", object);
  sql = "ARRAY(" + replace_all(sql, "{target}", quoted(row.at(3).value_or(""))) + ")";
  if (row.at(6)) sql += " || ARRAY(" + *row.at(6) + ")";
  return "DO " + quoted(
                     "DECLARE statement text; before text := current_setting('role'); BEGIN IF "
                     "NOT pg_has_role(" +
                     owner + ", 'USAGE') THEN PERFORM set_config('role', " + owner +
                     ", true); END IF; FOREACH statement IN ARRAY " + sql +
                     " LOOP EXECUTE statement; END LOOP; PERFORM set_config('role', before, "
                     "true); END");
}

/// The object's class and id; none where it is not there.
std::optional<std::pair<std::string, std::string>> find(Connection& connection,
                                                        const ReplacedObject& object) {
  if (object.kind != ReplacedObject::Kind::function) {
    const Result found = connection.query(
        Request{.sql = "SELECT 'pg_class'::regclass::oid, oid FROM pg_class WHERE oid = "
                       "to_regclass($1) AND relkind IN ('v', 'm')",
                .parameters = {object.name}});
    if (found.rows.empty()) return std::nullopt;
    return std::pair(found.rows[0][0].value_or(""), found.rows[0][1].value_or(""));
  }
  // The arguments are read by the server: by making the function beside the real one.
  const Result found = connection.query(Request{
      .sql =
          "SELECT n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
          "WHERE p.oid = (SELECT max(oid) FROM pg_proc q WHERE q.proname = (parse_ident($1))"
          "[cardinality(parse_ident($1))] AND (pg_function_is_visible(q.oid) OR "
          "q.pronamespace = to_regnamespace(quote_ident((parse_ident($1))"
          "[cardinality(parse_ident($1)) - 1]))))",
      .parameters = {object.name}});
  if (found.rows.empty()) return std::nullopt;
  const std::string name = "pg_temp." + quote_identifier(*found.rows[0][1], SqlDialect::postgresql);
  connection.query("SAVEPOINT aludel_arguments");
  connection.query("SET LOCAL check_function_bodies TO off");
  std::optional<std::pair<std::string, std::string>> result;
  connection.query(object.before_name + name + object.behind_name);
  const Result same = connection.query(Request{
      .sql =
          "SELECT 'pg_proc'::regclass::oid, p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = "
          "p.pronamespace, pg_proc made WHERE n.nspname = $1 AND p.proname = $2 AND made.proname "
          "= $2 AND made.pronamespace = pg_my_temp_schema() AND made.proargtypes = p.proargtypes",
      .parameters = {found.rows[0][0], found.rows[0][1]}});
  if (!same.rows.empty())
    result = std::pair(same.rows[0][0].value_or(""), same.rows[0][1].value_or(""));
  connection.query("ROLLBACK TO SAVEPOINT aludel_arguments");
  return result;
}

}  // namespace

Rebuild plan_rebuild(Connection& connection, std::span<const ReplacedObject> objects) {
  Rebuild rebuild;
  std::string classes;
  std::string ids;
  std::set<std::string> dropped_by_script;
  for (const ReplacedObject& object : objects) {
    const auto found = find(connection, object);
    if (!found) continue;
    classes += (classes.empty() ? "{" : ",") + found->first;
    ids += (ids.empty() ? "{" : ",") + found->second;
    if (!object.drop) dropped_by_script.insert(found->second);
  }
  if (classes.empty()) return rebuild;
  connection.query(Request{.sql = nodes_sql, .parameters = {classes + "}", ids + "}"}});
  connection.query(own_parts_sql);
  // Definitions and descriptions then name everything with its schema.
  connection.query("SET LOCAL search_path TO pg_catalog, pg_temp");
  for (const auto& row : connection.query(definitions_sql).rows) {
    const std::string object = row.at(0).value_or("");
    const bool is_replaced = row.at(1) == "0";
    if (!is_replaced && !row.at(5)) {
      rebuild.impossible.push_back(object);
      continue;
    }
    if (!is_replaced) {
      rebuild.dependents.push_back(object);
      rebuild.after.push_back(
          {object, only_where("NOT " + row.at(4).value_or(""), *row.at(5)), *row.at(5)});
    }
    if (is_replaced && dropped_by_script.contains(row.at(2).value_or(""))) continue;
    rebuild.before.insert(rebuild.before.begin(), {object, row.at(3).value_or("")});
  }
  for (const auto& row : connection.query(belongings_sql).rows)
    rebuild.after.push_back({row.at(0).value_or(""),
                             only_where(row.at(1).value_or("true"), row.at(2).value_or("")),
                             row.at(2).value_or("")});
  for (const auto& row : connection.query(rights_sql).rows)
    rebuild.after.push_back({row.at(0).value_or(""), same_rights(row),
                             "GRANT and REVOKE on " + row.at(3).value_or("") + ", as they were"});
  return rebuild;
}

}  // namespace aludel::postgresql
