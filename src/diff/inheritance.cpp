#include "diff/inheritance.hpp"

#include <algorithm>

#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

std::vector<ObjectName> parents_of(const Table& table) {
  std::vector<ObjectName> parents = table.inherits;
  if (table.partition_of) parents.push_back(table.partition_of->parent);
  return parents;
}

const Table* table_in(const Comparison& all, const Comparison::Tables& tables,
                      const ObjectName& name) {
  const auto found = tables.find(all.names.relation(name));
  return found == tables.end() ? nullptr : found->second;
}

/// As the table says it, else as a parent does.
const Column* known(const Comparison& all, const Comparison::Tables& tables, const Table& table,
                    const std::string& name) {
  const Column* own = find_column(table, name, all.rules);
  return own != nullptr ? own : inherited_by(all, tables, table, name);
}

/// What somebody above changes of a column, whatever it was below.
struct Changed {
  bool type = false;
  bool nullable = false;
  bool default_sql = false;
};

/// A column of `from` behind what is done to the tables above; and to the table itself.
struct Level {
  Column column;
  Changed above;
};

Level level_of(const Comparison& all, const Table& from, const Table& to, const Column& own);

/// What the table's own alteration changes, too.
Changed with_own(const Comparison& all, const Table& to, const Level& level) {
  Changed changed = level.above;
  const Column* wanted = known(all, all.tables_to, to, level.column.name);
  if (wanted == nullptr) return changed;
  const bool is_replaced =
      all.replaced.defaults.contains(all.names.column(to.name, level.column.name));
  changed.type |= level.column.type != wanted->type || level.column.collation != wanted->collation;
  changed.nullable |= level.column.nullable != wanted->nullable;
  changed.default_sql |= level.column.default_sql != wanted->default_sql || is_replaced;
  return changed;
}

Level level_of(const Comparison& all, const Table& from, const Table& to, const Column& own) {
  Level level{.column = own, .above = {}};
  for (const ObjectName& name : parents_of(to)) {
    const Table* old_parent = table_in(all, all.tables_from, name);
    const Table* new_parent = table_in(all, all.tables_to, name);
    if (old_parent == nullptr || new_parent == nullptr) continue;
    if (std::ranges::count(parents_of(from), name) == 0) continue;
    const Column* had = known(all, all.tables_from, *old_parent, own.name);
    const Column* has = known(all, all.tables_to, *new_parent, own.name);
    if (had == nullptr || has == nullptr) continue;
    const Changed changed =
        with_own(all, *new_parent, level_of(all, *old_parent, *new_parent, *had));
    if (changed.type) {
      level.column.type = has->type;
      level.column.collation = has->collation;
    }
    if (changed.nullable) level.column.nullable = has->nullable;
    if (changed.default_sql) level.column.default_sql = has->default_sql;
    level.above.type |= changed.type;
    level.above.nullable |= changed.nullable;
    level.above.default_sql |= changed.default_sql;
  }
  return level;
}

}  // namespace

const Column* inherited_by(const Comparison& all, const Comparison::Tables& tables,
                           const Table& table, const std::string& name) {
  for (const ObjectName& one : parents_of(table)) {
    const Table* parent = table_in(all, tables, one);
    if (parent == nullptr) continue;
    if (const Column* found = known(all, tables, *parent, name)) return found;
  }
  return nullptr;
}

std::vector<Fact> columns_of_heirs(const Comparison& all, const Table& table,
                                   const std::string& name, bool with_own) {
  std::vector<Fact> facts;
  const auto [first, last] = all.heirs.equal_range(all.names.relation(table.name));
  for (auto heir = first; heir != last; ++heir) {
    const Table& one = *heir->second;
    const Column* own = find_column(one, name, all.rules);
    const bool is_own = own != nullptr && !own->inherited && !one.partition_of;
    if (is_own && !with_own) continue;
    facts.push_back(all.names.column(one.name, name));
    for (Fact& below : columns_of_heirs(all, one, name, with_own))
      facts.push_back(std::move(below));
  }
  return facts;
}

bool decides_about_partitions(const Comparison& all, const Table& table,
                              const std::string& column) {
  if (!table.partition_by.empty() &&
      names_column(table.partition_by, column, table.name, all.rules))
    return true;
  const auto [first, last] = all.heirs.equal_range(all.names.relation(table.name));
  return std::any_of(first, last, [&](const auto& heir) {
    return decides_about_partitions(all, *heir.second, column);
  });
}

Column behind_parents(const Comparison& all, const Table& from, const Table& to,
                      const Column& own) {
  return level_of(all, from, to, own).column;
}

std::vector<Fact> parents_are_done(const Comparison& all, const Table& table,
                                   const std::string& column) {
  std::vector<Fact> facts;
  for (const ObjectName& name : parents_of(table)) {
    const Table* parent = table_in(all, all.tables_to, name);
    if (parent == nullptr) continue;
    facts.push_back(is_done(all, *parent, column));
    for (Fact& above : parents_are_done(all, *parent, column)) facts.push_back(std::move(above));
  }
  return facts;
}

Fact is_done(const Comparison& all, const Table& table, const std::string& column) {
  return all.names.column(table.name, column) + " done";
}

}  // namespace aludel
