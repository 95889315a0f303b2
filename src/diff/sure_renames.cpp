#include "diff/sure_renames.hpp"

#include <algorithm>
#include <set>

#include "catalog/lookup.hpp"

namespace aludel {

namespace {

const std::string& name_in(const Index& index) {
  return index.name;
}

const std::string& name_in(const Constraint& constraint) {
  return name_of(constraint);
}

/// But for their names, and for comments, which are compared by themselves.
bool are_one(Index old, const Index& wanted) {
  old.name = wanted.name;
  old.comment = wanted.comment;
  return old == wanted;
}

bool are_one(Constraint old, const Constraint& wanted) {
  name_of(old) = name_of(wanted);
  return old == wanted;
}

/// Names of members of one table that are one thing: the old and the new one.
template <typename Member>
std::vector<std::pair<std::string, std::string>> twins(const std::vector<Member>& from,
                                                       const std::vector<Member>& to) {
  std::set<std::string> old_names;
  std::set<std::string> new_names;
  for (const Member& one : from) old_names.insert(name_in(one));
  for (const Member& one : to) new_names.insert(name_in(one));
  std::vector<std::pair<std::string, std::string>> found;
  for (const Member& old : from) {
    if (name_in(old).empty() || new_names.contains(name_in(old))) continue;
    const auto twin = std::ranges::find_if(to, [&](const Member& wanted) {
      return !name_in(wanted).empty() && !old_names.contains(name_in(wanted)) &&
             are_one(old, wanted);
    });
    if (twin == to.end()) continue;
    found.emplace_back(name_in(old), name_in(*twin));
    old_names.insert(name_in(*twin));
  }
  return found;
}

/// All names that an index, or a constraint with one, cannot have.
std::set<ObjectName> taken_names(const Catalog& catalog) {
  std::set<ObjectName> taken;
  const auto add_indexes = [&](const auto& relation) {
    taken.insert(relation.name);
    for (const Index& index : relation.indexes) taken.insert({relation.name.schema, index.name});
  };
  for (const Table& table : catalog.tables) {
    add_indexes(table);
    for (const Constraint& one : table.constraints) taken.insert({table.name.schema, name_of(one)});
  }
  std::ranges::for_each(catalog.views, add_indexes);
  for (const Sequence& one : catalog.sequences) taken.insert(one.name);
  for (const CompositeType& one : catalog.composites) taken.insert(one.name);
  return taken;
}

}  // namespace

std::vector<Operation> take_sure_renames(Catalog& catalog, const Catalog& to, const Rules& rules) {
  std::vector<Operation> renames;
  if (rules.dialect == "sqlite") return renames;
  std::set<ObjectName> taken;
  const auto add = [&](const ObjectName& table, const std::string& now, Operation rename) {
    if (taken.empty()) taken = taken_names(catalog);
    if (taken.insert(ObjectName(table.schema, now)).second) renames.push_back(std::move(rename));
  };
  for (const Table& table : catalog.tables) {
    const Table* twin = find_table(to, table.name, rules);
    if (twin == nullptr) continue;
    if (table.constraints != twin->constraints) {
      for (const auto& [old, now] : twins(table.constraints, twin->constraints))
        add(table.name, now, AlterTable{table.name, {RenameConstraint{old, now}}});
    }
    if (table.indexes != twin->indexes) {
      for (const auto& [old, now] : twins(table.indexes, twin->indexes))
        add(table.name, now, RenameIndex{table.name, old, now});
    }
  }
  for (const View& view : catalog.views) {
    const View* twin = view.indexes.empty() ? nullptr : find_view(to, view.name, rules);
    if (twin == nullptr) continue;
    for (const auto& [old, now] : twins(view.indexes, twin->indexes))
      add(view.name, now, RenameIndex{view.name, old, now});
  }
  for (const Operation& rename : renames) apply(catalog, rename, rules);
  return renames;
}

}  // namespace aludel
