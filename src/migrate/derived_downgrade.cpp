#include "migrate/derived_downgrade.hpp"

#include <algorithm>
#include <ranges>

#include "aludel/error.hpp"
#include "catalog/describe.hpp"
#include "catalog/inverse.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_words.hpp"
#include "lint/object_name.hpp"

namespace aludel {

namespace {

/// Whether what takes it back does not care for the rows of tables that were made before it.
bool leaves_rows_alone(const Operation& operation) {
  return std::holds_alternative<CreateTable>(operation) ||
         std::holds_alternative<CreateIndex>(operation) ||
         std::holds_alternative<CreateView>(operation) ||
         std::holds_alternative<BulkInsert>(operation) ||
         std::holds_alternative<GrantPrivileges>(operation) ||
         std::holds_alternative<SetComment>(operation) || std::holds_alternative<Verify>(operation);
}

Operation empty_table(const ObjectName& table, const Rules& rules) {
  return Execute{.sql = "DELETE FROM " + quoted(table, dialect_of(rules))};
}

/// Whether `apply` makes of a catalog what the database will hold: SQL may do anything, and SQLite
/// has its own way to rename what views and triggers name.
bool is_followed_by_apply(const Operation& bound, const Rules& rules) {
  if (std::holds_alternative<Execute>(bound)) return false;
  if (rules.dialect != "sqlite") return true;
  const auto* alter = std::get_if<AlterTable>(&bound);
  return !std::holds_alternative<RenameTable>(bound) &&
         (alter == nullptr || std::ranges::none_of(alter->changes, [](const TableChange& change) {
            return std::holds_alternative<RenameColumn>(change);
          }));
}

}  // namespace

void DerivedDowngrade::add(const Operation& bound, const Catalog& before, bool is_whole, int line) {
  if (!reason_.empty()) return;
  Inverse taken_back = std::vector<Operation>{};
  const auto* rows = std::get_if<BulkInsert>(&bound);
  if (const OwnTable* own = rows == nullptr ? nullptr : own_table(rows->table)) {
    if (own->must_be_emptied) taken_back->push_back(empty_table(own->name, *rules_));
  } else {
    taken_back = inverse_of(bound, before, is_whole);
  }
  if (!taken_back) {
    reason_ = describe(bound) + ": " + taken_back.error();
    return;
  }
  follow(bound, *taken_back);
  std::vector<Part>& parts = parts_.emplace_back();
  for (Operation& each : *taken_back) parts.emplace_back(std::move(each), line);
}

DerivedDowngrade::Inverse DerivedDowngrade::inverse_of(const Operation& bound,
                                                       const Catalog& before, bool is_whole) {
  const bool is_followed = is_followed_by_apply(bound, *rules_);
  try {
    if (is_of_rows_alone(bound)) {
      if (!is_followed) scratch_.reset();
      return inverse(bound, before, *rules_);
    }
    if (!scratch_) scratch_ = before;
    Inverse taken_back = inverse(bound, before, *rules_, *scratch_);
    if (!is_followed) {
      scratch_.reset();
    } else if (taken_back) {
      apply(*scratch_, bound, *rules_);
    }
    return taken_back;
  } catch (const Error& error) {
    if (is_whole) throw;
    return std::unexpected(
        "what it met is not known behind SQL of your own, or where a table is none of the "
        "revisions' (as far as can be told, " +
        error.diagnostic().message + "): write a downgrade of it");
  }
}

std::vector<DerivedDowngrade::Part> DerivedDowngrade::parts() && {
  std::vector<Part> all;
  for (std::vector<Part>& each : parts_ | std::views::reverse)
    std::ranges::move(each, std::back_inserter(all));
  return all;
}

const DerivedDowngrade::OwnTable* DerivedDowngrade::own_table(const ObjectName& name) const {
  const auto found = std::ranges::find_if(
      own_tables_, [&](const OwnTable& one) { return same_name(one.name, name, *rules_); });
  return found == own_tables_.end() ? nullptr : &*found;
}

void DerivedDowngrade::follow(const Operation& bound, const std::vector<Operation>& taken_back) {
  if (!leaves_rows_alone(bound)) {
    for (OwnTable& one : own_tables_) one.must_be_emptied = true;
  }
  if (const auto* created = std::get_if<CreateTable>(&bound); created && !taken_back.empty())
    own_tables_.push_back({.name = created->table.name});
  const auto* renamed = std::get_if<RenameTable>(&bound);
  for (OwnTable& one : own_tables_) {
    if (renamed != nullptr && same_name(one.name, renamed->name, *rules_))
      one.name.name = renamed->to;
  }
}

}  // namespace aludel
