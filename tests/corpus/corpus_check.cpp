// corpus_check SERVER FOLDER [--sample] [NAME…]: for each pair of schemas in FOLDER, makes the
// second one of the first, and the first of the second, by the changes that a comparison gives, on
// a database with rows; then the way back. SERVER is the URL of a PostgreSQL database from which
// others can be made. Prints the pass rate by kind and every case that is not passed. A case is
// passed where all runs, a second comparison finds nothing, pg_dump tells no difference, no row is
// lost, and the same holds of the way back but for rows; a refusal that says why is counted apart.
// Exit 1 where one is neither. With NAMEs the SQL is printed.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "aludel/error.hpp"
#include "app/compare/compare.hpp"
#include "base/text.hpp"
#include "db/postgresql/postgresql_open.hpp"
#include "dialect/postgresql/objects.hpp"

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

/// Which schema of a pair is made of which.
struct Direction {
  const char* from = "from.sql";
  const char* to = "to.sql";
  const char* suffix = "";
};
constexpr Direction there{};
constexpr Direction back{"to.sql", "from.sql", " back"};

aludel::KnownState state_of(Connection& session) {
  return {aludel::postgresql::object_functions().inspect(session, {}), session.server_version(),
          aludel::read_rights(session, {})};
}

aludel::ComparedStates compared(const aludel::KnownState& from, const aludel::KnownState& to,
                                Connection& session) {
  return aludel::compare(from, to, aludel::dialect_for(aludel::parse_url("postgresql://", {})),
                         &session);
}

/// Runs the changes; none: all went well.
std::optional<Verdict> run(const aludel::ComparedStates& found, Connection& session, bool verbose) {
  if (!found.refusals.empty())
    return Verdict{Verdict::Kind::refused,
                   found.refusals[0].object + ": " + found.refusals[0].reason};
  std::string sent;
  try {
    for (const aludel::RenderedChange& change : found.changes) {
      for (const aludel::RenderedStatement& statement : change.rendering.statements) {
        sent = statement.sql;
        if (verbose) std::printf("     %s;\n", sent.c_str());
        session.query(sent);
      }
    }
  } catch (const aludel::Error& error) {
    if (error.diagnostic().sqlstate.starts_with("23"))  // nothing is lost then
      return Verdict{Verdict::Kind::refused, "rows do not fit: " + error.diagnostic().message};
    return failed(error.diagnostic().message + " in " + sent);
  }
  return std::nullopt;
}

/// Which objects of one state alone nothing is known of; empty: none.
std::string not_compared(const aludel::KnownState& one, const aludel::KnownState& other) {
  std::vector<std::string> only;
  std::ranges::set_symmetric_difference(one.objects.not_covered, other.objects.not_covered,
                                        std::back_inserter(only));
  std::erase_if(only, [](const std::string& object) {
    return object.starts_with("default privileges");  // these are compared, beside the catalog
  });
  return only.empty() ? "" : "not covered: " + aludel::join(only, ", ");
}

/// Whether `has` is what `wants` is, by the comparison and by pg_dump.
std::optional<Verdict> differs(const Database& has, Connection& session, const Database& wants,
                               const aludel::KnownState& wanted) {
  const auto left = compared(state_of(session), wanted, session);
  if (left.differ()) return failed("the second comparison is not empty");
  const auto one = has.dump();
  const auto other = wants.dump();
  std::string line = first_difference(other, one);
  if (line.empty()) line = first_difference(one, other);
  if (line.empty()) return std::nullopt;
  if (!wanted.objects.not_covered.empty())
    return Verdict{Verdict::Kind::refused,
                   "not compared: " + aludel::join(wanted.objects.not_covered, ", ") + ": " + line};
  return failed("not seen: " + line);
}

/// Another run may be at work on the same server.
std::string database_name(const std::string& role) {
  return "aludel_corpus_" + role + "_" + std::to_string(getpid());
}

Verdict check(const std::string& server, const files::path& folder, const Direction& direction,
              bool verbose) {
  const Database from(server, database_name("from"));
  const Database to(server, database_name("to"));
  from.load(folder / direction.from);
  to.load(folder / direction.to);
  const auto session = open(from.url);
  const auto other = open(to.url);
  session->query(some_rows);
  const auto rows = counts(*session);
  const auto old_state = state_of(*session);
  const auto new_state = state_of(*other);
  if (const std::string unknown = not_compared(old_state, new_state); !unknown.empty())
    return {Verdict::Kind::refused, unknown};
  const auto up = compared(old_state, new_state, *session);
  if (auto verdict = run(up, *session, verbose)) return *verdict;
  if (auto verdict = differs(from, *session, to, new_state)) return *verdict;
  for (const auto& [column, count] : counts(*session)) {
    const auto before = rows.find(column);
    if (before != rows.end() && before->second != count)
      return failed("lost: " + column + " had " + before->second + ", has " + count);
  }
  const Database before(server, database_name("before"));
  before.load(folder / direction.from);
  const auto down = compared(up.after, old_state, *session);
  if (verbose) std::printf("     -- and back\n");
  if (auto verdict = run(down, *session, verbose)) {
    verdict->why = "downgrade: " + verdict->why;
    return *verdict;
  }
  if (auto verdict = differs(from, *session, before, old_state)) {
    verdict->why = "downgrade: " + verdict->why;
    return *verdict;
  }
  return {};
}

/// `--sample`: a quarter of the cases, each in one direction, by a seed that is printed.
class Sample {
 public:
  explicit Sample(bool wanted) : wanted_(wanted) {
    if (!wanted) return;
    const char* given = std::getenv("ALUDEL_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
    random_.seed(seed);
    std::printf("a quarter of the corpus, ALUDEL_SEED=%u\n", seed);
  }
  std::vector<Direction> directions() {
    if (!wanted_) return {there, back};
    const bool taken = random_() % 4 == 0;
    const Direction one = random_() % 2 == 0 ? there : back;
    return taken ? std::vector{one} : std::vector<Direction>();
  }

 private:
  bool wanted_;
  std::mt19937 random_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: corpus_check SERVER FOLDER [--sample] [NAME...]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string server = words[1];
  std::vector<files::path> cases;
  for (const auto& entry : files::directory_iterator(words[2])) cases.push_back(entry.path());
  std::ranges::sort(cases);
  std::set<std::string> named(words + 3, words + count);
  Sample sample(named.erase("--sample") > 0);
  for (const char* role : {"r1", "r2"}) {
    open(server)->query("DO $$ BEGIN CREATE ROLE " + std::string(role) +
                        "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  }
  std::map<std::string, std::array<int, 3>> kinds;
  std::array<int, 3> all{};
  for (const files::path& folder : cases) {
    const std::string name = folder.filename().string();
    if (!named.empty() && !named.contains(name)) continue;
    for (const Direction& direction : sample.directions()) {
      Verdict verdict;
      try {
        verdict = check(server, folder, direction, !named.empty());
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
                    (name + direction.suffix).c_str(), verdict.why.c_str());
    }
  }
  std::printf("\n%-16s passed  refused  failed\n", "kind");
  for (const auto& [kind, counted] : kinds)
    std::printf("%-16s %6d  %7d  %6d\n", kind.c_str(), counted[0], counted[1], counted[2]);
  std::printf("%-16s %6d  %7d  %6d\n", "all", all[0], all[1], all[2]);
  return all[2] == 0 ? 0 : 1;
}
