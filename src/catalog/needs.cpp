#include "catalog/needs.hpp"

#include <algorithm>

#include "catalog/lookup.hpp"

namespace aludel {

Needs::Needs(const Catalog& catalog, const Rules& rules) : catalog_(catalog), names_(rules) {
  before_.resize(first_other() + catalog.others.size());
  name_all();
  const Uses uses(catalog, rules);
  for (std::size_t i = 0; i < catalog.domains.size(); ++i) add(i, uses.of(catalog.domains[i]));
  for (std::size_t i = 0; i < catalog.functions.size(); ++i) {
    add(first_function() + i, uses.of(catalog.functions[i]));
  }
  for (std::size_t i = 0; i < catalog.tables.size(); ++i) {
    const Table& table = catalog.tables[i];
    const Node node = first_table() + i;
    add(node, uses.of(table));
    for (const Column& one : table.columns) add(node, uses.of(table, one));
    for (const Constraint& one : table.constraints) {
      if (!std::holds_alternative<ForeignKey>(one)) add(node, uses.of(table, one));
    }
    for (const Index& one : table.indexes) add(node, uses.of(table.name, &table, one));
  }
  for (std::size_t i = 0; i < catalog.views.size(); ++i) {
    add(first_view() + i, uses.of(catalog.views[i]));
  }
  for (std::size_t i = 0; i < catalog.composites.size(); ++i) {
    add(first_composite() + i, uses.of(catalog.composites[i]));
  }
  for (std::size_t i = 0; i < catalog.others.size(); ++i) {
    add(first_other() + i, uses.of(catalog.others[i]));
  }
}

std::optional<Needs::Node> Needs::node(const Fact& fact) const {
  const auto found = nodes_.find(fact);
  return found == nodes_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Needs::Node> Needs::table(const ObjectName& name) const {
  const auto found = nodes_.find(names_.relation(name));
  const bool is_table =
      found != nodes_.end() && found->second >= first_table() && found->second < first_view();
  return is_table ? std::optional(found->second) : std::nullopt;
}

void Needs::name_all() {
  for (std::size_t i = 0; i < catalog_.domains.size(); ++i) {
    nodes_.emplace(names_.relation(catalog_.domains[i].name), i);
  }
  for (std::size_t i = 0; i < catalog_.functions.size(); ++i) {
    nodes_.emplace(names_.function(catalog_.functions[i]), first_function() + i);
  }
  for (std::size_t i = 0; i < catalog_.tables.size(); ++i) {
    nodes_.emplace(names_.relation(catalog_.tables[i].name), first_table() + i);
  }
  for (std::size_t i = 0; i < catalog_.views.size(); ++i) {
    nodes_.emplace(names_.relation(catalog_.views[i].name), first_view() + i);
  }
  for (std::size_t i = 0; i < catalog_.composites.size(); ++i) {
    nodes_.emplace(names_.relation(catalog_.composites[i].name), first_composite() + i);
  }
  for (std::size_t i = 0; i < catalog_.others.size(); ++i) {
    nodes_.emplace(names_.object(catalog_.others[i]), first_other() + i);
  }
  for (std::size_t i = 0; i < catalog_.tables.size(); ++i) {
    for (const Column& column : catalog_.tables[i].columns) {
      if (column.identity)
        nodes_.emplace(names_.relation(identity_sequence(catalog_.tables[i].name, column.name)),
                       first_table() + i);
    }
  }
  for (const Sequence& sequence : catalog_.sequences) {
    if (!sequence.owned_by) continue;
    if (const auto owner = table(sequence.owned_by->first)) {
      nodes_.emplace(names_.relation(sequence.name), *owner);
    }
  }
}

void Needs::add(Node node, const Uses::Facts& facts) {
  std::vector<Node>& all = before_[node];
  for (const Fact& fact : facts) {
    const auto needed = nodes_.find(fact);
    if (needed == nodes_.end() || needed->second == node) continue;
    if (std::ranges::find(all, needed->second) == all.end()) all.push_back(needed->second);
  }
}

}  // namespace aludel
