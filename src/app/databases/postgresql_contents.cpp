#include <optional>

#include "app/databases/parts.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"

namespace aludel::postgresql {

namespace {

/// The server's own words, without what libpq puts in front of them in whatever language: two
/// spaces stand behind a severity alone.
std::string reason_of(const Diagnostic& problem) {
  constexpr std::string_view mark = ":  ";
  const std::size_t at = problem.detail.find(mark);
  if (at == std::string::npos) return problem.message;
  const std::size_t begin = at + mark.size();
  return problem.detail.substr(begin, problem.detail.find('\n', begin) - begin);
}

DatabaseContents look_inside(const DatabaseUrl& url, const std::stop_token& stop) {
  DatabaseContents contents;
  const auto inside = dialect_for(url).connect(
      url, {.read_only = true, .foreign_keys = std::nullopt, .stop = stop});
  const Result tables = inside->query(
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_relation_size(c.oid), "
      "greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint FROM pg_class c JOIN "
      "pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname <> "
      "'information_schema' AND n.nspname !~ '^pg_' AND c.relname !~ '^aludel_'");
  std::vector<std::string> small;
  constexpr long long much = 64LL * 1024 * 1024;
  for (const auto& row : tables.rows) {
    ++contents.tables;
    if (integer(row.at(1)).value_or(0) <= much) {
      small.push_back(row.at(0).value_or(""));
    } else {
      contents.exact = false;
      contents.rows += integer(row.at(2)).value_or(0);
    }
  }
  count_rows(*inside, small, contents);
  return contents;
}

}  // namespace

DatabaseContents contents_of(const DatabaseUrl& url, long long bytes, const std::stop_token& stop) {
  DatabaseContents contents;
  try {
    contents = look_inside(url, stop);
  } catch (const Error& error) {
    if (error.diagnostic().code == info(Code::interrupted).id) throw;
    contents.unseen = reason_of(error.diagnostic());
  }
  contents.bytes = bytes;
  return contents;
}

}  // namespace aludel::postgresql
