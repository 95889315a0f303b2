#include <algorithm>

#include "base/text.hpp"
#include "catalog/inverse_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_words.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr std::size_t rows_of_one_statement = 1000;
/// Beyond them a way back that names each row would be as large as the rows.
constexpr std::size_t most_rows = 10'000;

/// Whether the SQL says the same whenever it is read.
bool is_literal(const std::string& sql, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  const std::size_t at = words.is(0, "-") ? 1 : 0;
  if (words.words.size() != at + 1) return false;
  return words.words[at].kind == TokenKind::number || words.words[at].kind == TokenKind::string ||
         words.is(at, "true") || words.is(at, "false");
}

/// "(1, 'a')", or one value alone.
std::string in_parentheses(const std::vector<std::string>& values) {
  return values.size() == 1 ? values.front() : "(" + join(values, ", ") + ")";
}

}  // namespace

Inverse inverse_of_rows(const BulkInsert& rows, const Table& table, const Rules& rules) {
  const SqlDialect dialect = dialect_of(rules);
  const PrimaryKey* key = primary_key(table);
  const std::string subject = "the rows inserted into table " + table.name.text();
  if (rows.rows.size() > most_rows) {
    return std::unexpected(subject + " are more than " + with_commas(most_rows) +
                           ": a downgrade that is written can delete them by what they share");
  }
  if (key == nullptr) return std::unexpected(subject + " have no primary key to find them by");
  std::vector<std::size_t> places;
  std::vector<std::string> columns;
  for (const std::string& column : key->columns) {
    const auto found = std::ranges::find_if(
        rows.columns, [&](const std::string& one) { return same_name(one, column, rules); });
    if (found == rows.columns.end()) {
      return std::unexpected(subject + " are not given their key " + column +
                             ", so that they cannot be found again");
    }
    places.push_back(static_cast<std::size_t>(found - rows.columns.begin()));
    columns.push_back(quote_identifier(column, dialect));
  }
  std::vector<std::string> keys;
  for (const std::vector<Cell>& row : rows.rows) {
    std::vector<std::string> values;
    for (const std::size_t place : places) {
      const Cell& cell = row.at(place);
      const bool is_text = cell.kind == Cell::Kind::text;
      if (!is_text && !is_literal(cell.value, rules)) {
        return std::unexpected(subject + " have a key that the database computes");
      }
      values.push_back(is_text ? quote_literal(cell.value, dialect) : cell.value);
    }
    keys.push_back(in_parentheses(values));
  }
  std::string head = "DELETE FROM ";
  if (!table.name.schema.empty()) head += quote_identifier(table.name.schema, dialect) + ".";
  head +=
      quote_identifier(table.name.name, dialect) + " WHERE " + in_parentheses(columns) + " IN (";
  // SQLite compares rows with a table alone.
  if (dialect == SqlDialect::sqlite && columns.size() > 1) head += "VALUES ";
  std::vector<Operation> inverse;
  for (std::size_t first = 0; first < keys.size(); first += rows_of_one_statement) {
    const std::size_t count = std::min(rows_of_one_statement, keys.size() - first);
    const std::string sql = head + join(std::span(keys).subspan(first, count), ", ") + ")";
    inverse.emplace_back(Execute{.sql = sql});
  }
  return inverse;
}

}  // namespace aludel
