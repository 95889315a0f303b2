// inspect_database SERVER [TABLES]: reads a database of many tables, beside `pg_dump --schema-only`
// of the same one, in turn; wall-clock times, medians of five. Then one of four times as many, for
// which it may take five times as long. SERVER is a URL of a database from which others can be
// made. Exit 1 when the budget of docs/design.md is missed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "db/postgresql/postgresql_open.hpp"
#include "dialect/postgresql/objects.hpp"

namespace {

using aludel::Connection;

constexpr const char* database_name = "aludel_bench_inspect";

std::unique_ptr<Connection> open(const std::string& url) {
  return aludel::open_postgresql({.conninfo = url, .application_name = "aludel bench"});
}

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

/// Tables from number `first` on: nine columns, a key, two indexes, a foreign key; a view and a
/// comment for every fifth.
void add_tables(const std::string& url, int first, int last) {
  const auto session = open(url);
  session->query("DO $$ BEGIN FOR i IN " + std::to_string(first) + ".." + std::to_string(last) +
                 R"sql( LOOP
    EXECUTE format('CREATE TABLE t%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      a text NOT NULL DEFAULT ''x'', b numeric(12,2) CHECK (b > 0), c timestamptz DEFAULT now(),
      d varchar(20), e bigint REFERENCES t%s, f jsonb, g boolean, h uuid)', i, i);
    EXECUTE format('CREATE INDEX ON t%s (a)', i);
    EXECUTE format('CREATE INDEX ON t%s (lower(d))', i);
    IF i % 5 = 0 THEN
      EXECUTE format('CREATE VIEW v%s AS SELECT id, a FROM t%s', i, i);
      EXECUTE format('COMMENT ON TABLE t%s IS ''x''', i);
    END IF;
    IF i % 200 = 0 THEN COMMIT; END IF;
  END LOOP; END $$)sql");
  session->query("VACUUM ANALYZE");
}

/// A session of its own, as the program that it is measured beside has.
double inspection(const std::string& url, int tables) {
  return seconds([&] {
    const auto session = open(url);
    const auto found = aludel::postgresql::object_functions().inspect(*session, {});
    if (found.catalog.tables.size() != static_cast<std::size_t>(tables)) {
      std::fprintf(stderr, "%zu tables were found, not %d\n", found.catalog.tables.size(), tables);
      std::exit(1);
    }
  });
}

double dump(const std::string& url) {
  return seconds([&] {
    const std::string command =
        "pg_dump --schema-only " + aludel::shell_quoted(url) + " >/dev/null";
    if (std::system(command.c_str()) != 0) std::exit(1);
  });
}

bool report(const char* what, double value, double budget) {
  const bool held = value <= budget;
  std::printf("%s %-34s %9.2f x, budget %.2f\n", held ? "ok  " : "OVER", what, value, budget);
  return held;
}

bool measure(const std::string& url, int tables) {
  add_tables(url, 1, tables);
  std::vector<double> inspected;
  std::vector<double> dumped;
  for (int run = 0; run < 5; ++run) {
    inspected.push_back(inspection(url, tables));
    dumped.push_back(dump(url));
  }
  std::printf("     inspecting %d tables              %.0f ms, pg_dump --schema-only %.0f ms\n",
              tables, median(inspected) * 1000, median(dumped) * 1000);
  const bool quick = report("inspection / pg_dump", median(inspected) / median(dumped), 0.5);
  add_tables(url, tables + 1, 4 * tables);
  std::vector<double> more;
  for (int run = 0; run < 3; ++run) more.push_back(inspection(url, 4 * tables));
  return report("four times as many tables", median(more) / median(inspected), 5.0) && quick;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: inspect_database SERVER [TABLES]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    const std::string server = words[1];
    const auto maintenance = open(server);
    const std::string name = database_name;
    maintenance->query("DROP DATABASE IF EXISTS " + name);
    maintenance->query("CREATE DATABASE " + name);
    const std::size_t path = server.find('/', server.find("://") + 3) + 1;
    const std::size_t end = std::min(server.find('?', path), server.size());
    const std::string url = server.substr(0, path) + name + server.substr(end);
    const bool held = measure(url, count > 2 ? std::atoi(words[2]) : 5000);
    maintenance->query("DROP DATABASE " + name);
    return held ? 0 : 1;
  } catch (const aludel::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
