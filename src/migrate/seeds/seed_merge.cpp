#include "migrate/seeds/seed_merge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

std::string others(const std::vector<const SeedStage*>& stages, SqlDialect dialect) {
  const FittedSeed& fitted = *stages.front()->fitted;
  std::string sql = " FROM " + fitted.table.name + " AS t WHERE ";
  for (const SeedStage* stage : stages)
    sql += fmt::format("{}NOT EXISTS (SELECT 1 FROM {} AS s WHERE {})",
                       stage == stages.front() ? "" : " AND ", stage->table,
                       same_key(*stage->fitted, dialect));
  return sql;
}

std::string within(LineRange lines) {
  return fmt::format("s.{} BETWEEN {} AND {}", line_column(), lines.first, lines.last);
}

}  // namespace

std::string SeedMerge::quoted(const std::string& name) const {
  return quote_identifier(name, dialect_);
}

std::string SeedMerge::new_rows() const {
  return stage_.table + "_new";
}

long long SeedMerge::send(const std::string& sql) const {
  return sql.empty() ? 0 : session_.connection().query(sql).affected;
}

void SeedMerge::lock() const {
  if (dialect_ != SqlDialect::sqlite && !fitted_.key_is_unique)
    session_.connection().query("LOCK TABLE " + fitted_.table.name +
                                " IN SHARE ROW EXCLUSIVE MODE");
}

std::string SeedMerge::insert_sql(const std::string& condition,
                                  const std::vector<std::string>& late_columns) const {
  std::string values;
  bool overriding = false;
  for (const SeedTable::Column& column : fitted_.columns) {
    const bool late = std::ranges::find(late_columns, column.name) != late_columns.end();
    values += (values.empty() ? "" : ", ") + (late ? "NULL" : "s." + quoted(column.name));
    overriding = overriding || column.always_identity;
  }
  return fmt::format("INSERT INTO {} ({}) {}SELECT {} FROM {} AS s WHERE {} ORDER BY s.{}",
                     fitted_.table.name, column_list(column_names(fitted_), dialect_),
                     overriding ? "OVERRIDING SYSTEM VALUE " : "", values, stage_.table, condition,
                     line_column());
}

std::string SeedMerge::update_sql(const std::string& condition) const {
  std::string sets;
  std::string differs;
  std::string ours;
  std::string theirs;
  for (const SeedTable::Column& column : fitted_.columns) {
    if (fitted_.is_key(column.name)) continue;
    const std::string name = quoted(column.name);
    sets += (sets.empty() ? "" : ", ") + name + " = s." + name;
    // What a collation takes for equal is to be corrected all the same.
    differs +=
        fmt::format("{}t.{} COLLATE BINARY IS NOT s.{}", differs.empty() ? "" : " OR ", name, name);
    ours += (ours.empty() ? "t." : ", t.") + name;
    theirs += (theirs.empty() ? "s." : ", s.") + name;
  }
  if (sets.empty()) return {};
  // By the bits: types like json have no equality, others take unequal values for equal.
  if (dialect_ != SqlDialect::sqlite)
    differs = "ROW(" + ours + ")::record OPERATOR(pg_catalog.*<>) ROW(" + theirs + ")::record";
  return fmt::format("UPDATE {} AS t SET {} FROM {} AS s WHERE {} AND ({}) AND {}",
                     fitted_.table.name, sets, stage_.table, same_key(fitted_, dialect_), differs,
                     condition);
}

MergeCounts SeedMerge::run(LineRange lines) const {
  const std::string range = within(lines);
  MergeCounts counts;
  counts.updated = send(update_sql(range));
  counts.inserted =
      send(insert_sql(fmt::format("NOT EXISTS (SELECT 1 FROM {} AS t WHERE {}) AND {}",
                                  fitted_.table.name, same_key(fitted_, dialect_), range),
                      {}));
  return counts;
}

long long SeedMerge::count_missing() const {
  const Result found = session_.connection().query(
      fmt::format("SELECT count(*) FROM {} AS s WHERE NOT EXISTS (SELECT 1 FROM {} AS t WHERE {})",
                  stage_.table, fitted_.table.name, same_key(fitted_, dialect_)));
  return integer(found.rows.at(0).at(0)).value_or(0);
}

void SeedMerge::note_new_rows() const {
  const std::string temp = dialect_ == SqlDialect::sqlite ? "" : " ON COMMIT DROP";
  session_.connection().query(
      fmt::format("CREATE TEMP TABLE {}_new (line INTEGER PRIMARY KEY){}", stage_.bare, temp));
  session_.connection().query(fmt::format(
      "INSERT INTO {} SELECT s.{} FROM {} AS s WHERE NOT EXISTS (SELECT 1 FROM {} AS t WHERE {})",
      new_rows(), line_column(), stage_.table, fitted_.table.name, same_key(fitted_, dialect_)));
}

long long SeedMerge::insert_new_rows(const std::vector<std::string>& late_columns,
                                     LineRange lines) const {
  return send(insert_sql(
      fmt::format("s.{} IN (SELECT line FROM {}) AND {}", line_column(), new_rows(), within(lines)),
      late_columns));
}

long long SeedMerge::update_old_rows(LineRange lines) const {
  return send(
      update_sql(fmt::format("NOT EXISTS (SELECT 1 FROM {} AS n WHERE n.line = s.{}) AND {}",
                             new_rows(), line_column(), within(lines))));
}

long long SeedMerge::fill_new_rows(LineRange lines) const {
  return send(update_sql(fmt::format("s.{} IN (SELECT line FROM {}) AND {}", line_column(),
                                     new_rows(), within(lines))));
}

void SeedMerge::forget_new_rows() const {
  if (dialect_ == SqlDialect::sqlite) session_.connection().query("DROP TABLE " + new_rows());
}

long long SeedMerge::count_others(Session& session, const std::vector<const SeedStage*>& stages) {
  const Result found =
      session.connection().query("SELECT count(*)" + others(stages, session.dialect().sql()));
  return integer(found.rows.at(0).at(0)).value_or(0);
}

long long SeedMerge::delete_others(Session& session, const std::vector<const SeedStage*>& stages) {
  return session.connection().query("DELETE" + others(stages, session.dialect().sql())).affected;
}

void SeedMerge::move_sequences() const {
  for (const SeedTable::Column& column : fitted_.columns) {
    if (column.sequence.empty()) continue;
    // Only forward, and only where the next value would be one that is there.
    session_.connection().query(fmt::format(
        "SELECT pg_catalog.setval({}::regclass, m) FROM (SELECT max({})::bigint AS m FROM {}) AS "
        "highest, {} AS q, pg_catalog.pg_sequence AS p WHERE p.seqrelid = {}::regclass AND "
        "p.seqincrement > 0 AND m BETWEEN p.seqmin AND p.seqmax AND (m > q.last_value OR m = "
        "q.last_value AND NOT q.is_called)",
        quote_literal(column.sequence, dialect_), quoted(column.name), fitted_.table.name,
        column.sequence, quote_literal(column.sequence, dialect_)));
  }
}

}  // namespace aludel
