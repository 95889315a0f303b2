#include "db/support/database.hpp"

#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

#include "base/host.hpp"
#include "base/text.hpp"
#include "db/postgresql/postgresql_connection.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/url.hpp"

namespace aludel::testing {

TemporaryFolder::TemporaryFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "aludel-test-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  path_ = path;
  std::filesystem::permissions(path_, std::filesystem::perms(0755));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string name_of(Server server) {
  switch (server) {
    case Server::sqlite: return "sqlite";
    case Server::postgresql: return "postgresql";
    case Server::postgresql_newer: return "postgresql_newer";
  }
  return {};
}

std::optional<std::string> url_of(Server server) {
  if (server == Server::sqlite) return "sqlite://";
  const char* urls = std::getenv("ALUDEL_TEST_POSTGRESQL");
  std::vector<std::string> found;
  for (const std::string& url : split(urls == nullptr ? "" : urls, ' ')) {
    if (!url.empty()) found.push_back(url);
  }
  const std::size_t index = server == Server::postgresql ? 0 : 1;
  return index < found.size() ? std::optional(found[index]) : std::nullopt;
}

bool servers_are_required() {
  const char* ci = std::getenv("CI");
  const char* required = std::getenv("REQUIRE_SERVERS");
  return (ci != nullptr && std::string_view(ci) == "true") ||
         (required != nullptr && *required != '\0');
}

std::vector<std::string> lines_of(const Result& result) {
  std::vector<std::string> lines;
  for (const auto& row : result.rows) {
    std::string line;
    for (const Value& value : row) line += (line.empty() ? "" : "|") + value.value_or("∅");
    lines.push_back(line);
  }
  return lines;
}

std::string with_database(const std::string& url, const std::string& database) {
  const std::size_t slash = url.find('/', url.find("://") + 3);
  const std::size_t end = std::min(url.find('?', slash), url.size());
  return url.substr(0, slash + 1) + database + url.substr(end);
}

std::unique_ptr<Connection> connect_to(const std::string& url) {
  return open_postgresql(
      {.conninfo = parse_url(url, ".").libpq_conninfo, .application_name = "test"});
}

TestDatabase::TestDatabase(Server server) : server_(server) {
  if (server == Server::sqlite) {
    url_ = "sqlite:///" + file().string();
    return;
  }
  const std::string maintenance = url_of(server).value();
  name_ = "test_" + random_hex(6);
  connect_to(maintenance)->query("CREATE DATABASE " + name_);
  url_ = with_database(maintenance, name_);
}

TestDatabase::~TestDatabase() {
  connection_.reset();
  if (!is_postgresql()) return;
  try {
    connect_to(url_of(server_).value())->query("DROP DATABASE " + name_ + " WITH (FORCE)");
  } catch (const Error&) {
    // The servers are thrown away after the tests, and this database with them.
  }
}

std::unique_ptr<Connection> TestDatabase::connect() const {
  if (is_postgresql()) return connect_to(url_);
  return open_sqlite({.path = file().string(), .access = Access::read_write});
}

std::vector<std::string> TestDatabase::rows(std::string_view sql) {
  if (!connection_) connection_ = connect();
  return lines_of(connection_->query(sql));
}

std::string TestDatabase::value(std::string_view sql) {
  const auto lines = rows(sql);
  return lines.empty() ? "" : lines.front();
}

void TestDatabase::run(std::string_view sql) {
  for (const std::string& statement : split(replace_all(std::string(sql), ";\n", "\x01"), '\x01')) {
    if (!trim(statement).empty()) rows(statement);
  }
}

bool TestDatabase::has_table(const std::string& name) {
  return value(is_postgresql()
                   ? "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relname = '" +
                         name + "'"
                   : "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + name +
                         "'") != "0";
}

std::vector<std::string> TestDatabase::catalog() {
  if (!is_postgresql()) {
    return rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'aludel\\_%' "
        "ESCAPE '\\' ORDER BY type, name");
  }
  return rows(R"sql(
    WITH own AS (
      SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'aludel') AND n.nspname !~ '^pg_'
        AND c.relname !~ '^aludel_')
    SELECT 'relation ' || relkind::text || ' ' || relname FROM own
    UNION ALL SELECT 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' ||
      attnotnull || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
      FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = own.oid AND d.adnum = a.attnum
    UNION ALL SELECT 'index ' || pg_get_indexdef(indexrelid) || ' ' || indisvalid
      FROM pg_index JOIN own ON own.oid = indrelid
    UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(c.oid)
      FROM pg_constraint c JOIN own ON own.oid = c.conrelid
    UNION ALL SELECT 'enum ' || typname || ' ' || enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace
    ORDER BY 1)sql");
}

}  // namespace aludel::testing
