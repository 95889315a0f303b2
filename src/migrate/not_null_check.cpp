#include "migrate/not_null_check.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "lint/object_name.hpp"
#include "migrate/rows_check.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// The key of the table; empty: it has none, or is not known.
std::string key_of(const ObjectName& table, SqlDialect dialect, Foreseen& foreseen) {
  const auto found = std::ranges::find_if(foreseen.catalog().tables, [&](const Table& one) {
    return equal_ignoring_case(one.name.text(), table.text());
  });
  std::string list;
  if (found == foreseen.catalog().tables.end() || primary_key(*found) == nullptr) return list;
  for (const std::string& column : primary_key(*found)->columns)
    list += (list.empty() ? "" : ", ") + quote_identifier(column, dialect);
  return list;
}

void check_added(const ObjectName& table, const Column& column, SqlDialect dialect,
                 Foreseen& foreseen) {
  if (column.nullable || column.default_sql || column.identity || column.generated) return;
  const auto rows = foreseen.count(table, "FROM " + quoted(table, dialect));
  if (!rows || *rows == 0) return;
  refuse_rows("column " + column.name + " of " + table.text() +
                  " is to be NOT NULL and has no default, and " + table.text() + " has " +
                  counted(*rows, "row"),
              {},
              {"give it a default for the rows that are there: `.default_sql = …`",
               "add it nullable, fill it (`op.backfill` or `op.execute`), then "
               "`op.alter_column(…, {.nullable = false})`",
               "leave it nullable"});
}

void check_altered(const ObjectName& table, const AlterColumn& change, SqlDialect dialect,
                   Foreseen& foreseen) {
  if (change.nullable.value_or(true) || !change.using_expression.empty()) return;
  // With the table before it: SQLite would take the name of a column to come for a text.
  const std::string column = quoted(table, dialect) + "." + quote_identifier(change.name, dialect);
  const std::string from = "FROM " + quoted(table, dialect) + " WHERE " + column + " IS NULL";
  const auto rows = foreseen.count(table, from);
  if (!rows || *rows == 0) return;
  refuse_rows("column " + change.name + " of " + table.text() + " is to be NOT NULL, and " +
                  counted(*rows, "row") + (*rows == 1 ? " has" : " have") + " NULL there",
              first_rows(foreseen, table, key_of(table, dialect, foreseen), from),
              {"fill them before: `op.execute(\"UPDATE …\")`, or `op.backfill` where they are many",
               "delete them before, where they mean nothing", "leave it nullable"});
}

}  // namespace

void check_not_null(const Operation& bound, SqlDialect dialect, Foreseen& foreseen) {
  const auto* alter = std::get_if<AlterTable>(&bound);
  if (alter == nullptr) return;
  for (const TableChange& change : alter->changes) {
    if (const auto* add = std::get_if<AddColumn>(&change))
      check_added(alter->name, add->column, dialect, foreseen);
    if (const auto* altered = std::get_if<AlterColumn>(&change))
      check_altered(alter->name, *altered, dialect, foreseen);
  }
}

}  // namespace aludel
