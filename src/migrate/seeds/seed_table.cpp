#include "migrate/seeds/seed_table.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

using seed_tables::Found;

/// "010_prices" is "prices" where no table is called so.
std::string without_number(const std::string& name) {
  const std::size_t digits = name.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return name;
  const std::size_t begin = name.find_first_not_of("_- ", digits);
  return begin == digits || begin == std::string::npos ? name : name.substr(begin);
}

[[noreturn]] void refuse(const RepeatableScript& seed, Diagnostic problem) {
  const CsvSeed& csv = *seed.csv;
  if (csv.table_was_named) problem.place = seed.body.source.place(csv.key_span);
  problem.now = "nothing was changed by this run";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_unknown(Connection& connection, SqlDialect dialect,
                                 const RepeatableScript& seed, const std::string& name) {
  const auto tables = dialect == SqlDialect::sqlite ? seed_tables::all_sqlite(connection)
                                                    : seed_tables::all_postgresql(connection);
  Diagnostic problem = diagnostic(Code::seed_misfit, "seed " + seed.name + " is for the table " +
                                                         name + ", which is not there");
  problem.hint = did_you_mean(name, tables);
  if (problem.hint.empty() && tables.empty()) problem.hint = "the database has no tables yet";
  problem.next = tables.empty()
                     ? "`aludel upgrade` first, if a revision makes it"
                     : "rename the file, name the table in its first line (`# aludel:key " + name +
                           "(…)`), or `aludel upgrade` first, if a revision makes it";
  refuse(seed, std::move(problem));
}

}  // namespace

SeedTable look_at_seed_table(Connection& connection, SqlDialect dialect,
                             const RepeatableScript& seed) {
  const CsvSeed& csv = *seed.csv;
  std::vector<std::vector<std::string>> candidates{csv.table};
  if (!csv.table_was_named) {
    std::vector<std::string> shorter = csv.table;
    shorter.front() = without_number(shorter.front());
    if (shorter != csv.table) candidates.push_back(shorter);
  }
  const bool is_sqlite = dialect == SqlDialect::sqlite;
  for (const std::vector<std::string>& parts : candidates) {
    // SQLite knows no schemas of one file: a point belongs to the name.
    const std::string schema = parts.size() == 2 && !is_sqlite ? parts.front() : "";
    const std::string name = is_sqlite ? join(parts, ".") : parts.back();
    if (parts.size() > 2 && !is_sqlite) continue;
    const std::vector<Found> found = is_sqlite
                                         ? seed_tables::find_sqlite(connection, name)
                                         : seed_tables::find_postgresql(connection, schema, name);
    if (found.empty()) continue;
    if (found.size() > 1) {
      refuse(seed, diagnostic(Code::seed_misfit,
                              "seed " + seed.name + " is for the table " + join(parts, ".") +
                                  ", and several have that name but for case: name one in its "
                                  "first line, `# aludel:key \"Name\"(column, …)`"));
    }
    if (found.front().kind != "table") {
      refuse(seed, diagnostic(Code::seed_misfit, "seed " + seed.name + " is for " +
                                                     join(parts, ".") + ", which is a " +
                                                     found.front().kind + " and no table"));
    }
    return is_sqlite ? seed_tables::read_sqlite(connection, found.front().id)
                     : seed_tables::read_postgresql(connection, found.front().id);
  }
  refuse_unknown(connection, dialect, seed, join(candidates.back(), "."));
}

bool enforces_foreign_keys(Connection& connection, SqlDialect dialect) {
  if (dialect != SqlDialect::sqlite) return true;
  return connection.query("PRAGMA foreign_keys").rows.at(0).at(0) == "1";
}

}  // namespace aludel
