#include "migrate/pending_references.hpp"

#include <algorithm>

#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_missing(const Table& table, const Constraint& constraint,
                                 const ObjectName& referred, const Catalog& after) {
  std::vector<std::string> names;
  for (const Table& one : after.tables) names.push_back(one.name.text());
  refuse(describe(constraint) + " of table " + table.name.text() + " refers to table " +
             referred.text() + ", which is not there when the revision ends",
         nearest_hint(referred.text(), names, "tables"));
}

}  // namespace

void PendingReferences::pass(const Operation& bound, const OriginOf& origin_of,
                             const Catalog& before, const Rules& rules) {
  const auto note = [&](const Constraint& constraint, std::size_t change) {
    const auto* key = std::get_if<ForeignKey>(&constraint);
    if (key != nullptr && find_table(before, key->table, rules) == nullptr)
      referred_.emplace_back(key->table, origin_of(change));
  };
  if (const auto* create = std::get_if<CreateTable>(&bound)) {
    for (const Constraint& constraint : create->table.constraints) note(constraint, 0);
  } else if (const auto* alter = std::get_if<AlterTable>(&bound)) {
    for (std::size_t i = 0; i < alter->changes.size(); ++i) {
      if (const auto* add = std::get_if<AddConstraint>(&alter->changes[i]))
        note(add->constraint, i);
    }
  }
}

void PendingReferences::require_reference(const ObjectName& referred, const Catalog& after,
                                          const Rules& rules) {
  Rules now = rules;
  now.foreign_keys_may_dangle = false;
  for (const Table& table : after.tables) {
    for (const Constraint& constraint : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key == nullptr || !same_name(key->table, referred, rules)) continue;
      if (find_table(after, referred, rules) == nullptr &&
          find_view(after, referred, rules) == nullptr)
        refuse_missing(table, constraint, referred, after);
      Table without = table;
      std::erase(without.constraints, constraint);
      require_valid(constraint, without, after, now);
    }
  }
}

}  // namespace aludel
