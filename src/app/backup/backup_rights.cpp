#include "app/backup/backup_rights.hpp"

#include <vector>

#include "base/text.hpp"
#include "dialect/postgresql/sessions.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

std::string literal(const std::string& text) {
  return quote_literal(text, SqlDialect::postgresql);
}

// What pg_dump locks and reads; policies are asked for by row_security = off.
constexpr const char* unreadable_sql = R"sql(
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(pg_get_userbyid(c.relowner)),
       has_schema_privilege(n.oid, 'USAGE')
       AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT')
                          ELSE has_table_privilege(c.oid, 'SELECT') END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'S', 'v', 'm', 'f')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND (NOT has_schema_privilege(n.oid, 'USAGE')
        OR NOT CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT')
                              ELSE has_table_privilege(c.oid, 'SELECT') END
        OR c.relrowsecurity AND row_security_active(c.oid))
 ORDER BY 1)sql";

}  // namespace

void explain_backup_rights(Connection& connection, Diagnostic& problem) {
  try {
    const std::string role = postgresql::role_of(connection);
    std::vector<std::string> unread;
    bool by_policy = false;
    bool by_right = false;
    for (const auto& row : connection.query(unreadable_sql).rows) {
      (row.at(2) == "t" ? by_policy : by_right) = true;
      unread.push_back(row.at(0).value_or("") + ", owned by " + row.at(1).value_or(""));
    }
    if (unread.empty()) return;
    constexpr std::size_t shown = 10;
    problem.notes.push_back("the session runs as " + role + ", which may not read all of:");
    for (std::size_t i = 0; i < unread.size() && i < shown; ++i)
      problem.notes.push_back("  " + unread[i]);
    if (unread.size() > shown)
      problem.notes.push_back("  and " + std::to_string(unread.size() - shown) + " more");
    std::vector<std::string> grants;
    if (by_right)
      grants.push_back(connection.server_version() >= 140000
                           ? "`GRANT pg_read_all_data TO " + role + "`"
                           : "USAGE on their schemas and SELECT on all of them for " + role);
    if (by_policy) grants.push_back("`ALTER ROLE " + role + " BYPASSRLS`");
    problem.next =
        "as a superuser: " + join(grants, " and ") + "; or make the backup as another role";
  } catch (const Error&) {
    // An explanation is good to have and never worth hiding the failure for.
  }
}

void require_restore_rights(Connection& connection, const std::string& database,
                            const std::string& owner) {
  const Result facts = connection.query(
      "SELECT quote_ident(current_user), rolcreatedb OR rolsuper, coalesce((SELECT "
      "pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = " +
      literal(database) +
      "), true), coalesce((SELECT pg_has_role(o.oid, 'MEMBER') FROM pg_roles "
      "o WHERE o.rolname = " +
      literal(owner) + "), true), quote_ident(" + literal(database) + "), quote_ident(" +
      literal(owner) + ") FROM pg_roles WHERE rolname = current_user");
  const auto text = [&](std::size_t column) { return facts.rows.at(0).at(column).value_or(""); };
  std::vector<std::string> lacking;
  std::vector<std::string> statements;
  if (text(1) != "t") {
    lacking.emplace_back("may not create databases");
    statements.push_back("`ALTER ROLE " + text(0) + " CREATEDB`");
  }
  if (text(2) != "t") {
    lacking.push_back("does not own " + text(4));
    statements.push_back("`ALTER DATABASE " + text(4) + " OWNER TO " + text(0) + "`");
  }
  if (text(3) != "t") {
    lacking.push_back("is no member of " + text(5) + ", whom the backup's database belongs to");
    statements.push_back("`GRANT " + text(5) + " TO " + text(0) + "` (or `--no-owner` here)");
  }
  if (statements.empty()) return;
  Diagnostic problem =
      diagnostic(Code::statement_refused, "the role " + text(0) + " may not restore " + text(4) +
                                              ": it " + join(lacking, ", and "));
  problem.sqlstate = "42501";
  problem.notes.emplace_back("a restore makes a database and renames two");
  problem.next = "as a superuser: " + join(statements, ", ") + "; or restore as another role";
  throw Error(std::move(problem));
}

}  // namespace aludel
