// Rows, and SQL as it is.
#include <algorithm>
#include <array>

#include "base/source.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "db/postgresql/copy_text.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

/// What COPY puts into a column is what its INSERT would: a text is made of the number that is
/// written, `1e+15`, not of its value.
bool fits_copy(const Cell& cell, bool makes_numbers) {
  if (cell.kind != Cell::Kind::sql) return true;
  return is_copy_value(cell.value) && (makes_numbers || is_written_by_server(cell.value));
}

bool makes_numbers(const Column* column) {
  constexpr std::array kinds{Type::Kind::small_int, Type::Kind::integer,
                             Type::Kind::big_int,   Type::Kind::real,
                             Type::Kind::numeric,   Type::Kind::double_precision};
  return column != nullptr && std::ranges::find(kinds, column->type.kind) != kinds.end();
}

bool all_fit_copy(const BulkInsert& operation, const std::vector<bool>& numbers) {
  return std::ranges::all_of(operation.rows, [&](const std::vector<Cell>& row) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (!fits_copy(row[at], numbers[at])) return false;
    }
    return true;
  });
}

std::string copy_rows(const std::vector<std::vector<Cell>>& rows) {
  std::string text;
  for (const std::vector<Cell>& row : rows) add_copy_row(row, text);
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

std::string copy_statement(const BulkInsert& operation, const Catalog& before) {
  refuse_nul(operation);
  const Rules rules{.dialect = "postgresql"};
  const Table* table = find_table(before, operation.table, rules);
  // COPY FROM is refused where policies look at each row.
  if (table != nullptr && table->row_security) return {};
  std::vector<bool> numbers;
  for (const std::string& name : operation.columns) {
    const Column* column = table == nullptr ? nullptr : find_column(*table, name, rules);
    // COPY does what INSERT refuses there.
    if (column != nullptr && column->identity && column->identity->always) return {};
    numbers.push_back(makes_numbers(column));
  }
  if (!all_fit_copy(operation, numbers)) return {};
  return "COPY " + qualified(operation.table) + " (" + ident_list(operation.columns) +
         ") FROM STDIN";
}

Statements bulk_insert(const BulkInsert& operation, const Catalog& before) {
  if (operation.rows.empty()) return {};
  std::string copy = copy_statement(operation, before);
  if (copy.empty()) return inserts(operation);
  return {{.sql = std::move(copy), .copy_rows = copy_rows(operation.rows)}};
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
