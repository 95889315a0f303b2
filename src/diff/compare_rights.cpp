#include "catalog/lookup.hpp"
#include "catalog/rights.hpp"
#include "catalog/signature.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;

Fact object_of(const Comparison& all, const Grant& grant) {
  if (grant.kind == ObjectKind::schema) return all.names.schema(grant.object.name);
  if (grant.kind == ObjectKind::function || grant.kind == ObjectKind::procedure)
    return all.names.function({.name = grant.object, .signature = grant.signature});
  return all.names.relation(grant.object);
}

/// What one role may do with one object.
struct Held {
  Grant of;  ///< without privileges
  std::set<std::string> plain;
  std::set<std::string> with_option;
};

std::map<std::string, Held> by_holder(const Comparison& all, const std::vector<Grant>& grants) {
  std::map<std::string, Held> holders;
  for (const Grant& grant : grants) {
    if (grant.withheld) continue;
    Held& held = holders[object_of(all, grant) + '\x1d' + grant.role];
    held.of = grant;
    auto& privileges = grant.with_grant_option ? held.with_option : held.plain;
    privileges.insert(grant.privileges.begin(), grant.privileges.end());
  }
  return holders;
}

Grant with(Grant grant, const auto& privileges, bool option = false) {
  grant.privileges.assign(privileges.begin(), privileges.end());
  grant.with_grant_option = option;
  grant.withheld = false;
  return grant;
}

std::set<std::string> without(std::set<std::string> some, const std::set<std::string>& others) {
  std::erase_if(some, [&](const std::string& one) { return others.contains(one); });
  return some;
}

/// What PUBLIC may not do with a function or type. What is made anew may be used by all again.
void compare_withheld(Comparison& all, const std::set<Fact>& gone) {
  const auto of = [&](const std::vector<Grant>& grants) {
    std::map<Fact, const Grant*> withheld;
    for (const Grant& grant : grants)
      if (grant.withheld) withheld.emplace(object_of(all, grant), &grant);
    return withheld;
  };
  const auto is_equal = [](const Grant* one, const Grant* other) {
    return one->privileges == other->privileges;
  };
  const auto old = of(all.from.grants);
  const auto wanted = of(all.to.grants);
  for (const auto& [object, grant] : old) {
    const auto still = wanted.find(object);
    if (gone.contains(object) || (still != wanted.end() && is_equal(still->second, grant)))
      continue;
    all.add({.operation = GrantPrivileges{with(*grant, grant->privileges)}, .rank = Rank::grant});
  }
  for (const auto& [object, grant] : wanted) {
    const auto already = old.find(object);
    if (!gone.contains(object) && already != old.end() && is_equal(already->second, grant))
      continue;
    all.add({.operation = RevokePrivileges{with(*grant, grant->privileges)},
             .rank = Rank::revoke,
             .needs = {object}});
  }
}

/// The sequence of an identity goes with it, and its rights with the sequence.
void add_identities_that_go(const Comparison& all, std::set<Fact>& gone) {
  for (const Table& table : all.from.tables) {
    const auto after = all.tables_to.find(all.names.relation(table.name));
    const bool goes = after == all.tables_to.end() || gone.contains(after->first);
    for (const Column& column : table.columns) {
      if (!column.identity) continue;
      const Column* still = goes ? nullptr : find_column(*after->second, column.name, all.rules);
      if (still == nullptr || !still->identity ||
          gone.contains(all.names.column(table.name, column.name)))
        gone.insert(all.names.relation(identity_sequence(table.name, column.name)));
    }
  }
}

}  // namespace

void compare_grants(Comparison& all) {
  auto old_holders = by_holder(all, all.from.grants);
  const auto new_holders = by_holder(all, all.to.grants);
  std::set<Fact> gone;  // with their grants, even where they are made anew
  for (const Alteration& alteration : all.alterations) {
    for (const Fact& fact : alteration.drops) gone.insert(fact);
  }
  add_identities_that_go(all, gone);
  compare_withheld(all, gone);
  for (auto& [key, old] : old_holders) {
    const Fact object = object_of(all, old.of);
    if (gone.contains(object)) continue;
    const auto is_gone = [&](const std::string& privilege) {
      const std::string column = column_of_privilege(privilege);
      return !column.empty() && gone.contains(all.names.column(old.of.object, column));
    };
    std::erase_if(old.plain, is_gone);
    std::erase_if(old.with_option, is_gone);
    const auto wanted = new_holders.find(key);
    std::set<std::string> surplus = old.plain;
    surplus.insert(old.with_option.begin(), old.with_option.end());
    if (wanted != new_holders.end()) {
      surplus = without(without(surplus, wanted->second.with_option),
                        without(wanted->second.plain, old.with_option));
    }
    if (surplus.empty()) continue;
    const auto goes = [&](const std::string& one) { return goes_with(one, surplus); };
    std::erase_if(old.plain, goes);
    std::erase_if(old.with_option, goes);
    all.add({.operation = RevokePrivileges{with(old.of, surplus, false)},
             .rank = Rank::revoke,
             .changes = {key}});
  }
  for (const auto& [key, wanted] : new_holders) {
    const Fact object = object_of(all, wanted.of);
    const auto old = old_holders.find(key);
    std::set<std::string> plain = wanted.plain;
    std::set<std::string> option = wanted.with_option;
    if (old != old_holders.end() && !gone.contains(object)) {
      plain = without(plain, old->second.plain);
      option = without(option, old->second.with_option);
    }
    for (const bool with_option : {false, true}) {
      const auto& privileges = with_option ? option : plain;
      if (privileges.empty()) continue;
      Facts needs{object, key};
      for (const std::string& one : privileges)
        if (const std::string column = column_of_privilege(one); !column.empty())
          needs.push_back(all.names.column(wanted.of.object, column));
      all.add({.operation = GrantPrivileges{with(wanted.of, privileges, with_option)},
               .rank = Rank::grant,
               .needs = std::move(needs)});
    }
  }
}

}  // namespace aludel
