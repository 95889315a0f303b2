// Who may do what: what was granted beyond what an object has from its birth.
#include <map>
#include <tuple>

#include "catalog/describe.hpp"
#include "catalog/rights.hpp"
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

// NULL stands for the built-in rights. Those that the owner has, that everybody has by default (to
// execute a function, to use a type), and that initdb gave are nothing that a revision granted.
constexpr const char* objects_sql = R"sql(
WITH object(catalog, oid, kind, schema, name, owner, acl, usual, signature) AS (
  SELECT 1259, oid, relkind::text, relnamespace, relname, relowner, relacl,
    acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner), ''
    FROM pg_catalog.pg_class WHERE relacl IS NOT NULL AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND relnamespace = ANY($schemas)
  UNION ALL SELECT 2615, oid, 'schema', 0, nspname, nspowner, nspacl, acldefault('n', nspowner), ''
    FROM pg_catalog.pg_namespace WHERE nspacl IS NOT NULL AND oid = ANY($schemas)
  UNION ALL SELECT 1255, oid, prokind::text || '()', pronamespace, proname, proowner, proacl,
    acldefault('f', proowner), oidvectortypes(proargtypes)
    FROM pg_catalog.pg_proc WHERE proacl IS NOT NULL AND prokind <> 'a' AND pronamespace = ANY($schemas)
  UNION ALL SELECT 1247, oid, 'type ' || typtype::text, typnamespace, typname, typowner, typacl,
    acldefault('T', typowner), ''
    FROM pg_catalog.pg_type WHERE typacl IS NOT NULL AND typtype IN ('d', 'e') AND typnamespace = ANY($schemas))
)sql";

constexpr const char* grants_sql =
    R"sql(SELECT o.catalog, o.oid, o.kind, o.schema, o.name, o.signature,
  CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE r.rolname END, x.is_grantable, x.privilege_type
FROM object o CROSS JOIN LATERAL aclexplode(o.acl) x
LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
LEFT JOIN pg_catalog.pg_init_privs i ON i.objoid = o.oid AND i.classoid = o.catalog AND i.objsubid = 0
WHERE x.grantee <> o.owner AND NOT EXISTS (SELECT FROM aclexplode(coalesce(i.initprivs, o.usual)) u
  WHERE u.grantee = x.grantee AND u.privilege_type = x.privilege_type AND u.is_grantable = x.is_grantable)
ORDER BY x.privilege_type)sql";

// What everybody may do with a new function or type, and not with this one.
constexpr const char* withheld_sql =
    R"sql(SELECT o.catalog, o.oid, o.kind, o.schema, o.name, o.signature, u.privilege_type
FROM object o
LEFT JOIN pg_catalog.pg_init_privs i ON i.objoid = o.oid AND i.classoid = o.catalog AND i.objsubid = 0
CROSS JOIN LATERAL aclexplode(coalesce(i.initprivs, o.usual)) u
WHERE u.grantee = 0 AND NOT EXISTS (SELECT FROM aclexplode(o.acl) x
  WHERE x.grantee = 0 AND x.privilege_type = u.privilege_type)
ORDER BY o.oid)sql";

ObjectKind kind_of(const std::string& kind) {
  if (kind == "schema") return ObjectKind::schema;
  if (kind == "type e") return ObjectKind::enumeration;
  if (kind == "type d") return ObjectKind::domain;
  if (kind == "p()") return ObjectKind::procedure;
  if (kind.ends_with("()")) return ObjectKind::function;
  if (kind == "S") return ObjectKind::sequence;
  if (kind == "v") return ObjectKind::view;
  return kind == "m" ? ObjectKind::materialized_view : ObjectKind::table;
}

