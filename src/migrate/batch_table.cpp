#include "migrate/batch_table.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const SourceText& source, Span span, std::string message, std::string hint) {
  Diagnostic problem = diagnostic(Code::bad_directive, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// A name as the catalog has it.
std::string catalog_name(const std::string& written, SqlDialect dialect) {
  if (written.front() == '"')
    return replace_all(written.substr(1, written.size() - 2), "\"\"", "\"");
  return dialect == SqlDialect::postgresql ? lower(written) : written;
}

bool same(const std::string& a, const std::string& b, SqlDialect dialect) {
  return dialect == SqlDialect::sqlite ? equal_ignoring_case(a, b) : a == b;
}

}  // namespace

BatchKey check_batch_table(const TableFacts& facts, const BatchDirective& batch,
                           const SourceText& source, SqlDialect dialect) {
  if (!facts.found)
    fail(source, batch.table_span, "there is no table " + batch.table,
         did_you_mean(batch.table, facts.other_tables));
  if (!facts.no_table.empty())
    fail(source, batch.table_span,
         batch.table + " is " + facts.no_table + ": it has no key for batches to go along",
         "name a table whose rows it shows, with `:batch` on that table");
  BatchKey key;
  std::vector<std::string> wanted;
  for (const std::string& written : batch.key) {
    wanted.push_back(catalog_name(written, dialect));
    const auto column = std::ranges::find_if(facts.columns, [&](const TableFacts::Column& each) {
      return same(each.name, wanted.back(), dialect);
    });
    if (column == facts.columns.end()) {
      std::vector<std::string> names;
      for (const TableFacts::Column& each : facts.columns) names.push_back(each.name);
      fail(source, batch.key_span, "the table " + batch.table + " has no column " + written,
           did_you_mean(wanted.back(), names));
    }
    key.types.push_back(column->type);
    key.not_null = key.not_null && column->not_null;
  }
  const bool indexed = std::ranges::any_of(facts.indexes, [&](const TableFacts::Index& index) {
    return index.columns.size() >= wanted.size() &&
           std::equal(wanted.begin(), wanted.end(), index.columns.begin(),
                      [&](const auto& a, const auto& b) { return same(a, b, dialect); });
  });
  key.unique = std::ranges::any_of(facts.indexes, [&](const TableFacts::Index& index) {
    return index.unique && std::ranges::all_of(index.columns, [&](const std::string& column) {
             return std::ranges::any_of(
                 wanted, [&](const std::string& each) { return same(each, column, dialect); });
           });
  });
  if (!indexed) {
    fail(source, batch.key_span,
         "no index of " + batch.table + " begins with " + join(batch.key, ", ") +
             ": every batch would read the whole table",
         std::string("create one first, by a revision before this one or by hand: `CREATE INDEX ") +
             (dialect == SqlDialect::postgresql ? "CONCURRENTLY " : "") + "… ON " + batch.table +
             " (" + join(batch.key, ", ") + ")`; or take a key that has one");
  }
  return key;
}

void refuse_null_keys(const BatchDirective& batch, const SourceText& source) {
  fail(source, batch.key_span,
       "rows of " + batch.table + " have no " + join(batch.key, " or no ") + " (NULL)",
       "batches go along the key and would pass over them; take a key that is NOT NULL");
}

}  // namespace aludel
