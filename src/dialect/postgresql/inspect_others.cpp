// Objects that are known by their statements alone.
#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"
#include "dialect/postgresql/other_kinds.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// `$options(x)`: the options of foreign data as they are written.
std::string with_options(std::string sql) {
  constexpr std::string_view mark = "$options(";
  for (std::size_t at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at)) {
    const std::size_t end = sql.find(')', at);
    const std::string column = sql.substr(at + mark.size(), end - at - mark.size());
    sql.replace(at, end + 1 - at,
                "coalesce(' OPTIONS (' || (SELECT string_agg(quote_ident(option_name) || ' ' || "
                "quote_literal(option_value), ', ') FROM pg_options_to_table(" +
                    column + ")) || ')', '')");
  }
  return sql;
}

/// What COMMENT ON and GRANT … ON call it where that is another word.
std::string granted_as(std::string_view kind) {
  if (kind == "SERVER") return "FOREIGN SERVER";
  if (kind == "AGGREGATE") return "FUNCTION";
  return std::string(kind == "FOREIGN TABLE" ? "TABLE" : kind);
}

/// One query for all kinds; only numbers above those of the database itself.
std::string query(int version) {
  std::string sql;
  for (const OtherKind& one : other_kinds()) {
    if (version < one.since) continue;
    sql += (sql.empty() ? "" : "\nUNION ALL ");
    sql +=
        "SELECT '" + std::string(one.kind) + "', o.* FROM (" +
        with_options(std::string(one.query)) +
        ") o(catalog, oid, schema, name, of_table, statements, owner, rights) WHERE oid >= 16384";
  }
  return "SELECT catalog, oid, schema, kind, name, of_table, statements, ARRAY(SELECT 'GRANT ' || "
         "string_agg(privilege_type, ', ' ORDER BY privilege_type) || '|' || CASE WHEN grantee = 0 "
         "THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END || CASE WHEN is_grantable "
         "THEN ' WITH GRANT OPTION' ELSE '' END FROM aclexplode(rights) WHERE grantee <> owner AND "
         "NOT (kind IN ('TYPE', 'AGGREGATE') AND grantee = 0) GROUP BY grantee, is_grantable ORDER "
         "BY 1) FROM (" +
         sql +
         ") all_others(kind, catalog, oid, schema, name, of_table, statements, owner, rights) "
         "WHERE "
         "schema = 0 OR schema = ANY($schemas)";
}

/// "GRANT USAGE|app" into a statement.
std::string grant_on(std::string_view grant, const std::string& object) {
  const std::size_t bar = grant.find('|');
  return std::string(grant.substr(0, bar)) + " ON " + object + " TO " +
         std::string(grant.substr(bar + 1));
}

}  // namespace

void read_others(Reading& reading) {
  for (const auto& row : reading.rows(query(reading.version))) {
    const Oid catalog = oid(row[0]);
    const Oid number = oid(row[1]);
    if (reading.is_of_extension(catalog, number)) continue;
    OtherObject object{.kind = text(row[3]), .name = text(row[4]), .statements = elements(row[6])};
    for (std::string& statement : object.statements) statement = as_read_again(statement).text;
    if (const Oid table = oid(row[5]); table != 0) {
      const Relation* found = reading.relation(table);
      if (found == nullptr || (found->kind != 'v' && reading.table(table) == nullptr)) continue;
      object.table = found->name;
    }
    const std::string name = " " + object.name;
    const std::string& comment = reading.comment(catalog, number);
    if (!comment.empty())
      object.statements.push_back("COMMENT ON " + object.kind + name + " IS " + literal(comment));
    for (const std::string& grant : elements(row[7]))
      object.statements.push_back(grant_on(grant, granted_as(object.kind) + name));
    reading.read_others.emplace(catalog, number);
    reading.catalog.others.push_back(std::move(object));
  }
}

}  // namespace aludel::postgresql