void read_withheld(Reading& reading) {
  for (const auto& row : reading.rows(std::string(objects_sql) + withheld_sql)) {
    if (reading.is_of_extension(oid(row[0]), oid(row[1]))) continue;
    const ObjectKind kind = kind_of(text(row[2]));
    const bool is_schema = kind == ObjectKind::schema;
    Grant withheld{
        .kind = kind,
        .object = is_schema ? ObjectName("", text(row[4])) : reading.name(row[3], row[4]),
        .signature = text(row[5]),
        .role = "PUBLIC",
        .privileges = {text(row[6])},
        .withheld = true};
    if (is_given_to_all(withheld, text(row[6])))
      reading.catalog.grants.push_back(std::move(withheld));
    else  // of `public` before PostgreSQL 15: CREATE
      reading.not_covered.push_back(text(row[6]) + " withheld from PUBLIC on " +
                                    std::string(word_for(kind)) + " " + text(row[4]));
  }
}

/// Whose own rights are fewer than an owner has from the beginning.
void read_given_up(Reading& reading) {
  for (const auto& row : reading.rows(std::string(objects_sql) + R"sql(
SELECT o.catalog, o.oid, o.kind, o.schema, o.name FROM object o
WHERE EXISTS (SELECT FROM aclexplode(o.usual) u WHERE u.grantee = o.owner AND NOT EXISTS (
  SELECT FROM aclexplode(o.acl) x WHERE x.grantee = o.owner AND x.privilege_type = u.privilege_type))
ORDER BY o.oid)sql")) {
    if (reading.is_of_extension(oid(row[0]), oid(row[1]))) continue;
    const bool is_schema = text(row[2]) == "schema";
    const ObjectName name = is_schema ? ObjectName("", text(row[4])) : reading.name(row[3], row[4]);
    if (!reading.left_out.contains(name))
      reading.not_covered.push_back("rights that the owner has given up on " +
                                    std::string(word_for(kind_of(text(row[2])))) + " " +
                                    name.text());
  }
}

constexpr const char* column_grants_sql = R"sql(
SELECT c.oid, relkind, quote_ident(attname), CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE r.rolname END,
  x.is_grantable, x.privilege_type
FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid CROSS JOIN LATERAL aclexplode(attacl) x
LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
WHERE attacl IS NOT NULL AND NOT attisdropped AND x.grantee <> relowner AND c.oid >= 16384)sql";

using Key = std::tuple<Oid, Oid, std::string, bool>;  // catalog, object, role, grant option

void read_column_grants(Reading& reading, std::map<Key, Grant>& grants) {
  for (const auto& row : reading.rows(column_grants_sql)) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation == nullptr || reading.is_of_extension(of_relation, oid(row[0]))) continue;
    Grant& grant = grants[{of_relation, oid(row[0]), text(row[3]), truth(row[4])}];
    grant.kind = kind_of(text(row[1]));
    grant.object = relation->name;
    grant.role = text(row[3]);
    grant.with_grant_option = truth(row[4]);
    grant.privileges.push_back(text(row[5]) + " (" + text(row[2]) + ")");
  }
}

}  // namespace

void read_grants(Reading& reading) {
  std::map<Key, Grant> grants;
  for (const auto& row : reading.rows(std::string(objects_sql) + grants_sql)) {
    const Oid catalog_number = oid(row[0]);
    const Oid number = oid(row[1]);
    const ObjectKind kind = kind_of(text(row[2]));
    if (reading.is_of_extension(catalog_number, number)) continue;
    if (catalog_number == of_relation && reading.relation(number) == nullptr) continue;
    Grant& grant = grants[{catalog_number, number, text(row[6]), truth(row[7])}];
    grant.kind = kind;
    grant.object =
        kind == ObjectKind::schema ? ObjectName("", text(row[4])) : reading.name(row[3], row[4]);
    grant.signature = text(row[5]);
    grant.role = text(row[6]);
    grant.with_grant_option = truth(row[7]);
    grant.privileges.push_back(text(row[8]));
  }
  read_column_grants(reading, grants);
  read_given_up(reading);
  for (auto& [key, grant] : grants) reading.catalog.grants.push_back(std::move(grant));
  read_withheld(reading);
}

}  // namespace aludel::postgresql
