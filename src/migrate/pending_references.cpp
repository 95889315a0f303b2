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

void PendingReferences::pass(const Operation& bound, const std::source_location& at,
                             const Catalog& before, const Rules& rules) {
  const auto note = [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint);
    if (key != nullptr && find_table(before, key->table, rules) == nullptr)
      referred_.emplace_back(key->table, at);
  };
  if (const auto* create = std::get_if<CreateTable>(&bound)) {
    std::ranges::for_each(create->table.constraints, note);
  } else if (const auto* alter = std::get_if<AlterTable>(&bound)) {
    for (const TableChange& change : alter->changes) {
      if (const auto* add = std::get_if<AddConstraint>(&change)) note(add->constraint);
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
