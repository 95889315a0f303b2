#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "catalog/apply.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_words.hpp"

namespace aludel::testing {

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}
inline bool chance(Random& random, int percent) {
  return below(random, 100) < static_cast<std::size_t>(percent);
}
template <typename One>
const One& any_of(Random& random, const std::vector<One>& all) {
  return all[below(random, all.size())];
}

/// Names of few letters, so that they meet each other; some need quotes.
inline std::string random_name(Random& random) {
  static const std::vector<std::string> names{"a",   "b",     "c",     "day",     "Price", "x y",
                                              "key", "order", "total", "symbol_", "q\"q"};
  return any_of(random, names);
}

inline Type random_type(Random& random) {
  const std::vector<Type> types{integer(),      big_int(), text(), varchar(20), numeric(12, 2),
                                numeric(14, 2), date(),    json(), boolean(),   timestamp_tz()};
  return any_of(random, types);
}

/// As a server writes it: in quotes only where it needs them.
inline std::string quoted(const std::string& name) {
  return written_name(name, {});
}

inline Column random_column(Random& random, std::string name) {
  Column column{.name = std::move(name), .type = random_type(random)};
  column.nullable = chance(random, 60);
  if (column.type == integer() && chance(random, 40)) column.default_sql = "7";
  if (column.type == text() && chance(random, 40)) column.default_sql = "'it''s'";
  if (chance(random, 10)) column.comment = "about it";
  return column;
}

/// One that is not there of a table that has lost its last column.
inline std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  if (names.empty()) names.emplace_back("nothere");  // a server lets a table have no columns
  return names;
}

/// Of a table whose columns are all dropped by now: one that is not there.
inline std::string any_column(Random& random, const Table& table) {
  return table.columns.empty() ? "nothere" : any_of(random, table.columns).name;
}

inline Constraint random_constraint(Random& random, const Table& table, const Catalog& catalog,
                                    std::string name) {
  const std::string column = any_column(random, table);
  switch (below(random, 4)) {
    case 0: return Unique{.name = std::move(name), .columns = {column}};
    case 1:
      return Check{.name = std::move(name),
                   .expression = quoted(column) + " <> 'a' AND length(" + quoted(column) + ") > 1",
                   .not_valid = chance(random, 20)};
    case 2:
      if (!catalog.tables.empty()) {
        const Table& other = any_of(random, catalog.tables);
        if (const PrimaryKey* key = primary_key(other)) {
          return ForeignKey{.name = std::move(name),
                            .columns = {column},
                            .table = other.name,
                            .referred = key->columns,
                            .on_delete = Action::cascade};
        }
      }
      [[fallthrough]];
    default: return PrimaryKey{.name = std::move(name), .columns = {column}};
  }
}

inline Index random_index(Random& random, const Table& table, std::string name) {
  const std::string column = any_column(random, table);
  Index index{.name = std::move(name), .parts = {{.column = column}}};
  if (chance(random, 30)) index.parts = {{.expression = "lower(" + quoted(column) + ")"}};
  if (chance(random, 30)) index.where = quoted(column) + " IS NOT NULL";
  index.unique = chance(random, 20);
  return index;
}

inline Table random_table(Random& random, const Catalog& catalog, std::string name,
                          const Rules& rules) {
  Table table{.name = std::move(name)};
  table.columns.push_back({.name = "id", .type = big_int(), .nullable = false});
  for (std::size_t count = below(random, 5); count > 0; --count) {
    std::string column = random_name(random);
    if (find_column(table, column, rules) != nullptr) continue;
    table.columns.push_back(random_column(random, std::move(column)));
  }
  if (chance(random, 30)) {
    table.columns.push_back({.name = "made", .type = text(), .generated = Generated{"id || 'id'"}});
  }
  table.constraints.emplace_back(PrimaryKey{.name = table.name.name + "_pkey", .columns = {"id"}});
  for (std::size_t count = below(random, 4); count > 0; --count) {
    Constraint one = random_constraint(random, table, catalog,
                                       "k" + std::to_string(count) + "_" + table.name.name);
    if (!std::holds_alternative<PrimaryKey>(one)) table.constraints.push_back(std::move(one));
  }
  for (std::size_t count = below(random, 3); count > 0; --count) {
    table.indexes.push_back(
        random_index(random, table, "ix" + std::to_string(count) + "_" + table.name.name));
  }
  return table;
}

