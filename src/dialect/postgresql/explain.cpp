#include <string>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

/// The text between the first pair of double quotes: the name that the server complains of.
std::string quoted_name(const std::string& message) {
  const std::size_t begin = message.find('"');
  const std::size_t end = begin == std::string::npos ? begin : message.find('"', begin + 1);
  return end == std::string::npos ? std::string() : message.substr(begin + 1, end - begin - 1);
}

std::string bare(const std::string& name) {
  return name.substr(name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1);
}

std::vector<std::string> column(Connection& connection, const std::string& sql) {
  std::vector<std::string> values;
  for (const auto& row : connection.query(sql).rows) values.push_back(row.at(0).value_or(""));
  return values;
}

std::string search_path(Connection& connection) {
  return column(connection, "SELECT array_to_string(current_schemas(false), ', ')").front();
}

/// Everything of that name that the user may see, "table shop.prices".
std::vector<std::string> relations_named(Connection& connection, const std::string& name) {
  return column(
      connection,
      "SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN "
      "'view' "
      "WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'S' THEN "
      "'sequence' "
      "WHEN 'f' THEN 'foreign table' ELSE 'type' END || ' ' || n.nspname || '.' || c.relname || ', "
      "owned by ' || pg_get_userbyid(c.relowner) "
      "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = " +
          quote_literal(name, SqlDialect::postgresql) +
          " AND n.nspname !~ '^pg_(toast|temp)' ORDER BY 1 LIMIT 10");
}

std::vector<std::string> all_relations(Connection& connection) {
  return column(connection,
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.relkind IN ('r', 'p', 'v', 'm') "
                "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' "
                "ORDER BY 1 LIMIT 5000");
}

/// Roles, extensions, constraints and more are in no schema that search_path would choose.
bool is_found_by_search_path(const Diagnostic& problem, std::string_view sql) {
  const std::string begin = lower(sql.substr(0, std::string_view("CREATE DOMAIN").size()));
  return problem.sqlstate == "42P07" || begin.starts_with("create type") ||
         begin == "create domain";
}

void explain_duplicate(Connection& connection, Diagnostic& problem, std::string_view sql) {
  const std::string name = bare(quoted_name(problem.message));
  const auto places = relations_named(connection, name);
  if (!places.empty()) problem.notes.push_back("there is: " + join(places, "; "));
  if (is_found_by_search_path(problem, sql))
    problem.notes.push_back("search_path is " + search_path(connection));
  problem.next =
      "if the database was made by other means, `aludel stamp REVISION` says which revisions it "
      "already holds; else drop or rename what is there";
}

void explain_missing(Connection& connection, Diagnostic& problem) {
  const std::string name = bare(quoted_name(problem.message));
  const auto places = relations_named(connection, name);
  problem.notes.push_back("search_path is " + search_path(connection));
  if (!places.empty()) {
    problem.notes.push_back("in another schema there is: " + join(places, "; "));
    problem.next = "write the schema before the name, or set search_path for this user";
    return;
  }
  const std::string meant = did_you_mean(name, all_relations(connection));
  if (!meant.empty()) problem.notes.push_back(meant);
}

void explain_extension(Connection& connection, Diagnostic& problem) {
  const std::string name = quoted_name(problem.message);
  const auto available = column(connection, "SELECT name FROM pg_available_extensions ORDER BY 1");
  const std::string meant = did_you_mean(name, available);
  if (!meant.empty()) problem.notes.push_back(meant);
  problem.next =
      "install the extension's package on the server's machine (on Debian often postgresql-" +
      std::to_string(connection.server_version() / 10000) + "-" + name +
      "), then run the same command again";
}

}  // namespace

void explain(Connection& connection, Diagnostic& problem, std::string_view sql) {
  const std::string& state = problem.sqlstate;
  const std::string& message = problem.message;
  if (state == "42P07" || state == "42710" || state == "42P06") {
    explain_duplicate(connection, problem, sql);
  } else if (state == "42P01" && message.ends_with("does not exist")) {
    explain_missing(connection, problem);
  } else if (message.find("extension \"") != std::string::npos &&
             message.find("is not available") != std::string::npos) {
    explain_extension(connection, problem);
  } else if (state == "42704" && problem.message.starts_with("type \"")) {
    const auto providers = column(
        connection,
        "SELECT name FROM pg_available_extensions WHERE installed_version IS NULL AND name = " +
            quote_literal(bare(quoted_name(problem.message)), SqlDialect::postgresql));
    if (!providers.empty())
      problem.notes.push_back("the extension " + providers.front() +
                              " is available and not created here: `CREATE EXTENSION " +
                              providers.front() + "`");
  } else if (state == "42883") {
    const std::string name =
        message.substr(message.find(' ') + 1, message.find('(') - message.find(' ') - 1);
    const auto providers =
        column(connection,
               "SELECT n.nspname || '.' || p.proname || '(' || "
               "pg_get_function_identity_arguments(p.oid) || ')' "
               "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = " +
                   quote_literal(bare(name), SqlDialect::postgresql) + " LIMIT 5");
    if (!providers.empty()) problem.notes.push_back("there is: " + join(providers, ", "));
  } else if (state == "42501") {
    explain_permission(connection, problem, sql);
  } else if (state == "2D000") {
    problem.next =
        "a procedure that commits cannot run inside a transaction: put `-- aludel:autocommit` on "
        "the line above the CALL";
  } else if (state == "25001") {
    problem.next =
        "put `-- aludel:autocommit` on the line above the statement: it cannot run inside a "
        "transaction";
  } else if (state == "55P04" || message.starts_with("unsafe use of new value")) {
    problem.next =
        "a new enum value can be used after its COMMIT: put `-- aludel:autocommit` above the ALTER "
        "TYPE, or use it in the next revision";
  }
}

}  // namespace aludel::postgresql
