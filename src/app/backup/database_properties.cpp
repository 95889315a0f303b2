#include "app/backup/database_properties.hpp"

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

/// Lists are written as they are: `search_path = app, public` has two values.
bool is_list(const std::string& setting) {
  return setting == "search_path" || setting == "temp_tablespaces" ||
         setting == "session_preload_libraries" || setting == "local_preload_libraries" ||
         setting == "DateStyle" || setting == "datestyle";
}

}  // namespace

DatabaseProperties read_properties(Connection& connection) {
  const bool has_provider = connection.server_version() >= 150000;
  const std::string locale = connection.server_version() >= 170000 ? "datlocale" : "daticulocale";
  const Result found = connection.query(
      "SELECT pg_encoding_to_char(encoding), datcollate, datctype, " +
      (has_provider ? "datlocprovider::text, coalesce(" + locale + ", '')" : "'', ''") +
      ", pg_get_userbyid(datdba), coalesce(shobj_description(oid, 'pg_database'), ''), datacl IS "
      "NULL FROM pg_catalog.pg_database WHERE datname = current_database()");
  const auto text = [&](std::size_t column) { return found.rows.at(0).at(column).value_or(""); };
  DatabaseProperties properties{.encoding = text(0),
                                .collate = text(1),
                                .ctype = text(2),
                                .provider = text(3),
                                .locale = text(4),
                                .owner = text(5),
                                .comment = text(6),
                                .default_grants = text(7) == "t"};
  properties.settings = texts(
      connection,
      "SELECT unnest(setconfig) FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d "
      "ON d.oid = s.setdatabase WHERE d.datname = current_database() AND s.setrole = 0");
  properties.grants = texts(
      connection,
      "SELECT CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) END || '|' || "
      "a.privilege_type FROM pg_catalog.pg_database d, aclexplode(d.datacl) a WHERE d.datname = "
      "current_database() ORDER BY 1");
  properties.roles = texts(
      connection,
      "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname NOT LIKE 'pg\\_%' AND oid IN (SELECT "
      "refobjid FROM pg_catalog.pg_shdepend s JOIN pg_catalog.pg_database d ON d.oid = s.dbid "
      "WHERE d.datname = current_database() AND s.refclassid = 'pg_catalog.pg_authid'::regclass "
      "UNION SELECT c.relowner FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid "
      "= c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' "
      "UNION SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database()) ORDER "
      "BY 1");
  return properties;
}

std::string create_database(const DatabaseProperties& p, const std::string& name,
                            int server_version, bool with_owner) {
  std::string sql = "CREATE DATABASE " + identifier(name) + " TEMPLATE template0 ENCODING " +
                    literal(p.encoding) + " LC_COLLATE " + literal(p.collate) + " LC_CTYPE " +
                    literal(p.ctype);
  if (p.provider == "i" && server_version >= 150000)
    sql += " LOCALE_PROVIDER icu ICU_LOCALE " + literal(p.locale);
  if (p.provider == "b" && server_version >= 170000)
    sql += " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + literal(p.locale);
  if (p.provider == "c" && server_version >= 150000) sql += " LOCALE_PROVIDER libc";
  if (with_owner) sql += " OWNER " + identifier(p.owner);
  return sql;
}

std::vector<std::string> property_statements(const DatabaseProperties& p, const std::string& name,
                                             bool with_grants) {
  const std::string database = "DATABASE " + identifier(name);
  std::vector<std::string> statements;
  for (const std::string& setting : p.settings) {
    const std::size_t equals = setting.find('=');
    const std::string key = setting.substr(0, equals);
    const std::string value = setting.substr(equals + 1);
    statements.push_back("ALTER " + database + " SET " + key + " = " +
                         (is_list(key) && !value.empty() ? value : literal(value)));
  }
  if (with_grants && !p.default_grants) {
    statements.push_back("REVOKE ALL ON " + database + " FROM PUBLIC");
    for (const std::string& grant : p.grants) {
      const std::size_t bar = grant.rfind('|');
      const std::string grantee = grant.substr(0, bar);
      statements.push_back("GRANT " + grant.substr(bar + 1) + " ON " + database + " TO " +
                           (grantee.empty() ? "PUBLIC" : identifier(grantee)));
    }
  }
  statements.push_back("COMMENT ON " + database + " IS " +
                       (p.comment.empty() ? "NULL" : literal(p.comment)));
  return statements;
}

}  // namespace aludel
