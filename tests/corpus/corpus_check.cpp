// corpus_check SERVER FOLDER [NAME…]: for each pair of schemas in FOLDER, makes the second one of
// the first by the operations that a comparison finds, on a database with rows. SERVER is the URL
// of a PostgreSQL database from which others can be made. Prints the pass rate by kind and every
// case that is not passed. A case is passed where all runs, a second comparison finds nothing,
// pg_dump tells no difference and no row is lost; a refusal that says why is counted apart. Exit 1
// where one is neither.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "aludel/error.hpp"
#include "base/text.hpp"
#include "db/postgresql/postgresql_open.hpp"
#include "dialect/postgresql/objects.hpp"
#include "diff/difference.hpp"
#include "migrate/rendered_operations.hpp"

namespace {

using aludel::Catalog;
using aludel::Connection;
namespace files = std::filesystem;

std::unique_ptr<Connection> open(const std::string& url) {
  return aludel::open_postgresql({.conninfo = url, .application_name = "aludel corpus"});
}

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command + "\n" + output);
  return output;
}

class Database {
 public:
  Database(const std::string& server, const std::string& name) : server_(server), name_(name) {
    const auto maintenance = open(server);
    maintenance->query("DROP DATABASE IF EXISTS " + name);
    maintenance->query("CREATE DATABASE " + name);
    const std::size_t path = server.find('/', server.find("://") + 3) + 1;
    const std::size_t end = std::min(server.find('?', path), server.size());
    url = server.substr(0, path) + name + server.substr(end);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { open(server_)->query("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)"); }

  void load(const files::path& file) const {
    output_of("psql -XAtqd " + aludel::shell_quoted(url) + " -v ON_ERROR_STOP=1 -f " +
              aludel::shell_quoted(file.string()) + " 2>&1");
  }
  /// The lines of a dump; the order of columns is no difference, and what ends a line is not.
  [[nodiscard]] std::multiset<std::string> dump() const {
    std::istringstream lines(output_of("pg_dump --schema-only " + aludel::shell_quoted(url)));
    std::multiset<std::string> found;
    for (std::string line; std::getline(lines, line);) {
      while (line.ends_with(',')) line.pop_back();
      if (!line.empty() && !line.starts_with("--") && line[0] != '\\') found.insert(line);
    }
    return found;
  }

  std::string url;

 private:
  std::string server_;
  std::string name_;
};

/// A few rows into every table that takes them; foreign keys find theirs in a later pass.
constexpr const char* some_rows = R"sql(
DO $$
DECLARE one record; has_rows boolean;
BEGIN
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

/// How many rows each table has, and how many values each of its columns.
std::map<std::string, std::string> counts(Connection& session) {
  std::map<std::string, std::string> found;
  const auto columns = session.query(
      "SELECT a.attrelid::regclass::text, quote_ident(a.attname) FROM pg_attribute a JOIN pg_class "
      "c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND "
      "a.attgenerated = '' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'");
  for (const auto& row : columns.rows) {
    const std::string& table = row[0].value();
    const std::string& column = row[1].value();
    found[table + "." + column] = session
                                      .query("SELECT count(*) || ' rows, ' || count(" + column +
                                             ") || ' values' FROM ONLY " + table)
                                      .rows[0][0]
                                      .value();
  }
  return found;
}

struct Verdict {
  enum class Kind { passed, refused, failed };
  Kind kind = Kind::passed;
  std::string why;
};

Verdict failed(std::string why) {
  return {Verdict::Kind::failed, std::move(why)};
}

std::string first_difference(const std::multiset<std::string>& one,
                             const std::multiset<std::string>& other) {
  std::vector<std::string> only;
  std::ranges::set_difference(one, other, std::back_inserter(only));
  return only.empty() ? "" : only.front();
}

Verdict check(const std::string& server, const files::path& folder, bool verbose) {
  const Database from(server, "aludel_corpus_from");
  const Database to(server, "aludel_corpus_to");
  from.load(folder / "from.sql");
  to.load(folder / "to.sql");
  const auto session = open(from.url);
  const auto& objects = aludel::postgresql::object_functions();
  session->query(some_rows);
  const auto rows = counts(*session);
  const auto old_state = objects.inspect(*session, {});
  const auto new_state = objects.inspect(*open(to.url), {});
  const auto found =
      aludel::difference(old_state.catalog, new_state.catalog, objects.rules, objects.conversion);
  if (!found.refusals.empty())
    return {Verdict::Kind::refused, found.refusals[0].object + ": " + found.refusals[0].reason};
  if (old_state.not_covered != new_state.not_covered) {
    const auto& more = old_state.not_covered.size() > new_state.not_covered.size()
                           ? old_state.not_covered
                           : new_state.not_covered;
    const bool is_opt_in = std::ranges::all_of(
        more, [](const std::string& one) { return one.starts_with("default privileges"); });
    return {Verdict::Kind::refused, (is_opt_in ? "not compared unless asked: " : "not covered: ") +
                                        aludel::join(more, ", ")};
  }
  std::string sent;
  try {
    aludel::render_operations(objects, old_state.catalog, found.operations,
                              session->server_version(),
                              [&](const aludel::Operation&, const aludel::Rendering& rendering) {
                                for (const auto& statement : rendering.statements) {
                                  sent = statement.sql;
                                  if (verbose) std::printf("     %s;\n", sent.c_str());
                                  session->query(sent);
                                }
                              });
  } catch (const aludel::Error& error) {
    const bool of_server = !error.diagnostic().sqlstate.empty();
    if (error.diagnostic().sqlstate.starts_with("23"))  // all is as before then
      return {Verdict::Kind::refused, "rows do not fit: " + error.diagnostic().message};
    return {of_server ? Verdict::Kind::failed : Verdict::Kind::refused,
            error.diagnostic().message + (of_server ? " in " + sent : "")};
  }
  const auto again = objects.inspect(*session, {});
  const auto left =
      aludel::difference(again.catalog, new_state.catalog, objects.rules, objects.conversion);
  if (!left.operations.empty() || !left.refusals.empty())
    return failed("the second comparison is not empty");
  const auto has = from.dump();
  const auto wants = to.dump();
  std::string line = first_difference(wants, has);
  if (line.empty()) line = first_difference(has, wants);
  if (!line.empty() && !new_state.not_covered.empty())
    return {Verdict::Kind::refused,
            "not compared: " + aludel::join(new_state.not_covered, ", ") + ": " + line};
  if (line.find(" OWNER TO ") != std::string::npos)
    return {Verdict::Kind::refused, "not compared unless asked: owners: " + line};
  if (!line.empty()) return failed("not seen: " + line);
  for (const auto& [column, count] : counts(*session)) {
    const auto before = rows.find(column);
    if (before != rows.end() && before->second != count)
      return failed("lost: " + column + " had " + before->second + ", has " + count);
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: corpus_check SERVER FOLDER [NAME...]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string server = words[1];
  std::vector<files::path> cases;
  for (const auto& entry : files::directory_iterator(words[2])) cases.push_back(entry.path());
  std::ranges::sort(cases);
  const std::set<std::string> named(words + 3, words + count);
  for (const char* role : {"r1", "r2"}) {
    open(server)->query("DO $$ BEGIN CREATE ROLE " + std::string(role) +
                        "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  }
  std::map<std::string, std::array<int, 3>> kinds;
  std::array<int, 3> all{};
  for (const files::path& folder : cases) {
    const std::string name = folder.filename().string();
    if (!named.empty() && !named.contains(name)) continue;
    Verdict verdict;
    try {
      verdict = check(server, folder, !named.empty());
    } catch (const aludel::Error& error) {
      verdict = failed(error.diagnostic().message);
    } catch (const std::exception& error) {
      verdict = failed(error.what());
    }
    const auto kind = static_cast<std::size_t>(verdict.kind);
    ++kinds[name.substr(0, name.find('-'))][kind];
    ++all[kind];
    if (verdict.kind != Verdict::Kind::passed)
      std::printf("%s %-48s %s\n", verdict.kind == Verdict::Kind::failed ? "FAIL   " : "refused",
                  name.c_str(), verdict.why.c_str());
  }
  std::printf("\n%-16s passed  refused  failed\n", "kind");
  for (const auto& [kind, counted] : kinds)
    std::printf("%-16s %6d  %7d  %6d\n", kind.c_str(), counted[0], counted[1], counted[2]);
  std::printf("%-16s %6d  %7d  %6d\n", "all", all[0], all[1], all[2]);
  return all[2] == 0 ? 0 : 1;
}
