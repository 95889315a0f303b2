#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include "base/text.hpp"
#include "corpus/pair_database.hpp"
#include "db/postgresql/postgresql_open.hpp"

namespace aludel::corpus {

namespace {

std::unique_ptr<Connection> open(const std::string& url) {
  return open_postgresql({.conninfo = url, .application_name = "aludel corpus"});
}

/// A few rows into every table that takes them; foreign keys find theirs in a later pass.
constexpr const char* some_rows = R"sql(
DO $$
DECLARE one record; has_rows boolean;
BEGIN
  SET CONSTRAINTS ALL IMMEDIATE;
  FOR pass IN 1..3 LOOP
    FOR one IN
      SELECT c.oid::regclass::text AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
             string_agg(CASE
               WHEN t.typtype = 'e' THEN format('(enum_range(NULL::%s))[1]', format_type(a.atttypid, NULL))
               WHEN t.typcategory = 'N' THEN '%1$s'
               WHEN t.typcategory = 'B' THEN 'true'
               WHEN t.typcategory = 'D' THEN format('(date ''2026-01-01'' + %%1$s * interval ''1 day'')::%s', format_type(a.atttypid, NULL))
               WHEN t.typcategory = 'A' THEN '''{}'''
               WHEN t.typname = 'uuid' THEN 'gen_random_uuid()'
               WHEN t.typname IN ('json', 'jsonb') THEN '''{}'''
               WHEN t.typcategory = 'S' THEN '''%1$s'''
               ELSE 'NULL' END, ', ' ORDER BY a.attnum) AS values
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
       WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
         AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
       GROUP BY c.oid ORDER BY c.oid
    LOOP
      EXECUTE 'SELECT EXISTS (SELECT FROM ' || one.name || ')' INTO has_rows;
      CONTINUE WHEN has_rows;
      FOR i IN 1..3 LOOP
        BEGIN
          EXECUTE format('INSERT INTO %s (%s) VALUES (', one.name, one.columns) || format(one.values, i) || ')';
        EXCEPTION WHEN others THEN NULL;
        END;
      END LOOP;
    END LOOP;
  END LOOP;
END $$)sql";

class PostgresqlDatabase : public PairDatabase {
 public:
  /// Another run may be at work on the same server.
  PostgresqlDatabase(const std::string& server, const std::string& role)
      : server_(server), name_("aludel_corpus_" + role + "_" + std::to_string(getpid())) {
    const auto maintenance = open(server);
    for (const char* known : {"r1", "r2"})
      maintenance->query("DO $$ BEGIN CREATE ROLE " + std::string(known) +
                         "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    maintenance->query("DROP DATABASE IF EXISTS " + name_);
    maintenance->query("CREATE DATABASE " + name_);
    const std::size_t path = server.find('/', server.find("://") + 3) + 1;
    const std::size_t end = std::min(server.find('?', path), server.size());
    url_ = server.substr(0, path) + name_ + server.substr(end);
  }
  PostgresqlDatabase(const PostgresqlDatabase&) = delete;
  PostgresqlDatabase& operator=(const PostgresqlDatabase&) = delete;
  ~PostgresqlDatabase() override {
    open(server_)->query("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }

  [[nodiscard]] const Dialect& dialect() const override {
    return dialect_for(parse_url("postgresql://", {}));
  }
  [[nodiscard]] Connection& session() override {
    if (session_ == nullptr) session_ = open(url_);
    return *session_;
  }
  void load(const std::filesystem::path& file) override {
    (void)output_of("psql -XAtqd " + shell_quoted(url_) + " -v ON_ERROR_STOP=1 -f " +
                    shell_quoted(file.string()) + " 2>&1");
  }
  void fill() override { session().query(some_rows); }
  [[nodiscard]] std::map<std::string, std::string> counts() override {
    std::map<std::string, std::string> found;
    const auto columns = session().query(
        "SELECT a.attrelid::regclass::text, quote_ident(a.attname) FROM pg_attribute a JOIN "
        "pg_class "
        "c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND "
        "a.attgenerated = '' AND c.relnamespace::regnamespace::text !~ "
        "'^(pg_|information_schema)'");
    for (const auto& row : columns.rows) {
      const std::string& table = row[0].value();
      const std::string& column = row[1].value();
      found[table + "." + column] = session()
                                        .query("SELECT count(*) || ' rows, ' || count(" + column +
                                               ") || ' values' FROM ONLY " + table)
                                        .rows[0][0]
                                        .value();
    }
    return found;
  }
  /// The order of columns is no difference, and what ends a line is not.
  [[nodiscard]] std::multiset<std::string> dump() override {
    std::istringstream lines(output_of("pg_dump --schema-only " + shell_quoted(url_)));
    std::multiset<std::string> found;
    for (std::string line; std::getline(lines, line);) {
      while (line.ends_with(',')) line.pop_back();
      if (!line.empty() && !line.starts_with("--") && line[0] != '\\') found.insert(line);
    }
    return found;
  }

 private:
  std::string server_;
  std::string name_;
  std::string url_;
  std::unique_ptr<Connection> session_;
};

}  // namespace

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command + "\n" + output);
  return output;
}

std::unique_ptr<PairDatabase> on_postgresql(const std::string& server, const std::string& role) {
  return std::make_unique<PostgresqlDatabase>(server, role);
}

}  // namespace aludel::corpus
