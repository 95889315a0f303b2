#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/lookup.hpp"
#include "catalog/uses.hpp"
#include "diff/alteration.hpp"
#include "diff/difference.hpp"

namespace aludel {

/// Which objects of the old state are dropped and made again. Triggers and policies that differ
/// are not among them: nothing is made on them.
struct Replaced {
  std::set<Fact> objects;   ///< views, functions, triggers, policies, indexes, constraints, others
  std::set<Fact> columns;   ///< whose values are computed
  std::set<Fact> defaults;  ///< columns that are without their default meanwhile
  std::set<Fact> domains;   ///< without default and checks meanwhile
};

/// Two states, and the alterations that lead from one to the other.
struct Comparison {
  Comparison(const Catalog& old_state, const Catalog& new_state, const Rules& used_rules,
             Conversion used_conversion)
      : from(old_state),
        to(new_state),
        rules(used_rules),
        conversion(used_conversion),
        names(used_rules),
        uses_from(old_state, used_rules),
        uses_to(new_state, used_rules),
        tables_from(by_fact(old_state.tables)),
        tables_to(by_fact(new_state.tables)) {
    find_overloads();
    for (const Table& table : from.tables) {
      for (const ObjectName& parent : table.inherits) heirs.emplace(names.relation(parent), &table);
      if (table.partition_of) heirs.emplace(names.relation(table.partition_of->parent), &table);
    }
    for (const Sequence& one : to.sequences)
      if (one.owned_by && !comes_before_its_column(one))
        owned_sequences.insert(names.relation(one.name));
  }

  [[nodiscard]] bool on_sqlite() const { return rules.dialect == "sqlite"; }
  void add(Alteration one) { alterations.push_back(std::move(one)); }
  void refuse(std::string object, std::string reason) {
    refusals.push_back({std::move(object), std::move(reason)});
  }

  /// The comment alone, where it differs behind all else.
  void compare_comment(SetComment which, const std::string& old, const std::string& wanted,
                       Fact object) {
    if (old == wanted) return;
    which.comment = wanted;
    add({.operation = std::move(which), .rank = Rank::comment, .needs = {std::move(object)}});
  }
  /// Rows that are there get their numbers with a new column: its default comes with it, and what
  /// it takes them from before.
  [[nodiscard]] bool comes_before_its_column(const Sequence& one) const {
    if (!one.owned_by) return false;
    const auto table = tables_from.find(names.relation(one.owned_by->first));
    return table != tables_from.end() && tables_to.contains(table->first) &&
           find_column(*table->second, one.owned_by->second, rules) == nullptr;
  }
  /// Whether a table is there no more: what is made on it goes with it.
  [[nodiscard]] bool goes(const ObjectName& table) const {
    const Fact fact = names.relation(table);
    return tables_from.contains(fact) && !tables_to.contains(fact);
  }

  /// Whether something of a table goes with it. What uses others that go, too, goes before all of
  /// them: they may look at one another.
  [[nodiscard]] bool goes_with(const ObjectName& table, const std::vector<Fact>& used) const {
    const Fact self = names.relation(table);
    return goes(table) && std::ranges::none_of(used, [&](const Fact& fact) {
             return fact != self && tables_from.contains(fact) && !tables_to.contains(fact);
           });
  }

  /// What is made again, and called a function of which another overload comes: while both are
  /// there, the call would be for either.
  [[nodiscard]] std::vector<Fact> calls_of(const std::vector<Fact>& used) const {
    std::vector<Fact> calls;
    for (const Fact& fact : used)
      if (const auto found = overloads.find(fact); found != overloads.end())
        calls.push_back(found->second);
    return calls;
  }
  void find_overloads() {
    std::set<Fact> kept;
    std::set<std::string> new_names;
    for (const Function& one : to.functions) kept.insert(names.function(one));
    std::set<Fact> old;
    for (const Function& one : from.functions) old.insert(names.function(one));
    for (const Function& one : to.functions)
      if (!old.contains(names.function(one))) new_names.insert(names.key(one.name));
    for (const Function& one : from.functions)
      if (!kept.contains(names.function(one)) && new_names.contains(names.key(one.name)))
        overloads.emplace(names.function(one), "calls of " + names.key(one.name));
  }

  using Tables = std::map<Fact, const Table*>;
  [[nodiscard]] Tables by_fact(const std::vector<Table>& tables) const {
    Tables found;
    for (const Table& table : tables) found.emplace(names.relation(table.name), &table);
    return found;
  }

  const Catalog& from;
  const Catalog& to;
  const Rules& rules;
  Conversion conversion;
  FactNames names;
  Uses uses_from;
  Uses uses_to;
  Tables tables_from;
  Tables tables_to;
  std::multimap<Fact, const Table*> heirs;  ///< of the old state, by their parents
  Replaced replaced;
  std::set<Fact> owned_sequences;  ///< of the new state: they go with a column
  std::map<Fact, Fact> overloads;  ///< functions that go where another of their name comes
  std::vector<Alteration> alterations;
  std::vector<Refusal> refusals;
};

/// Calls `only_from(a)`, `both(a, b)`, `only_to(b)` for objects by their key. Those of one key,
/// such as a constraint that is written twice, are met in their order.
template <typename One, typename Key, typename OnlyFrom, typename Both, typename OnlyTo>
void match(const std::vector<One>& from, const std::vector<One>& to, const Key& key,
           const OnlyFrom& only_from, const Both& both, const OnlyTo& only_to) {
  std::multimap<std::string, const One*> wanted;
  for (const One& one : to) wanted.emplace(key(one), &one);
  std::set<const One*> met;
  for (const One& one : from) {
    const std::string name = key(one);
    const auto found = wanted.lower_bound(name);
    if (found == wanted.end() || found->first != name) {
      only_from(one);
    } else {
      const One& other = *found->second;
      met.insert(&other);
      wanted.erase(found);
      both(one, other);
    }
  }
  for (const One& one : to) {
    if (!met.contains(&one)) only_to(one);
  }
}

// Whether the database takes one for the other where it is.
[[nodiscard]] bool can_replace(const View& from, const View& to, const Rules& rules);
[[nodiscard]] bool can_replace(const Function& from, const Function& to, const Rules& rules);
/// Whether a constraint that held for new rows alone shall hold for all, and nothing else differs.
[[nodiscard]] bool is_validated(const Constraint& from, const Constraint& to);
[[nodiscard]] bool is_same_but_comment(Index from, const Index& to);
/// Whether more statements behind those that made it are enough.
[[nodiscard]] bool is_continued(const OtherObject& from, const OtherObject& to);
/// Whether a new type has to take the enum's place, and every value of it is written anew.
[[nodiscard]] bool is_made_anew(const Enum& from, const Enum& to);

/// replaced.cpp: fills `replaced`.
void find_replaced(Comparison& comparison);
/// compare_objects.cpp, compare_types.cpp, compare_rights.cpp, compare_tables.cpp: the alterations.
void compare_schemas(Comparison& comparison);
void compare_types(Comparison& comparison);
void compare_sequences(Comparison& comparison);
void compare_routines(Comparison& comparison);
void compare_views(Comparison& comparison);
void compare_tables(Comparison& comparison);
void compare_triggers(Comparison& comparison);
void compare_policies(Comparison& comparison);
/// compare_others.cpp
void compare_composites(Comparison& comparison);
void compare_others(Comparison& comparison);
/// Behind all others: what goes takes its settings along.
void compare_settings(Comparison& comparison);
void compare_grants(Comparison& comparison);

}  // namespace aludel
