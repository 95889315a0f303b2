#include "base/source.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/render.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

/// Of one statement's text. SQLite takes a thousand times as much, but holds the whole statement
/// and its program in memory, and nothing is gained by longer ones.
constexpr std::size_t longest_statement = 500'000;

/// What a text in SQL would not bring through as it is: SQL ends at a NUL, is UTF-8, and has LF for
/// CRLF.
bool needs_bytes(std::string_view text) {
  return text.find('\0') != std::string_view::npos || text.find('\r') != std::string_view::npos ||
         find_invalid_utf8(text) != std::string_view::npos;
}

std::string as_bytes(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string sql = "CAST(X'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    sql += digits[byte >> 4];
    sql += digits[byte & 15];
  }
  return sql + "' AS TEXT)";
}

std::string written(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null: return "NULL";
    case Cell::Kind::sql: return cell.value;
    case Cell::Kind::text:
      return needs_bytes(cell.value) ? as_bytes(cell.value)
                                     : quote_literal(cell.value, SqlDialect::sqlite);
  }
  return "NULL";
}

}  // namespace

std::vector<std::string> insert_statements(const BulkInsert& operation) {
  const std::string into = "INSERT INTO " + quoted(operation.table.name);
  if (operation.columns.empty())
    return std::vector<std::string>(operation.rows.size(), into + " DEFAULT VALUES");
  const std::string beginning = into + " (" + quoted_list(operation.columns) + ") VALUES\n";
  std::vector<std::string> statements;
  for (const std::vector<Cell>& row : operation.rows) {
    std::string values;
    for (const Cell& cell : row) values += (values.empty() ? "(" : ", ") + written(cell);
    values += ")";
    if (statements.empty() || statements.back().size() + values.size() > longest_statement) {
      statements.push_back(beginning);
    } else {
      statements.back() += ",\n";
    }
    statements.back() += values;
  }
  return statements;
}

}  // namespace aludel::sqlite
