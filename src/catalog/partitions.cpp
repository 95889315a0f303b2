#include "catalog/partitions.hpp"

#include <algorithm>
#include <utility>

#include "catalog/lookup.hpp"

namespace aludel {

namespace {

/// As a partition has it, without a name where the server chooses one.
Constraint inherited(Constraint constraint) {
  if (auto* key = std::get_if<PrimaryKey>(&constraint)) key->name.clear();
  if (auto* unique = std::get_if<Unique>(&constraint)) unique->name.clear();
  if (auto* exclusion = std::get_if<Exclusion>(&constraint)) exclusion->name.clear();
  return constraint;
}

Index inherited(Index index) {
  index.name.clear();
  index.comment.clear();
  return index;
}

/// Foreign keys are one whatever they are called, checks are not.
template <typename Member>
Member what_it_says(Member member) {
  member = inherited(std::move(member));
  if constexpr (std::is_same_v<Member, Constraint>) {
    if (auto* key = std::get_if<ForeignKey>(&member)) key->name.clear();
  }
  return member;
}

/// Takes out of `members` the first that says what each of `parents` does.
/// @return whether there was one for each
template <typename Member>
bool take_out(std::vector<Member>& members, const std::vector<Member>& parents) {
  bool all = true;
  for (const Member& parent : parents) {
    const auto same = std::ranges::find_if(members, [&](const Member& member) {
      return what_it_says(member) == what_it_says(parent);
    });
    all = all && same != members.end();
    if (same != members.end()) members.erase(same);
  }
  return all;
}

}  // namespace

bool is_told_by(const Column& parent, const Column& column) {
  return column.comment.empty() && column.nullable == parent.nullable &&
         column.default_sql == parent.default_sql && column.generated == parent.generated;
}

bool is_told_by_parents(const Column& column, const Table& table, const Catalog& catalog,
                        const Rules& rules) {
  if (!table.partition_of && !column.inherited) return false;
  std::vector<ObjectName> parents = table.inherits;
  if (table.partition_of) parents.push_back(table.partition_of->parent);
  return std::ranges::any_of(parents, [&](const ObjectName& name) {
    const Table* parent = find_table(catalog, name, rules);
    const Column* inherited =
        parent == nullptr ? nullptr : find_column(catalog, *parent, column.name, rules);
    return inherited != nullptr && is_told_by(*inherited, column);
  });
}

Table attached(Table table, const PartitionOf& partition, const Catalog& catalog,
               const Rules& rules) {
  const Table parent = detached(require_table(catalog, partition.parent, rules), catalog, rules);
  std::erase_if(table.columns, [&](const Column& column) {
    const Column* of_parent = find_column(parent, column.name, rules);
    return of_parent != nullptr && is_told_by(*of_parent, column);
  });
  take_out(table.constraints, parent.constraints);
  take_out(table.indexes, parent.indexes);
  table.partition_of = partition;
  return table;
}

bool lacks_members(const Table& table, const PartitionOf& partition, const Catalog& catalog,
                   const Rules& rules) {
  const Table parent = detached(require_table(catalog, partition.parent, rules), catalog, rules);
  std::vector<Constraint> constraints = table.constraints;
  std::vector<Index> indexes = table.indexes;
  const bool has_constraints = take_out(constraints, parent.constraints);
  return !take_out(indexes, parent.indexes) || !has_constraints;
}

Table detached(Table table, const Catalog& catalog, const Rules& rules) {
  if (!table.partition_of) return table;
  const Table* found = find_table(catalog, table.partition_of->parent, rules);
  table.partition_of.reset();
  if (found == nullptr) return table;
  const Table parent = detached(*found, catalog, rules);
  std::vector<Column> columns;
  for (Column column : parent.columns) {
    const Column* own = find_column(table, column.name, rules);
    column.comment.clear();
    column.identity.reset();
    columns.push_back(own == nullptr ? std::move(column) : *own);
  }
  table.columns = std::move(columns);
  for (const Constraint& constraint : parent.constraints)
    table.constraints.push_back(inherited(constraint));
  for (const Index& index : parent.indexes) table.indexes.push_back(inherited(index));
  return sorted(std::move(table));
}

Table with_parents(Table table, const std::vector<ObjectName>& parents, const Catalog& catalog,
                   const Rules& rules) {
  const std::vector<ObjectName> before = std::exchange(table.inherits, parents);
  // What no parent has any more is the table's own.
  std::vector<Column> columns = std::exchange(table.columns, {});
  for (Column& column : columns) {
    if (column.inherited)
      column.inherited = find_column(catalog, table, column.name, rules) != nullptr;
  }
  table.columns = std::move(columns);
  for (const ObjectName& name : before) {
    const auto is_it = [&](const ObjectName& one) { return same_name(one, name, rules); };
    const Table* parent = find_table(catalog, name, rules);
    if (parent == nullptr || std::ranges::any_of(parents, is_it)) continue;
    const Table whole = with_parents(*parent, {}, catalog, rules);
    for (Column column : whole.columns) {
      if (find_column(catalog, table, column.name, rules) != nullptr) continue;
      column.comment.clear();
      column.identity.reset();
      column.inherited = false;
      table.columns.push_back(std::move(column));
    }
    for (const Constraint& one : whole.constraints) {
      const auto* check = std::get_if<Check>(&one);
      const bool had = check != nullptr && !check->no_inherit;
      if (had && find_constraint(table, check->name, rules) == nullptr)
        table.constraints.push_back(one);
    }
  }
  return table;
}

}  // namespace aludel
