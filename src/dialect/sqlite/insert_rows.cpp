#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "db/sqlite/bind_cell.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/render.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/type_names.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

/// Of one statement's text, in bytes. SQLite takes much longer ones, but is slower with them: by
/// half at 500,000, since the statement's tree and program no longer stay in the processor's cache.
constexpr std::size_t longest_statement = 50'000;

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

/// Whether each value, bound to a parameter, becomes in its column what its SQL becomes there.
bool can_be_bound(const Cell& cell, bool column_makes_numbers) {
  return cell.kind != Cell::Kind::sql || whole_value(cell.value) ||
         (column_makes_numbers && is_fraction(cell.value));
}

bool makes_numbers(const Column& column, const Table& table) {
  const std::string declared = declared_type(column.type, table.strict);
  if (table.strict && equal_ignoring_case(declared, "ANY")) return false;
  const Affinity affinity = affinity_of(declared);
  return affinity != Affinity::text && affinity != Affinity::blob;
}

}  // namespace

std::string insert_for_each_row(const BulkInsert& operation, const Catalog& before) {
  const Table* table = find_table(before, operation.table, rules);
  if (table == nullptr || operation.columns.empty()) return {};
  std::vector<bool> numbers;
  std::string parameters;
  for (const std::string& name : operation.columns) {
    const Column* column = find_column(*table, name, rules);
    if (column == nullptr) return {};
    numbers.push_back(makes_numbers(*column, *table));
    parameters += parameters.empty() ? "?" : ", ?";
  }
  for (const std::vector<Cell>& row : operation.rows) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (!can_be_bound(row[at], numbers[at])) return {};
    }
  }
  return "INSERT INTO " + quoted(operation.table.name) + " (" + quoted_list(operation.columns) +
         ") VALUES (" + parameters + ")";
}

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
