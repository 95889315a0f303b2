#include "app/models/rights.hpp"

#include <algorithm>

#include "catalog/describe.hpp"
#include "db/connection.hpp"

namespace aludel {

namespace {

// What goes with another object (indexes, sequences of columns, types of tables) has its owner.
constexpr const char* owners_sql = R"sql(
WITH left_out AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'), place AS (
  SELECT oid AS namespace, CASE WHEN nspname = current_schema() THEN '' ELSE nspname END AS schema,
    nspowner, nspname, CASE WHEN nspname = current_schema() THEN '' ELSE quote_ident(nspname) || '.' END AS path
  FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
    ELSE 'table' END AS kind, schema, relname::text AS name,
    (CASE relkind WHEN 'f' THEN 'FOREIGN TABLE ' ELSE 'TABLE ' END) || c.oid::regclass AS target,
    relowner AS owner
  FROM pg_class c JOIN place ON namespace = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
    AND (1259, c.oid) NOT IN (SELECT * FROM left_out)
    AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 1259
      AND d.objid = c.oid AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
UNION ALL SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'enum' END, schema, typname,
    'TYPE ' || format_type(t.oid, NULL), typowner
  FROM pg_type t JOIN place ON namespace = typnamespace
  LEFT JOIN pg_class c ON c.oid = typrelid
  WHERE (typtype IN ('d', 'e', 'r') OR c.relkind = 'c') AND (1247, t.oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, schema, proname,
    'ROUTINE ' || p.oid::regprocedure, proowner
  FROM pg_proc p JOIN place ON namespace = pronamespace
  WHERE (1255, p.oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'statistics', schema, stxname, 'STATISTICS ' || path || quote_ident(stxname), stxowner
  FROM pg_statistic_ext JOIN place ON namespace = stxnamespace
  WHERE (3381, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'text search configuration', schema, cfgname,
    'TEXT SEARCH CONFIGURATION ' || path || quote_ident(cfgname), cfgowner
  FROM pg_ts_config JOIN place ON namespace = cfgnamespace
  WHERE (3602, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'text search dictionary', schema, dictname,
    'TEXT SEARCH DICTIONARY ' || path || quote_ident(dictname), dictowner
  FROM pg_ts_dict JOIN place ON namespace = dictnamespace
  WHERE (3600, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'collation', schema, collname, 'COLLATION ' || path || quote_ident(collname), collowner
  FROM pg_collation JOIN place ON namespace = collnamespace
  WHERE (3456, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'conversion', schema, conname, 'CONVERSION ' || path || quote_ident(conname), conowner
  FROM pg_conversion JOIN place ON namespace = connamespace
  WHERE (2607, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'operator', schema, oprname, 'OPERATOR ' || oid::regoperator, oprowner
  FROM pg_operator JOIN place ON namespace = oprnamespace
  WHERE (2617, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'operator class', schema, opcname, 'OPERATOR CLASS ' || path || quote_ident(opcname)
    || ' USING ' || quote_ident(amname), opcowner
  FROM pg_opclass c JOIN place ON namespace = opcnamespace JOIN pg_am a ON a.oid = opcmethod
  WHERE (2616, c.oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'operator family', schema, opfname, 'OPERATOR FAMILY ' || path || quote_ident(opfname)
    || ' USING ' || quote_ident(amname), opfowner
  FROM pg_opfamily f JOIN place ON namespace = opfnamespace JOIN pg_am a ON a.oid = opfmethod
  WHERE (2753, f.oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'foreign data wrapper', '', fdwname, 'FOREIGN DATA WRAPPER ' || quote_ident(fdwname), fdwowner
  FROM pg_foreign_data_wrapper WHERE (2328, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'foreign server', '', srvname, 'SERVER ' || quote_ident(srvname), srvowner
  FROM pg_foreign_server WHERE (1417, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'event trigger', '', evtname, 'EVENT TRIGGER ' || quote_ident(evtname), evtowner
  FROM pg_event_trigger WHERE (3466, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'publication', '', pubname, 'PUBLICATION ' || quote_ident(pubname), pubowner
  FROM pg_publication WHERE (6104, oid) NOT IN (SELECT * FROM left_out)
UNION ALL SELECT 'schema', '', nspname, 'SCHEMA ' || quote_ident(nspname), nspowner
  FROM place WHERE nspname <> 'public' AND (2615, namespace) NOT IN (SELECT * FROM left_out)
)sql";

// Of a role in all schemas the list is whole, in one schema it says what comes beside.
constexpr const char* default_privileges_sql = R"sql(
WITH entry AS (
  SELECT d.oid, defaclnamespace, defaclobjtype AS type, defaclacl AS acl,
    acldefault(CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END, defaclrole) AS usual,
    'ALTER DEFAULT PRIVILEGES FOR ROLE ' || quote_ident(pg_get_userbyid(defaclrole))
      || coalesce(' IN SCHEMA ' || quote_ident(nspname), '') AS head
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = defaclnamespace),
has AS (SELECT oid, head, type, grantee, privilege_type, is_grantable
  FROM entry, aclexplode(acl)),
usual AS (SELECT oid, head, type, grantee, privilege_type, is_grantable
  FROM entry, aclexplode(usual) WHERE defaclnamespace = 0),
said AS (SELECT *, true AS given FROM (TABLE has EXCEPT TABLE usual) more
  UNION ALL SELECT *, false FROM (TABLE usual EXCEPT TABLE has) less),
worded AS (SELECT head, given, privilege_type
    || CASE type WHEN 'r' THEN ' ON TABLES' WHEN 'S' THEN ' ON SEQUENCES' WHEN 'f' THEN ' ON FUNCTIONS'
       WHEN 'T' THEN ' ON TYPES' WHEN 'n' THEN ' ON SCHEMAS' ELSE ' ON LARGE OBJECTS' END AS what,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS whom,
    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS option FROM said)
SELECT head || ' GRANT ' || what || ' TO ' || whom || option,
  head || ' REVOKE ' || what || ' FROM ' || whom, given FROM worded ORDER BY 1
)sql";

ObjectKind kind_called(const std::string& word) {
  using enum ObjectKind;
  for (const ObjectKind kind :
       {view, materialized_view, sequence, domain, function, procedure, schema})
    if (word_for(kind) == word) return kind;
  return word == "enum" ? enumeration : table;
}

}  // namespace

Rights read_rights(Connection& connection, const std::vector<ObjectName>& left_out) {
  Rights rights;
  rights.user = connection.query("SELECT quote_ident(current_user)").rows.at(0).at(0).value();
  for (const auto& row : connection
                             .query("SELECT kind, schema, name, target, "
                                    "quote_ident(pg_get_userbyid(owner)) FROM (" +
                                    std::string(owners_sql) + ") o ORDER BY target")
                             .rows) {
    Owned one{kind_called(row[0].value()), row[0].value(),
              ObjectName(row[1].value(), row[2].value()), row[3].value(), row[4].value()};
    if (std::ranges::find(left_out, one.name) == left_out.end())
      rights.owned.push_back(std::move(one));
  }
  for (const auto& row : connection.query(default_privileges_sql).rows) {
    DefaultPrivilege one{row[0].value(), row[1].value()};
    if (row[2] == "f") std::swap(one.give, one.take);
    rights.default_privileges.push_back(std::move(one));
  }
  return rights;
}

}  // namespace aludel
