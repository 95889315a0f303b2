#include "fault/support/snapshot.hpp"

#include "base/text.hpp"
#include "db/support/database.hpp"
#include "fault/support/corpus.hpp"

namespace aludel::testing {

namespace {

// `own` names what is not the server's; aludel_* are compared too: a run must leave them as any
// other run does. The schema `fault` is the proxy's.
constexpr const char* catalog_sql = R"sql(
WITH own AS (
  SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'fault')),
rel AS (
  SELECT c.*, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN own n ON n.oid = c.relnamespace),
line AS (
SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) FROM own
UNION ALL SELECT concat_ws(' ', 'relation', relkind, name, relpersistence, relowner::regrole, relacl, reloptions,
    relrowsecurity, relforcerowsecurity, relreplident, relispopulated, pg_get_expr(relpartbound, oid),
    CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END, (SELECT amname FROM pg_am a WHERE a.oid = relam))
  FROM rel WHERE relkind <> 'i'
UNION ALL SELECT concat_ws(' ', 'column', name, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
    attgenerated, attstorage, attcompression, attcollation::regcollation, attacl,
    (SELECT array_agg(o) FROM unnest(attoptions) o WHERE o !~ '^pg_attver='), coalesce(attstattarget, -1), attislocal, attinhcount, pg_get_expr(adbin, adrelid))
  FROM rel JOIN pg_attribute a ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum WHERE relkind <> 'i'
UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), 'valid', indisvalid, indisready, indislive,
    indisclustered, indisreplident, indimmediate) FROM pg_index JOIN rel ON rel.oid = indexrelid
UNION ALL SELECT concat_ws(' ', 'constraint', coalesce(conrelid::regclass::text, contypid::regtype::text), conname,
    contype, pg_get_constraintdef(c.oid), convalidated, conislocal, coninhcount)
  FROM pg_constraint c JOIN own ON own.oid = connamespace
