#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/postgresql/sessions.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

std::string literal(const std::string& text) {
  return quote_literal(text, SqlDialect::postgresql);
}

/// What the server complains of: "permission denied for table users", "must be owner of table
/// users".
struct Complaint {
  bool owner = false;
  std::string kind;  ///< "table"
  std::string name;  ///< bare
};

Complaint read(const std::string& message) {
  constexpr std::string_view denied = "permission denied for ";
  constexpr std::string_view owned = "must be owner of ";
  const bool owner = message.starts_with(owned);
  if (!owner && !message.starts_with(denied)) return {};
  const std::string rest = message.substr(owner ? owned.size() : denied.size());
  for (const char* kind : {"materialized view", "foreign table"}) {
    if (rest.starts_with(std::string(kind) + " "))
      return {owner, kind, rest.substr(std::string_view(kind).size() + 1)};
  }
  const std::size_t blank = rest.find(' ');
  if (blank == std::string::npos) return {};
  return {owner, rest.substr(0, blank), rest.substr(blank + 1)};
}

/// An object with its owner, and the rights on it that the session's role does not have.
struct Object {
  std::string words;  ///< "TABLE public.users", as GRANT writes it
  std::string owner;
  std::vector<std::string> lacking;
};

/// @param sql  gives `words`, the owner, and a column for each of `rights`: whether the role has it
std::optional<Object> ask(Connection& connection, const std::string& sql,
                          const std::vector<std::string>& rights) {
  const Result found = connection.query(sql);
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows.front();
  Object object{row.at(0).value_or(""), row.at(1).value_or(""), {}};
  for (std::size_t i = 0; i < rights.size(); ++i) {
    if (row.at(i + 2) != "t") object.lacking.push_back(rights[i]);
  }
  return object;
}

std::string checks(const std::string& function, const std::string& object,
                   const std::vector<std::string>& rights) {
  std::string columns;
  for (const std::string& right : rights)
    columns += ", " + function + "(" + object + ", " + literal(right) + ")";
  return columns;
}

std::optional<Object> find(Connection& connection, const Complaint& complaint) {
  const std::string name = literal(complaint.name);
  if (complaint.kind == "schema") {
    const std::vector<std::string> rights{"USAGE", "CREATE"};
    return ask(connection,
               "SELECT 'SCHEMA ' || quote_ident(nspname), quote_ident(pg_get_userbyid(nspowner))" +
                   checks("has_schema_privilege", "oid", rights) +
                   " FROM pg_namespace WHERE nspname = " + name,
               rights);
  }
  if (complaint.kind == "database") {
    const std::vector<std::string> rights{"CREATE", "TEMPORARY"};
    return ask(connection,
               "SELECT 'DATABASE ' || quote_ident(datname), quote_ident(pg_get_userbyid(datdba))" +
                   checks("has_database_privilege", "oid", rights) +
                   " FROM pg_database WHERE datname = " + name,
               rights);
  }
  const bool sequence = complaint.kind == "sequence";
  constexpr std::array<std::string_view, 7> relations{
      "table", "view", "materialized view", "foreign table", "relation", "index", "sequence"};
  if (std::ranges::find(relations, complaint.kind) == relations.end()) return std::nullopt;
  const std::vector<std::string> rights =
      sequence ? std::vector<std::string>{"USAGE", "SELECT", "UPDATE"}
               : std::vector<std::string>{"SELECT",   "INSERT",     "UPDATE", "DELETE",
                                          "TRUNCATE", "REFERENCES", "TRIGGER"};
  // In the index of a table nothing can be granted: its owner is the table's.
  return ask(
      connection,
      "SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN "
      "'MATERIALIZED VIEW ' WHEN 'i' THEN 'INDEX ' WHEN 'I' THEN 'INDEX ' WHEN 'f' THEN "
      "'FOREIGN TABLE ' ELSE 'TABLE ' END || quote_ident(n.nspname) || '.' || "
      "quote_ident(c.relname), quote_ident(pg_get_userbyid(c.relowner))" +
          checks(sequence ? "has_sequence_privilege" : "has_table_privilege", "c.oid", rights) +
          " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname "
          "= " +
          name + (sequence ? " AND c.relkind = 'S'" : "") +
          " ORDER BY pg_table_is_visible(c.oid) DESC, n.nspname LIMIT 1",
      rights);
}

/// Those of `lacking` that the statement needs, else those that are about rows. Not more than is
/// needed is to be granted.
std::vector<std::string> likely(const std::vector<std::string>& lacking,
                                const std::vector<std::string>& needed) {
  constexpr std::array<std::string_view, 4> of_rows{"SELECT", "INSERT", "UPDATE", "DELETE"};
  std::vector<std::string> rights;
  std::ranges::copy_if(lacking, std::back_inserter(rights), [&](const std::string& each) {
    return std::ranges::find(needed, each) != needed.end();
  });
  if (!rights.empty()) return rights;
  std::ranges::copy_if(lacking, std::back_inserter(rights), [&](const std::string& each) {
    return std::ranges::find(of_rows, each) != of_rows.end();
  });
  return rights.empty() ? lacking : rights;
}

bool only_reads(Connection& connection) {
  return connection.query("SELECT current_setting('transaction_read_only')").rows.at(0).at(0) ==
         "on";
}

/// GRANT knows a view as a table.
std::string grantable(const std::string& words) {
  for (const std::string_view kind : {"MATERIALIZED VIEW ", "FOREIGN TABLE ", "VIEW ", "TABLE "}) {
    if (words.starts_with(kind)) return words.substr(kind.size());
  }
  return words;
}

}  // namespace

void explain_permission(Connection& connection, Diagnostic& problem, std::string_view sql) {
  const std::string role = role_of(connection);
  const Complaint complaint = read(problem.message);
  const auto object = find(connection, complaint);
  if (!object) {
    problem.notes.push_back("the session runs as " + role);
    problem.next = "let a role run it that has the right, or grant it to " + role;
    return;
  }
  const std::string place =
      (complaint.kind.empty() ? "it" : object->words) + ", owned by " + object->owner;
  if (complaint.owner || object->lacking.empty()) {
    problem.notes.push_back("the session runs as " + role + ", which does not own " + place);
    problem.next = "let " + object->owner + " run it, or as a superuser: `ALTER " + object->words +
                   " OWNER TO " + role + "`, or `GRANT " + object->owner + " TO " + role + "`";
    return;
  }
  const std::string_view statement = only_reads(connection) ? "SELECT" : sql;
  const std::string lacking =
      join(likely(object->lacking, needed_rights(statement, complaint.kind, complaint.name)), ", ");
  problem.notes.push_back("the session runs as " + role + ", which lacks " + lacking + " on " +
                          place);
  if (object->words == "SCHEMA public" && connection.server_version() >= 150000)
    problem.notes.push_back(
        "since PostgreSQL 15 only the owner of a database may create in its schema public");
  problem.next =
      "as " + (object->owner == "pg_database_owner" ? "the owner of the database" : object->owner) +
      " or a superuser: `GRANT " + lacking + " ON " + grantable(object->words) + " TO " + role +
      "`";
}

}  // namespace aludel::postgresql
