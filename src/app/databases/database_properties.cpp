#include "app/databases/database_properties.hpp"

#include <algorithm>
#include <array>

#include "sql/splitter.hpp"

namespace aludel {

namespace {

std::string identifier(const std::string& name) {
  return quote_identifier(name, SqlDialect::postgresql);
}
std::string literal(const std::string& text) {
  return quote_literal(text, SqlDialect::postgresql);
}

std::vector<std::string> texts(Connection& connection, std::string_view sql) {
  std::vector<std::string> found;
  for (const auto& row : connection.query(sql).rows) found.push_back(row.at(0).value_or(""));
  return found;
}

/// What the catalog holds as a list of names, each in quotes where it needs them.
bool is_list_of_names(const std::string& setting) {
  constexpr std::array<std::string_view, 4> lists{
      "search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries"};
  return std::ranges::find(lists, setting) != lists.end();
}

/// As literals: an empty name is one of them, and none that an identifier may be.
std::string list_of_literals(const std::string& names) {
  std::string list;
  std::string name;
  bool quoted = false;
  char before = ',';
  for (const char c : names + ",") {
    const bool doubled = c == '"' && before == '"' && !quoted;
    before = c;
    if (c == '"') {
      if (doubled) name += c;  // of two within quotes one is meant
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      list += (list.empty() ? "" : ", ") + literal(name);
      name.clear();
    } else if (c != ' ' || quoted) {
      name += c;
    }
  }
  return list;
}

/// "SET name = value" of "name=value".
std::string set_clause(const std::string& setting) {
  const std::size_t equals = setting.find('=');
  const std::string key = setting.substr(0, equals);
  const std::string value = setting.substr(equals + 1);
  return "SET " + key + " = " + (is_list_of_names(key) ? list_of_literals(value) : literal(value));
}

std::string grantee_of(const std::string& grant) {
  const std::string role = grant.substr(0, grant.rfind('|'));
  return role.empty() ? "PUBLIC" : identifier(role);
}

/// Also of the owner, who has all of them by default.
void add_grants(const DatabaseProperties& p, const std::string& database,
                std::vector<std::string>& statements) {
  statements.push_back("REVOKE ALL ON " + database + " FROM PUBLIC");
  statements.push_back("REVOKE ALL ON " + database + " FROM " + identifier(p.owner));
  for (const std::string& grant : p.grants) {
    const bool grantable = std::ranges::find(p.grantable, grant) != p.grantable.end();
    statements.push_back("GRANT " + grant.substr(grant.rfind('|') + 1) + " ON " + database +
                         " TO " + grantee_of(grant) + (grantable ? " WITH GRANT OPTION" : ""));
  }
}

std::vector<std::string> property_statements(const DatabaseProperties& p, const std::string& name,
                                             bool with_grants) {
  const std::string database = "DATABASE " + identifier(name);
  std::vector<std::string> statements;
  if (p.connection_limit != -1)
    statements.push_back("ALTER " + database + " CONNECTION LIMIT " +
                         std::to_string(p.connection_limit));
  for (const std::string& setting : p.settings)
    statements.push_back("ALTER " + database + " " + set_clause(setting));
  for (const std::string& each : p.role_settings) {
    const std::size_t bar = each.rfind('|', each.find('='));
    statements.push_back("ALTER ROLE " + identifier(each.substr(0, bar)) + " IN " + database + " " +
                         set_clause(each.substr(bar + 1)));
  }
  if (with_grants && !p.default_grants) add_grants(p, database, statements);
  statements.push_back("COMMENT ON " + database + " IS " +
                       (p.comment.empty() ? "NULL" : literal(p.comment)));
  return statements;
}

/// A right that is missing; a role or a setting that the server does not know.
bool is_about_one_statement(const Diagnostic& problem) {
  return problem.sqlstate == "42501" || problem.sqlstate == "42704" || problem.sqlstate == "22023";
}

}  // namespace

DatabaseProperties read_properties(Connection& connection, const std::string& database) {
  const int version = connection.server_version();
  const std::string of_it = " WHERE d.datname = " + literal(database);
  const std::string locale = version >= 170000 ? "datlocale" : "daticulocale";
  const Result found = connection.query(
      "SELECT pg_encoding_to_char(encoding), datcollate, datctype, " +
      (version >= 150000 ? "datlocprovider::text, coalesce(" + locale + ", '')" : "'', ''") +
      ", pg_get_userbyid(datdba), coalesce(shobj_description(oid, 'pg_database'), ''), datacl IS "
      "NULL, datconnlimit, " +
      (version >= 160000 ? "coalesce(daticurules, '')" : "''") + " FROM pg_catalog.pg_database d" +
      of_it);
  const auto text = [&](std::size_t column) { return found.rows.at(0).at(column).value_or(""); };
  DatabaseProperties properties{.encoding = text(0),
                                .collate = text(1),
                                .ctype = text(2),
                                .provider = text(3),
                                .locale = text(4),
                                .owner = text(5),
                                .comment = text(6),
                                .default_grants = text(7) == "t",
                                .icu_rules = text(9)};
  // -2 marks one whose DROP was interrupted.
  properties.connection_limit = std::max(-1, std::stoi(text(8)));
  const std::string set =
      " FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = "
      "s.setdatabase" +
      of_it + " AND s.setrole ";
  properties.settings = texts(connection, "SELECT unnest(setconfig)" + set + "= 0");
  properties.role_settings = texts(
      connection, "SELECT pg_get_userbyid(setrole) || '|' || unnest(setconfig)" + set + "<> 0");
  const auto grants = [&](const std::string& condition) {
    return texts(connection,
                 "SELECT DISTINCT CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) "
                 "END || '|' || a.privilege_type FROM pg_catalog.pg_database d, "
                 "aclexplode(d.datacl) a" +
                     of_it + condition + " ORDER BY 1");
  };
  properties.grants = grants("");
  properties.grantable = grants(" AND a.is_grantable");
  properties.roles = texts(
      connection,
      "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname NOT LIKE 'pg\\_%' AND oid IN (SELECT "
      "refobjid FROM pg_catalog.pg_shdepend s JOIN pg_catalog.pg_database d ON d.oid = s.dbid OR "
      "(s.dbid = 0 AND s.classid = 'pg_catalog.pg_database'::regclass AND s.objid = d.oid)" +
          of_it +
          " AND s.refclassid = 'pg_catalog.pg_authid'::regclass UNION SELECT c.relowner FROM "
          "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
          "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND "
          "current_database() = " +
          literal(database) + " UNION SELECT datdba FROM pg_catalog.pg_database d" + of_it +
          ") ORDER BY 1");
  return properties;
}

std::string create_database(const DatabaseProperties& p, const std::string& name,
                            const std::string& model, int server_version, bool with_owner) {
  std::string sql = "CREATE DATABASE " + identifier(name) + " TEMPLATE " + identifier(model) +
                    " ENCODING " + literal(p.encoding) + " LC_COLLATE " + literal(p.collate) +
                    " LC_CTYPE " + literal(p.ctype);
  if (p.provider == "i" && server_version >= 150000)
    sql += " LOCALE_PROVIDER icu ICU_LOCALE " + literal(p.locale);
  if (!p.icu_rules.empty() && server_version >= 160000) sql += " ICU_RULES " + literal(p.icu_rules);
  if (p.provider == "b" && server_version >= 170000)
    sql += " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + literal(p.locale);
  if (p.provider == "c" && server_version >= 150000) sql += " LOCALE_PROVIDER libc";
  if (with_owner) sql += " OWNER " + identifier(p.owner);
  return sql;
}

std::vector<std::string> give_properties(Connection& connection, const DatabaseProperties& p,
                                         const std::string& name, bool with_grants) {
  std::vector<std::string> refused;
  for (const std::string& sql : property_statements(p, name, with_grants)) {
    connection.query("SAVEPOINT aludel_property");
    try {
      connection.query(sql);
    } catch (const Error& error) {
      if (!is_about_one_statement(error.diagnostic())) throw;
      connection.query("ROLLBACK TO SAVEPOINT aludel_property");
      refused.push_back("`" + sql + "`: " + error.diagnostic().message);
    }
    connection.query("RELEASE SAVEPOINT aludel_property");
  }
  return refused;
}

}  // namespace aludel