inline View random_view(Random& random, const Catalog& catalog, std::string name) {
  const Table& table = any_of(random, catalog.tables);
  const std::string column = any_column(random, table);
  const std::string source = quoted(table.name.name);
  const std::string alias = chance(random, 50) ? "t" : source;
  return {.name = std::move(name),
          .query = "SELECT " + alias + "." + quoted(column) + ", 'id' AS x FROM " + source +
                   (alias == "t" ? " AS t" : "") + " WHERE " + alias + ".id > 0"};
}

/// Foreign keys lead to tables before and behind: they are as any database could hold them.
inline Catalog random_catalog(Random& random, const Rules& rules) {
  Catalog catalog;
  const std::size_t tables = 1 + below(random, 5);
  for (std::size_t i = 0; i < tables; ++i) {
    catalog.tables.push_back(random_table(random, catalog, "t" + std::to_string(i), rules));
  }
  for (Table& table : catalog.tables) {  // and back, in circles
    if (!chance(random, 30)) continue;
    table.constraints.emplace_back(ForeignKey{.name = "back_" + table.name.name,
                                              .columns = {"id"},
                                              .table = any_of(random, catalog.tables).name,
                                              .referred = {"id"}});
  }
  for (std::size_t i = 0; i < below(random, 3); ++i) {
    catalog.views.push_back(random_view(random, catalog, "v" + std::to_string(i)));
  }
  if (chance(random, 50)) {
    const Table& table = any_of(random, catalog.tables);
    catalog.triggers.push_back(
        {.name = "note",
         .table = table.name,
         .timing = "AFTER UPDATE OF id",
         .action = "FOR EACH ROW WHEN (new.id > old.id) EXECUTE FUNCTION f()"});
    catalog.grants.push_back(
        {.object = table.name, .role = "app", .privileges = {"INSERT", "SELECT"}});
  }
  if (rules.dialect == "sqlite") return sorted(std::move(catalog));
  catalog.schemas.push_back({"app"});
  catalog.enums.push_back({.name = "app.mood", .values = {"happy", "so so", "sad"}});
  catalog.sequences.push_back({.name = "numbers"});
  catalog.functions.push_back({.name = "f",
                               .signature = {},
                               .definition = "RETURNS trigger LANGUAGE plpgsql AS $$BEGIN END$$"});
  catalog.composites.push_back(
      {.name = "app.pair",
       .attributes = {{.name = "a", .type = random_type(random)}, {.name = "b", .type = text()}}});
  catalog.domains.push_back({.name = "app.price", .type = numeric(12, 2)});
  if (chance(random, 50))
    catalog.domains.back().checks.push_back({.name = "positive", .expression = "VALUE > 0"});
  Table& table = catalog.tables.front();
  if (chance(random, 50))
    catalog.others.push_back({.kind = "STATISTICS",
                              .name = "both",
                              .statements = {"CREATE STATISTICS both ON id, feels FROM " +
                                             testing::quoted(table.name.name)},
                              .table = table.name});
  catalog.others.push_back(
      {.kind = "AGGREGATE",
       .name = "total(integer)",
       .statements = {"CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = " +
                      std::string(chance(random, 50) ? "integer)" : "int4)")}});
  if (chance(random, 50))
    catalog.settings.push_back({.kind = "REPLICA IDENTITY", .object = table.name, .value = "FULL"});
  catalog.settings.push_back(
      {.kind = "STORAGE", .object = table.name, .part = "feels", .value = "PLAIN"});
  table.columns.push_back(
      {.name = "feels", .type = named("app.mood"), .default_sql = "'sad'::app.mood"});
  catalog.policies.push_back(
      {.name = "own", .table = table.name, .using_expression = "id = (SELECT max(id) FROM t0)"});
  return sorted(std::move(catalog));
}

}  // namespace aludel::testing
