#include "migrate/seeds/unique_values.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Names = std::vector<std::string>;

/// Those of a unique key that the file has, where they can change; empty: none can.
Names changeable(const FittedSeed& fitted, const Names& unique) {
  Names columns;
  for (const std::string& column : unique) {
    if (fitted.has(column)) columns.push_back(column);
  }
  const bool changes =
      std::ranges::any_of(columns, [&](const auto& column) { return !fitted.is_key(column); });
  return changes ? columns : Names{};
}

/// "a.code = b.code AND …"
std::string equal(const Names& columns, const char* a, const char* b, SqlDialect dialect) {
  std::string condition;
  for (const std::string& column : columns) {
    const std::string name = quote_identifier(column, dialect);
    condition += fmt::format("{}{}.{} = {}.{}", condition.empty() ? "" : " AND ", a, name, b, name);
  }
  return condition;
}

/// One of them is another in the file.
std::string differ(const Names& columns, SqlDialect dialect) {
  std::string condition;
  for (const std::string& column : columns)
    condition += fmt::format("{0}s.{1} {2} t.{1}", condition.empty() ? "" : " OR ",
                             quote_identifier(column, dialect),
                             dialect == SqlDialect::sqlite ? "IS NOT" : "IS DISTINCT FROM");
  return condition;
}

/// A value of the column that no row has; empty where none can be thought of.
std::string other_value(const FittedSeed& fitted, const SeedTable::Column& column,
                        SqlDialect dialect) {
  if (!column.not_null) return "NULL";
  const std::string name = quote_identifier(column.name, dialect);
  const std::string text = "'~' || s." + line_column();
  const std::string number =
      fmt::format("(SELECT min(m.{}) FROM {} AS m) - s.{}", name, fitted.table.name, line_column());
  if (dialect == SqlDialect::sqlite)
    return fmt::format("CASE WHEN typeof(t.{}) IN ('integer', 'real') THEN {} ELSE {} END", name,
                       number, text);
  if (column.category == "S") return text;
  if (column.category == "N") return number;
  return column.category == "uuid" ? "pg_catalog.gen_random_uuid()" : "";
}

const SeedTable::Column* to_change(const FittedSeed& fitted, const Names& columns) {
  const auto& referred = fitted.table.referred_columns;
  const auto found = std::ranges::find_if(fitted.columns, [&](const SeedTable::Column& column) {
    const bool refers =
        std::ranges::any_of(fitted.table.foreign_keys, [&](const SeedTable::ForeignKey& foreign) {
          return std::ranges::find(foreign.columns, column.name) != foreign.columns.end();
        });
    return std::ranges::find(columns, column.name) != columns.end() &&
           !fitted.is_key(column.name) && (!refers || !column.not_null) &&
           std::ranges::find(referred, column.name) == referred.end();
  });
  return found == fitted.columns.end() ? nullptr : &*found;
}

}  // namespace

bool is_of_unique_values(const Diagnostic& failure) {
  return failure.sqlstate == "23505" || failure.message.starts_with("UNIQUE constraint failed");
}

long long set_aside(Session& session, const SeedStage& stage) {
  const FittedSeed& fitted = *stage.fitted;
  const SqlDialect dialect = session.dialect().sql();
  long long rows = 0;
  for (const Names& unique : fitted.table.unique_keys) {
    const Names columns = changeable(fitted, unique);
    const SeedTable::Column* column = columns.empty() ? nullptr : to_change(fitted, columns);
    const std::string value = column == nullptr ? "" : other_value(fitted, *column, dialect);
    if (value.empty()) continue;
    const std::string wanted_by_another =
        fmt::format("EXISTS (SELECT 1 FROM {} AS w WHERE {} AND w.{} <> s.{})", stage.table,
                    equal(columns, "w", "t", dialect), line_column(), line_column());
    rows += session.connection()
                .query(fmt::format(
                    "UPDATE {} AS t SET {} = {} FROM {} AS s WHERE {} AND ({}) AND {}",
                    fitted.table.name, quote_identifier(column->name, dialect), value, stage.table,
                    same_key(fitted, dialect), differ(columns, dialect), wanted_by_another))
                .affected;
  }
  return rows;
}

std::string who_has_it(Session& session, const SeedStage& stage, int line) {
  const FittedSeed& fitted = *stage.fitted;
  const SqlDialect dialect = session.dialect().sql();
  for (const Names& unique : fitted.table.unique_keys) {
    const Names columns = changeable(fitted, unique);
    if (columns.empty() || columns.size() != unique.size()) continue;
    const Result found = session.connection().query(fmt::format(
        "SELECT o.{0} FROM {1} AS n JOIN {2} AS t ON {3} LEFT JOIN {1} AS o ON {4} WHERE n.{0} = "
        "{5} AND (o.{0} IS NULL OR o.{0} <> {5})",
        line_column(), stage.table, fitted.table.name, equal(columns, "n", "t", dialect),
        equal(fitted.key, "o", "t", dialect), line));
    if (found.rows.empty()) continue;
    const Value& other = found.rows[0].at(0);
    const std::string values = "(" + join(columns, ", ") + ")";
    return other ? "the row of line " + *other + " has the same " + values +
                       " until that line is loaded: where both lines are right, give one of them "
                       "another value first, then load them again"
                 : "the row that has the same " + values +
                       " is on no line of the file: change or delete it; `--replace` deletes "
                       "such rows only when all files are loaded";
  }
  return {};
}

}  // namespace aludel