UNION ALL SELECT concat_ws(' ', 'type', t.oid::regtype, typtype, typowner::regrole, typacl, typnotnull, typdefault,
    (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
    CASE typtype WHEN 'd' THEN format_type(typbasetype, typtypmod) END)
  FROM pg_type t JOIN own ON own.oid = typnamespace WHERE typtype IN ('e', 'd', 'r') OR (typtype = 'c'
    AND (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')
UNION ALL SELECT concat_ws(' ', 'view', name, pg_get_viewdef(oid)) FROM rel WHERE relkind IN ('v', 'm')
UNION ALL SELECT concat_ws(' ', 'function', p.oid::regprocedure, proowner::regrole, proacl,
    CASE WHEN prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END)
  FROM pg_proc p JOIN own ON own.oid = pronamespace
UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
  FROM pg_trigger t JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', 'rule', pg_get_ruledef(r.oid), ev_enabled)
  FROM pg_rewrite r JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL SELECT concat_ws(' ', 'policy', name, polname, polcmd, polpermissive, polroles::regrole[],
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
  FROM pg_policy JOIN rel ON rel.oid = polrelid
UNION ALL SELECT concat_ws(' ', 'inherits', inhrelid::regclass, inhparent::regclass, inhdetachpending) FROM pg_inherits
UNION ALL SELECT concat_ws(' ', 'sequence', seqrelid::regclass, format_type(seqtypid, NULL), seqstart, seqincrement,
    seqmax, seqmin, seqcache, seqcycle) FROM pg_sequence JOIN rel ON rel.oid = seqrelid
UNION ALL SELECT concat_ws(' ', 'owned by', pg_describe_object(classid, objid, objsubid),
    pg_describe_object(refclassid, refobjid, refobjsubid))
  FROM pg_depend JOIN rel ON rel.oid = objid WHERE classid = 'pg_class'::regclass AND relkind = 'S' AND deptype IN ('a', 'i')
UNION ALL SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(s.oid)) FROM pg_statistic_ext s
UNION ALL SELECT concat_ws(' ', 'default privileges', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype,
    defaclacl) FROM pg_default_acl
UNION ALL SELECT concat_ws(' ', 'publication', pubname, puballtables, pubinsert, pubupdate, (SELECT
    string_agg(schemaname || '.' || tablename, ',' ORDER BY 1) FROM pg_publication_tables t WHERE t.pubname = p.pubname))
  FROM pg_publication p
UNION ALL SELECT concat_ws(' ', pg_describe_object(o.class, o.oid, 0)) FROM (
    SELECT 'pg_operator'::regclass AS class, oid FROM pg_operator UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
    UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
    UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
    UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension
    UNION ALL SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger) o WHERE o.oid >= 16384
UNION ALL SELECT concat_ws(' ', 'comment', pg_describe_object(classoid, objoid, objsubid), description)
  FROM pg_description WHERE objoid >= 16384)
SELECT * FROM line ORDER BY 1)sql";

constexpr const char* tables_sql = R"sql(
SELECT format('SELECT %L || count(*) || coalesce('' '' || CASE WHEN count(*) <= 40 THEN string_agg(t::text, ''; '' '
    || 'ORDER BY t::text COLLATE "C") ELSE md5(string_agg(t::text, ''; '' ORDER BY t::text COLLATE "C")) END, '''') '
    || 'FROM %s%I.%I t', nspname || '.' || relname || ' ', CASE relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, nspname, relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE (relkind = 'r' OR (relkind = 'm' AND relispopulated)) AND nspname !~ '^pg_'
  AND nspname NOT IN ('information_schema', 'fault') AND relname !~ '^aludel_'
UNION ALL SELECT format('SELECT %L || last_value || is_called FROM %I.%I', nspname || '.' || relname || ' ', nspname, relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'S' AND relname !~ '^aludel_')sql";

std::vector<std::string> lines(Connection& connection, std::string_view sql) {
  return lines_of(connection.query(sql));
}

bool has_table(Connection& connection, const std::string& name) {
  return connection.query("SELECT to_regclass('" + name + "') IS NOT NULL").rows.at(0).at(0) == "t";
}

}  // namespace

long long last_journal_row(Connection& connection) {
  if (!has_table(connection, "public.aludel_journal")) return 0;
  return std::stoll(
      lines(connection, "SELECT coalesce(max(id), 0) FROM public.aludel_journal").at(0));
}

Snapshot take_snapshot(Connection& connection, long long journal_after) {
  Snapshot snapshot;
  snapshot.catalog = lines(connection, catalog_sql);
  const auto tables = lines(connection, tables_sql);
  if (!tables.empty())
    snapshot.data = lines(connection, join(tables, " UNION ALL ") + " ORDER BY 1");
  if (has_table(connection, "public.aludel_version"))
    snapshot.rows = lines(connection, "SELECT version_num FROM public.aludel_version ORDER BY 1");
  if (has_table(connection, "public.aludel_journal")) {
    snapshot.done = lines(
        connection,
        "SELECT name, direction, segment, segments, statement_digest FROM public.aludel_journal "
        "WHERE kind IN ('revision', 'script', 'seed') AND (event = 'done' OR event = 'repaired' "
        "AND detail = 'applied') "
        "AND id > " +
            std::to_string(journal_after) + " ORDER BY id");
    snapshot.way = lines(
        connection,
        "SELECT kind, name, direction, segment, segments, statement, event, statement_digest, "
        "position, detail IS NULL FROM public.aludel_journal WHERE id > " +
            std::to_string(journal_after) + " ORDER BY id");
    for (std::string& digest :
         lines(connection, "SELECT digest FROM public.aludel_text ORDER BY 1"))
      snapshot.way.push_back(std::move(digest));
  }
  return snapshot;
}

std::string difference(const Snapshot& wanted, const Snapshot& found) {
  std::string text =
      difference(wanted.catalog, found.catalog) + difference(wanted.data, found.data);
  if (wanted.rows != found.rows)
    text += "version rows: " + join(wanted.rows, ", ") + " / " + join(found.rows, ", ") + "\n";
  if (wanted.done != found.done) {
    text += "journalled as done:\n- " + join(wanted.done, "\n- ") + "\n+ " +
            join(found.done, "\n+ ") + "\n";
  }
  return text;
}

}  // namespace aludel::testing
