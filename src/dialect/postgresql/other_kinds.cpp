// Kinds of objects that hold no rows and are known by their statements: how each is read.
#include "dialect/postgresql/other_kinds.hpp"

namespace aludel::postgresql {

// What a statement leaves out is as it would be without it. A name has its schema before it where
// that is not the first one on the path.
std::span<const OtherKind> other_kinds() {
  static constexpr OtherKind kinds[]{
      {"AGGREGATE", 0, R"sql(
SELECT 1255, p.oid, pronamespace, CASE WHEN pronargs = 0 THEN quote_name || '(*)' WHEN aggkind = 'n' THEN p.oid::regprocedure::text
    ELSE quote_name || '(' || pg_get_function_identity_arguments(p.oid) || ')' END, 0, ARRAY['CREATE AGGREGATE ' ||
  quote_name || '(' || CASE WHEN pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END || ') (SFUNC = ' || aggtransfn::regproc ||
  ', STYPE = ' || format_type(aggtranstype, NULL) ||
  CASE WHEN aggtransspace <> 0 THEN ', SSPACE = ' || aggtransspace ELSE '' END ||
  CASE WHEN aggfinalfn <> 0 THEN ', FINALFUNC = ' || aggfinalfn::regproc ELSE '' END ||
  CASE WHEN aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END ||
  CASE WHEN aggfinalmodify = CASE aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN '' ELSE ', FINALFUNC_MODIFY = ' ||
    CASE aggfinalmodify WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' ELSE 'READ_ONLY' END END ||
  CASE aggkind WHEN 'h' THEN ', HYPOTHETICAL' ELSE '' END ||
  CASE WHEN aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || aggcombinefn::regproc ELSE '' END ||
  CASE WHEN aggserialfn <> 0 THEN ', SERIALFUNC = ' || aggserialfn::regproc ELSE '' END ||
  CASE WHEN aggdeserialfn <> 0 THEN ', DESERIALFUNC = ' || aggdeserialfn::regproc ELSE '' END ||
  CASE WHEN agginitval IS NOT NULL THEN ', INITCOND = ' || quote_literal(agginitval) ELSE '' END ||
  CASE WHEN aggmtransfn <> 0 THEN ', MSFUNC = ' || aggmtransfn::regproc || ', MINVFUNC = ' || aggminvtransfn::regproc ||
    ', MSTYPE = ' || format_type(aggmtranstype, NULL) ELSE '' END ||
  CASE WHEN aggmtransspace <> 0 THEN ', MSSPACE = ' || aggmtransspace ELSE '' END ||
  CASE WHEN aggmfinalfn <> 0 THEN ', MFINALFUNC = ' || aggmfinalfn::regproc ELSE '' END ||
  CASE WHEN aggmfinalextra THEN ', MFINALFUNC_EXTRA' ELSE '' END ||
  CASE WHEN aggminitval IS NOT NULL THEN ', MINITCOND = ' || quote_literal(aggminitval) ELSE '' END ||
  CASE WHEN aggsortop <> 0 THEN ', SORTOP = ' || (SELECT format('OPERATOR(%I.%s)', s.nspname, o.oprname)
    FROM pg_operator o JOIN pg_namespace s ON s.oid = oprnamespace WHERE o.oid = aggsortop) ELSE '' END ||
  CASE proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END || ')'],
  proowner, proacl
FROM pg_aggregate JOIN pg_proc p ON p.oid = aggfnoid JOIN pg_namespace n ON n.oid = pronamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(proname) AS quote_name) q)sql"},
      {"CAST", 0, R"sql(
SELECT 2605, c.oid, 0, name, 0, ARRAY['CREATE CAST ' || name || CASE castmethod WHEN 'f' THEN ' WITH FUNCTION ' || castfunc::regprocedure
  WHEN 'i' THEN ' WITH INOUT' ELSE ' WITHOUT FUNCTION' END ||
  CASE castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END], 0, NULL::aclitem[]
FROM pg_cast c CROSS JOIN LATERAL (SELECT format('(%s AS %s)', format_type(castsource, NULL), format_type(casttarget, NULL)) AS name) q
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 2605 AND d.objid = c.oid AND d.deptype = 'i'))sql"},
      {"COLLATION", 0, R"sql(
SELECT 3456, c.oid, collnamespace, name, 0, ARRAY['CREATE COLLATION ' || name || ' (' ||
  CASE collprovider WHEN 'i' THEN 'PROVIDER = icu, LOCALE = ' || quote_literal(coalesce(j->>'colllocale', j->>'colliculocale', j->>'collcollate'))
    WHEN 'b' THEN 'PROVIDER = builtin, LOCALE = ' || quote_literal(j->>'colllocale')
    ELSE 'LC_COLLATE = ' || quote_literal(j->>'collcollate') || ', LC_CTYPE = ' || quote_literal(j->>'collctype') END ||
  CASE WHEN collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END ||
  CASE WHEN j->>'collicurules' IS NULL THEN '' ELSE ', RULES = ' || quote_literal(j->>'collicurules') END || ')'], 0, NULL::aclitem[]
FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace
  CROSS JOIN LATERAL (SELECT to_jsonb(c) AS j, CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(collname) AS name) q)sql"},
      {"EVENT TRIGGER", 0, R"sql(
SELECT 3466, oid, 0, quote_ident(evtname), 0, ARRAY['CREATE EVENT TRIGGER ' || quote_ident(evtname) || ' ON ' || evtevent ||
  CASE WHEN evttags IS NULL THEN '' ELSE ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ') FROM unnest(evttags) t) || ')' END ||
  ' EXECUTE FUNCTION ' || evtfoid::regproc || '()'] ||
  CASE evtenabled WHEN 'O' THEN '{}'::text[] ELSE ARRAY['ALTER EVENT TRIGGER ' || quote_ident(evtname) ||
    CASE evtenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' ELSE ' ENABLE ALWAYS' END] END, 0, NULL::aclitem[]
FROM pg_event_trigger)sql"},
      {"FOREIGN DATA WRAPPER", 0, R"sql(
SELECT 2328, oid, 0, quote_ident(fdwname), 0, ARRAY['CREATE FOREIGN DATA WRAPPER ' || quote_ident(fdwname) ||
  CASE WHEN fdwhandler <> 0 THEN ' HANDLER ' || fdwhandler::regproc ELSE '' END ||
  CASE WHEN fdwvalidator <> 0 THEN ' VALIDATOR ' || fdwvalidator::regproc ELSE '' END || $options(fdwoptions)], fdwowner, fdwacl
FROM pg_foreign_data_wrapper)sql"},
      {"SERVER", 0, R"sql(
SELECT 1417, s.oid, 0, quote_ident(srvname), 0, ARRAY['CREATE SERVER ' || quote_ident(srvname) ||
  coalesce(' TYPE ' || quote_literal(srvtype), '') || coalesce(' VERSION ' || quote_literal(srvversion), '') ||
  ' FOREIGN DATA WRAPPER ' || quote_ident(fdwname) || $options(srvoptions)], srvowner, srvacl
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw)sql"},
      // One that may hold a password, or whose options may not be seen, is left out.
      {"USER MAPPING", 0, R"sql(
SELECT 1418, umid, 0, name, 0, ARRAY['CREATE USER MAPPING ' || name || $options(umoptions)], 0, NULL::aclitem[]
FROM pg_user_mappings CROSS JOIN LATERAL (SELECT 'FOR ' ||
  CASE WHEN umuser = 0 THEN 'public' ELSE quote_ident(usename) END || ' SERVER ' || quote_ident(srvname) AS name) q
WHERE NOT (coalesce(array_to_string(umoptions, ' '), '') ~* 'passw|secret|key|token')
  AND (umoptions IS NOT NULL OR pg_has_role((SELECT srvowner FROM pg_foreign_server WHERE oid = srvid), 'USAGE')))sql"},
      {"FOREIGN TABLE", 130000, R"sql(
SELECT 1259, c.oid, relnamespace, name, 0, ARRAY['CREATE FOREIGN TABLE ' || name || ' (' ||
  coalesce((SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) || $options(attfdwoptions) ||
    CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || attcollation::regcollation ELSE '' END ||
    CASE WHEN attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || ') STORED'
      ELSE coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') END ||
    CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped), '') ||
  coalesce((SELECT string_agg(', CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(k.oid), '' ORDER BY conname)
    FROM pg_constraint k WHERE conrelid = c.oid AND contype = 'c'), '') ||
  ') SERVER ' || quote_ident(srvname) || $options(ftoptions)] ||
  ARRAY(SELECT 'COMMENT ON COLUMN ' || name || '.' || quote_ident(attname) || ' IS ' || quote_literal(description)
    FROM pg_description d JOIN pg_attribute ON attrelid = d.objoid AND attnum = d.objsubid
    WHERE d.classoid = 1259 AND d.objoid = c.oid AND d.objsubid > 0 ORDER BY attnum), relowner, relacl
FROM pg_foreign_table f JOIN pg_class c ON c.oid = ftrelid JOIN pg_foreign_server s ON s.oid = ftserver
  JOIN pg_namespace n ON n.oid = relnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(relname) AS name) q
WHERE NOT relispartition AND NOT EXISTS (SELECT FROM pg_inherits WHERE c.oid IN (inhrelid, inhparent)) AND NOT relhastriggers)sql"},
      {"OPERATOR", 0, R"sql(
SELECT 2617, o.oid, oprnamespace, name || args, 0, ARRAY['CREATE OPERATOR ' || name || ' (FUNCTION = ' || oprcode::regproc ||
  CASE WHEN oprleft <> 0 THEN ', LEFTARG = ' || format_type(oprleft, NULL) ELSE '' END ||
  ', RIGHTARG = ' || format_type(oprright, NULL) ||
  CASE WHEN oprcom <> 0 THEN ', COMMUTATOR = ' || (SELECT format('OPERATOR(%I.%s)', s.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace s ON s.oid = c.oprnamespace WHERE c.oid = o.oprcom) ELSE '' END ||
  CASE WHEN oprnegate <> 0 THEN ', NEGATOR = ' || (SELECT format('OPERATOR(%I.%s)', s.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace s ON s.oid = c.oprnamespace WHERE c.oid = o.oprnegate) ELSE '' END ||
  CASE WHEN oprrest <> 0 THEN ', RESTRICT = ' || oprrest::regproc ELSE '' END ||
  CASE WHEN oprjoin <> 0 THEN ', JOIN = ' || oprjoin::regproc ELSE '' END ||
  CASE WHEN oprcanhash THEN ', HASHES' ELSE '' END || CASE WHEN oprcanmerge THEN ', MERGES' ELSE '' END || ')'], oprowner, NULL::aclitem[]
FROM pg_operator o JOIN pg_namespace n ON n.oid = oprnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || oprname AS name,
    format('(%s, %s)', CASE WHEN oprleft = 0 THEN 'NONE' ELSE format_type(oprleft, NULL) END, format_type(oprright, NULL)) AS args) q
WHERE oprcode <> 0)sql"},
      {"OPERATOR FAMILY", 0, R"sql(
SELECT 2753, f.oid, opfnamespace, name, 0, ARRAY['CREATE OPERATOR FAMILY ' || name], opfowner, NULL::aclitem[]
FROM pg_opfamily f JOIN pg_namespace n ON n.oid = opfnamespace JOIN pg_am a ON a.oid = opfmethod
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(opfname) || ' USING ' || quote_ident(amname) AS name) q
WHERE NOT EXISTS (SELECT FROM pg_amop WHERE amopfamily = f.oid AND amoplefttype <> amoprighttype))sql"},
      {"OPERATOR CLASS", 0, R"sql(
SELECT 2616, o.oid, opcnamespace, name, 0, ARRAY['CREATE OPERATOR CLASS ' || class || CASE WHEN opcdefault THEN ' DEFAULT' ELSE '' END ||
  ' FOR TYPE ' || format_type(opcintype, NULL) || ' USING ' || quote_ident(amname) || ' FAMILY ' ||
  CASE WHEN g.nspname = current_schema() THEN '' ELSE quote_ident(g.nspname) || '.' END || quote_ident(opfname) || ' AS ' || concat_ws(', ',
  (SELECT string_agg('OPERATOR ' || amopstrategy || ' ' || amopopr::regoperator ||
     CASE WHEN amopsortfamily <> 0 THEN ' FOR ORDER BY ' || (SELECT format('%I.%I', s.nspname, y.opfname) FROM pg_opfamily y
       JOIN pg_namespace s ON s.oid = y.opfnamespace WHERE y.oid = amopsortfamily) ELSE '' END, ', ' ORDER BY amopstrategy)
   FROM pg_amop WHERE amopfamily = opcfamily AND amoplefttype = opcintype AND amoprighttype = opcintype),
  (SELECT string_agg('FUNCTION ' || amprocnum || ' ' || amproc::regprocedure, ', ' ORDER BY amprocnum)
   FROM pg_amproc WHERE amprocfamily = opcfamily AND amproclefttype = opcintype AND amprocrighttype = opcintype),
  CASE WHEN opckeytype <> 0 THEN 'STORAGE ' || format_type(opckeytype, NULL) END)], opcowner, NULL::aclitem[]
FROM pg_opclass o JOIN pg_namespace n ON n.oid = opcnamespace JOIN pg_am a ON a.oid = opcmethod
  JOIN pg_opfamily f ON f.oid = opcfamily JOIN pg_namespace g ON g.oid = opfnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(opcname) AS class) q
  CROSS JOIN LATERAL (SELECT class || ' USING ' || quote_ident(amname) AS name) r
