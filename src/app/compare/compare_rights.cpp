#include "app/compare/compare_rights.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/signature.hpp"

namespace aludel {

namespace {

RenderedChange change(std::string what, std::string sql, std::string undo) {
  RenderedChange one{.operation = Execute{.sql = sql, .undo = undo, .reversible = undo.empty()},
                     .what = {std::move(what)},
                     .rendering = {}};
  one.rendering.statements.push_back({.sql = std::move(sql)});
  return one;
}

std::string without_blanks(std::string text) {
  return replace_all(std::move(text), " ", "");
}

std::string owner_sql(const Owned& object, const std::string& owner) {
  return "ALTER " + object.target + " OWNER TO " + owner;
}

/// What is the user's own once it is made again, by what ALTER calls it.
std::set<std::string> made_anew(const std::vector<RenderedChange>& changes, const Rights& from) {
  std::set<std::string> made;
  for (const RenderedChange& change : changes) {
    const auto* view = std::get_if<CreateView>(&change.operation);
    const auto* function = std::get_if<CreateFunction>(&change.operation);
    const auto* other = std::get_if<CreateObject>(&change.operation);
    for (const Owned& one : from.owned) {
      const bool is_view = view != nullptr && !view->replace && one.name == view->view.name &&
                           one.target.starts_with("TABLE ");
      const bool is_function =
          function != nullptr && !function->replace && one.name == function->function.name &&
          without_blanks(one.target)
              .ends_with("(" + without_blanks(signature_of(function->function)) + ")");
      const bool is_other =
          other != nullptr &&
          without_blanks(one.target).ends_with(without_blanks(other->object.name)) &&
          (one.target.starts_with(other->object.kind + " ") || one.target.starts_with("ROUTINE "));
      if (is_view || is_function || is_other) made.insert(one.target);
    }
  }
  return made;
}

}  // namespace

void keep_owners(const Rights& from, std::vector<RenderedChange>& changes) {
  const std::set<std::string> made = made_anew(changes, from);
  for (const Owned& one : from.owned) {
    if (!made.contains(one.target) || one.owner == from.user) continue;
    changes.push_back(change("give " + one.word + " " + one.name.text() + " back to " + one.owner,
                             owner_sql(one, one.owner), ""));
  }
}

void compare_rights(const Rights& from, const Rights& to, const LeftAlone& left_alone,
                    std::vector<RenderedChange>& changes) {
  const std::set<std::string> made = made_anew(changes, from);
  std::map<std::string, const Owned*> before;
  for (const Owned& one : from.owned) before.emplace(one.target, &one);
  for (const Owned& wanted : to.owned) {
    if (left_alone.object &&
        left_alone.object({.kind = wanted.kind, .name = wanted.name}, true, true))
      continue;
    const auto found = before.find(wanted.target);
    const bool is_made = found == before.end() || made.contains(wanted.target);
    const Owned* old = is_made ? nullptr : found->second;
    const std::string& owner = old == nullptr ? from.user : old->owner;
    const bool is_usual = owner == from.user && wanted.owner == to.user;
    if (owner == wanted.owner || is_usual) continue;
    changes.push_back(change(
        "give " + wanted.word + " " + wanted.name.text() + " to " + wanted.owner,
        owner_sql(wanted, wanted.owner), old == nullptr ? "" : owner_sql(wanted, old->owner)));
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
