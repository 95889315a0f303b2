#include "app/compare/compare_rights.hpp"

#include <algorithm>
#include <map>

#include "catalog/describe.hpp"

namespace aludel {

namespace {

RenderedChange change(std::string what, std::string sql, std::string undo) {
  RenderedChange one{.operation = Execute{.sql = sql, .undo = undo, .reversible = undo.empty()},
                     .what = {std::move(what)},
                     .rendering = {}};
  one.rendering.statements.push_back({.sql = std::move(sql)});
  return one;
}

std::string owner_sql(const Owned& object, const std::string& owner) {
  return "ALTER " + object.target + " OWNER TO " + owner;
}

}  // namespace

void compare_rights(const Rights& from, const Rights& to, const LeftAlone& left_alone,
                    std::vector<RenderedChange>& changes) {
  std::map<std::string, const Owned*> before;
  for (const Owned& one : from.owned) before.emplace(one.target, &one);
  for (const Owned& wanted : to.owned) {
    if (left_alone.object &&
        left_alone.object({.kind = wanted.kind, .name = wanted.name}, true, true))
      continue;
    const auto found = before.find(wanted.target);
    const Owned* old = found == before.end() ? nullptr : found->second;
    const std::string& owner = old == nullptr ? from.user : old->owner;
    const bool is_usual = owner == from.user && wanted.owner == to.user;
    if (owner == wanted.owner || is_usual) continue;
    changes.push_back(change("give " + std::string(word_for(wanted.kind)) + " " +
                                 wanted.name.text() + " to " + wanted.owner,
                             owner_sql(wanted, wanted.owner),
                             old == nullptr ? "" : owner_sql(wanted, old->owner)));
  }
  const auto holds = [](const Rights& rights, const DefaultPrivilege& one) {
    return std::ranges::find(rights.default_privileges, one) != rights.default_privileges.end();
  };
  for (const DefaultPrivilege& one : from.default_privileges)
    if (!holds(to, one))
      changes.push_back(change("take back a default privilege", one.take, one.give));
  for (const DefaultPrivilege& one : to.default_privileges)
    if (!holds(from, one))
      changes.push_back(change("give a default privilege", one.give, one.take));
}

}  // namespace aludel