WHERE NOT EXISTS (SELECT FROM pg_amop WHERE amopfamily = opcfamily AND amoplefttype <> amoprighttype))sql"},
      {"ACCESS METHOD", 0, R"sql(
SELECT 2601, oid, 0, quote_ident(amname), 0, ARRAY['CREATE ACCESS METHOD ' || quote_ident(amname) || ' TYPE ' ||
  CASE amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END || ' HANDLER ' || amhandler::regproc], 0, NULL::aclitem[] FROM pg_am)sql"},
      {"PUBLICATION", 150000, R"sql(
SELECT 6104, p.oid, 0, quote_ident(pubname), 0, ARRAY['CREATE PUBLICATION ' || quote_ident(pubname) ||
  CASE WHEN puballtables THEN ' FOR ALL TABLES' ELSE coalesce(' FOR ' || nullif(concat_ws(', ',
    (SELECT string_agg('TABLE ' || prrelid::regclass || coalesce(' (' || (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = prrelid AND attnum = ANY(prattrs)) || ')', '') ||
       coalesce(' WHERE (' || pg_get_expr(prqual, prrelid) || ')', ''), ', ' ORDER BY prrelid::regclass::text)
     FROM pg_publication_rel WHERE prpubid = p.oid),
    (SELECT string_agg('TABLES IN SCHEMA ' || quote_ident(nspname), ', ' ORDER BY nspname)
     FROM pg_publication_namespace JOIN pg_namespace n ON n.oid = pnnspid WHERE pnpubid = p.oid)), ''), '') END ||
  ' WITH (publish = ' || quote_literal(concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
    CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END)) ||
  CASE WHEN pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END ||
  CASE WHEN to_jsonb(p)->>'pubgencols' = 's' THEN ', publish_generated_columns = stored' ELSE '' END || ')'], pubowner, NULL::aclitem[]
