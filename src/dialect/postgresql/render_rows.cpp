// Rows, and SQL as it is.
#include <algorithm>

#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

/// True for a text that COPY takes for the same value as SQL does: a number, true, false.
bool is_plain_literal(std::string_view sql) {
  if (sql == "true" || sql == "false") return true;
  if (sql.starts_with('-')) sql.remove_prefix(1);
  if (sql.empty() || !is_digit(sql.front())) return false;
  const std::size_t behind = std::min(sql.find_first_not_of("0123456789."), sql.size());
  if (std::ranges::count(sql.substr(0, behind), '.') > 1) return false;
  if (behind == sql.size()) return true;
  if (sql[behind] != 'e' && sql[behind] != 'E') return false;
  std::string_view power = sql.substr(behind + 1);
  if (power.starts_with('-') || power.starts_with('+')) power.remove_prefix(1);
  return !power.empty() && std::ranges::all_of(power, is_digit);
}

bool fits_copy(const std::vector<Cell>& row) {
  return std::ranges::all_of(row, [](const Cell& cell) {
    return cell.kind != Cell::Kind::sql || is_plain_literal(cell.value);
  });
}

void add_copy_cell(const Cell& cell, std::string& rows) {
  if (cell.kind == Cell::Kind::null) {
    rows += "\\N";
    return;
  }
  for (const char c : cell.value) {
    switch (c) {
      case '\\': rows += "\\\\"; break;
      case '\t': rows += "\\t"; break;
      case '\n': rows += "\\n"; break;
      case '\r': rows += "\\r"; break;
      default: rows += c;
    }
  }
}

std::string copy_rows(const std::vector<std::vector<Cell>>& rows) {
  std::string text;
  for (const std::vector<Cell>& row : rows) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (at > 0) text += '\t';
      add_copy_cell(row[at], text);
    }
    text += '\n';
  }
  return text;
}

std::string cell_sql(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null: return "NULL";
    case Cell::Kind::sql: return cell.value;
    case Cell::Kind::text: return literal(cell.value);
  }
  return {};
}

constexpr std::size_t rows_of_insert = 1000;
constexpr std::size_t bytes_of_insert = 1'000'000;

Statements inserts(const BulkInsert& operation) {
  const std::string head = "INSERT INTO " + qualified(operation.table) + " (" +
                           ident_list(operation.columns) + ") VALUES";
  Statements statements;
  std::size_t count = 0;
  for (const std::vector<Cell>& row : operation.rows) {
    const bool is_full =
        count == rows_of_insert || (count > 0 && statements.back().sql.size() > bytes_of_insert);
    if (count == 0 || is_full) {
      statements.push_back({.sql = head});
      count = 0;
    }
    std::string& sql = statements.back().sql;
    sql += count++ == 0 ? "\n  (" : ",\n  (";
    for (std::size_t at = 0; at < row.size(); ++at) sql += (at > 0 ? ", " : "") + cell_sql(row[at]);
    sql += ")";
  }
  return statements;
}

void refuse_nul(const BulkInsert& operation) {
  for (std::size_t number = 0; number < operation.rows.size(); ++number) {
    for (std::size_t at = 0; at < operation.rows[number].size(); ++at) {
      if (operation.rows[number][at].value.find('\0') == std::string::npos) continue;
      refuse("row " + std::to_string(number + 1) + " for table " + operation.table.text() +
                 " has a NUL byte in column " + operation.columns.at(at) +
                 ", which no text of PostgreSQL can hold",
             R"(for a column of bytes write `sql("'\\x…'")` with the bytes in hexadecimal)");
    }
  }
}

}  // namespace

Statements bulk_insert(const BulkInsert& operation, const Catalog& before) {
  if (operation.rows.empty()) return {};
  refuse_nul(operation);
  const auto table = std::ranges::find(before.tables, operation.table, &Table::name);
  // COPY FROM is refused where policies look at each row.
  const bool has_policies = table != before.tables.end() && table->row_security;
  if (has_policies || !std::ranges::all_of(operation.rows, fits_copy)) return inserts(operation);
  return {{.sql = "COPY " + qualified(operation.table) + " (" + ident_list(operation.columns) +
                  ") FROM STDIN",
           .copy_rows = copy_rows(operation.rows)}};
}

Statements execute(const Execute& operation) {
  if (!operation.dialect.empty() && operation.dialect != "postgresql") return {};
  const SourceText source("", operation.sql);
  Statements statements;
  for (const Statement& statement :
       split_statements(source, {0, source.text().size()}, SqlDialect::postgresql).statements)
    statements.push_back({.sql = std::string(source.slice(statement.span)),
                          .autocommit = operation.autocommit,
                          .copy_rows = std::string(source.slice(statement.copy_data))});
  return statements;
}

}  // namespace aludel::postgresql