FROM pg_publication p)sql"},
      {"STATISTICS", 0, R"sql(
SELECT 3381, s.oid, stxnamespace, name, stxrelid, ARRAY['CREATE STATISTICS ' || name ||
  substr(pg_get_statisticsobjdef(s.oid), length(format('CREATE STATISTICS %I.%I', nspname, stxname)) + 1)] ||
  CASE WHEN coalesce(stxstattarget, -1) = -1 THEN '{}'::text[] ELSE
    ARRAY['ALTER STATISTICS ' || name || ' SET STATISTICS ' || stxstattarget] END, stxowner, NULL::aclitem[]
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = stxnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(stxname) AS name) q)sql"},
      {"TEXT SEARCH CONFIGURATION", 0, R"sql(
SELECT 3602, c.oid, cfgnamespace, name, 0, ARRAY['CREATE TEXT SEARCH CONFIGURATION ' || name || ' (PARSER = ' ||
  (SELECT format('%I.%I', s.nspname, prsname) FROM pg_ts_parser p JOIN pg_namespace s ON s.oid = prsnamespace WHERE p.oid = cfgparser) || ')'] ||
  ARRAY(SELECT 'ALTER TEXT SEARCH CONFIGURATION ' || name || ' ADD MAPPING FOR ' || quote_ident(t.alias) || ' WITH ' ||
    string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno)
    FROM pg_ts_config_map JOIN ts_token_type(cfgparser) t ON t.tokid = maptokentype WHERE mapcfg = c.oid GROUP BY t.alias ORDER BY t.alias),
  cfgowner, NULL::aclitem[]
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = cfgnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(cfgname) AS name) q)sql"},
      {"TEXT SEARCH DICTIONARY", 0, R"sql(
SELECT 3600, d.oid, dictnamespace, name, 0, ARRAY['CREATE TEXT SEARCH DICTIONARY ' || name || ' (TEMPLATE = ' ||
  (SELECT format('%I.%I', s.nspname, tmplname) FROM pg_ts_template t JOIN pg_namespace s ON s.oid = tmplnamespace WHERE t.oid = dicttemplate) ||
  coalesce(', ' || dictinitoption, '') || ')'], dictowner, NULL::aclitem[]
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = dictnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END || quote_ident(dictname) AS name) q)sql"},
      {"TRANSFORM", 0, R"sql(
SELECT 3576, t.oid, 0, name, 0, ARRAY['CREATE TRANSFORM ' || name || ' (' || concat_ws(', ',
  CASE WHEN trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || trffromsql::regprocedure END,
  CASE WHEN trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || trftosql::regprocedure END) || ')'], 0, NULL::aclitem[]
FROM pg_transform t JOIN pg_language l ON l.oid = trflang
  CROSS JOIN LATERAL (SELECT 'FOR ' || format_type(trftype, NULL) || ' LANGUAGE ' || quote_ident(lanname) AS name) q)sql"},
      {"TYPE", 0, R"sql(
SELECT 1247, t.oid, typnamespace, format_type(t.oid, NULL), 0, ARRAY['CREATE TYPE ' || format_type(t.oid, NULL) || ' AS RANGE (SUBTYPE = ' ||
  format_type(rngsubtype, NULL) || coalesce(', MULTIRANGE_TYPE_NAME = ' || format_type((to_jsonb(r)->>'rngmultitypid')::oid, NULL), '') ||
  CASE WHEN (SELECT opcdefault FROM pg_opclass WHERE oid = rngsubopc) THEN '' ELSE ', SUBTYPE_OPCLASS = ' ||
    (SELECT format('%I.%I', s.nspname, opcname) FROM pg_opclass o JOIN pg_namespace s ON s.oid = opcnamespace WHERE o.oid = rngsubopc) END ||
  CASE WHEN rngcollation <> (SELECT typcollation FROM pg_type WHERE oid = rngsubtype) THEN ', COLLATION = ' || rngcollation::regcollation ELSE '' END ||
  CASE WHEN rngcanonical <> 0 THEN ', CANONICAL = ' || rngcanonical::regproc ELSE '' END ||
  CASE WHEN rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || rngsubdiff::regproc ELSE '' END || ')'], typowner, typacl
FROM pg_range r JOIN pg_type t ON t.oid = rngtypid)sql"},
      {"RULE", 0, R"sql(
SELECT 2618, w.oid, relnamespace, quote_ident(rulename) || ' ON ' || ev_class::regclass, ev_class,
  ARRAY[rtrim(pg_get_ruledef(w.oid), ';')] || CASE ev_enabled WHEN 'O' THEN '{}'::text[] ELSE
    ARRAY['ALTER TABLE ' || ev_class::regclass || CASE ev_enabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' ELSE ' ENABLE ALWAYS' END ||
      ' RULE ' || quote_ident(rulename)] END, 0, NULL::aclitem[]
FROM pg_rewrite w JOIN pg_class c ON c.oid = ev_class WHERE rulename <> '_RETURN' AND relkind IN ('r', 'p', 'v'))sql"},
  };
  return kinds;
}

}  // namespace aludel::postgresql
