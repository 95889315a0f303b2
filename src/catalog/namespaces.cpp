#include "catalog/namespaces.hpp"

#include <algorithm>
#include <array>

#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/relation_names.hpp"
#include "catalog/settings.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_taken(const ObjectName& name, const std::string& by) {
  refuse("the name " + name.text() + " is taken: there is " + by + " of that name already",
         "choose another name, or drop that one first");
}

bool holds_index(const ObjectName& owner, const std::vector<Index>& indexes, const ObjectName& name,
                 const Rules& rules) {
  return same_name(owner.schema, name.schema, rules) &&
         find_index(indexes, name.name, rules) != nullptr;
}

}  // namespace

void require_schema(const Catalog& catalog, std::string_view schema, const Rules& rules) {
  constexpr std::array always{"", "public", "main", "temp", "pg_catalog", "information_schema"};
  if (rules.dialect == "sqlite" || std::ranges::find(always, schema) != always.end()) return;
  std::vector<std::string> names;
  for (const Schema& one : catalog.schemas) {
    if (same_name(one.name, schema, rules)) return;
    names.push_back(one.name);
  }
  const std::string near = nearest_hint(schema, names, "schemas");
  refuse("there is no schema " + std::string(schema),
         near.empty() ? "create the schema first" : near);
}

void require_free_relation(const Catalog& catalog, const ObjectName& name, const Rules& rules) {
  if (name.name.empty()) refuse("a table, view, sequence or index needs a name");
  if (rules.relations != nullptr && !rules.relations->may_hold(catalog, name)) return;
  for (const Table& table : catalog.tables) {
    if (same_name(table.name, name, rules)) refuse_taken(name, "a table");
    if (holds_index(table.name, table.indexes, name, rules)) {
      refuse_taken(name, "an index of table " + table.name.text());
    }
  }
  for (const View& view : catalog.views) {
    if (same_name(view.name, name, rules)) refuse_taken(name, "a view");
    if (holds_index(view.name, view.indexes, name, rules)) {
      refuse_taken(name, "an index of view " + view.name.text());
    }
  }
  for (const Sequence& sequence : catalog.sequences) {
    if (same_name(sequence.name, name, rules)) refuse_taken(name, "a sequence");
  }
  for (const CompositeType& composite : catalog.composites) {
    if (same_name(composite.name, name, rules)) refuse_taken(name, "a composite type");
  }
}

void require_free_type(const Catalog& catalog, const ObjectName& name, const Rules& rules) {
  if (name.name.empty()) refuse("a type needs a name");
  const auto is_called_so = [&](const auto& one) { return same_name(one.name, name, rules); };
  if (std::ranges::any_of(catalog.enums, is_called_so)) refuse_taken(name, "an enum");
  if (std::ranges::any_of(catalog.domains, is_called_so)) refuse_taken(name, "a domain");
  if (std::ranges::any_of(catalog.composites, is_called_so)) refuse_taken(name, "a composite type");
  if (std::ranges::any_of(catalog.tables, is_called_so)) refuse_taken(name, "a table");
  if (std::ranges::any_of(catalog.views, is_called_so)) refuse_taken(name, "a view");
}

void drop_grants(Catalog& catalog, const ObjectName& object, const Rules& rules) {
  std::erase_if(catalog.grants, [&](const Grant& grant) {
    const bool is_relation = grant.kind == ObjectKind::table || grant.kind == ObjectKind::view ||
                             grant.kind == ObjectKind::materialized_view ||
                             grant.kind == ObjectKind::sequence;
    return is_relation && same_name(grant.object, object, rules);
  });
  std::erase_if(catalog.others, [&](const OtherObject& one) {
    return !one.table.empty() && same_name(one.table, object, rules);
  });
  drop_settings(catalog, object, rules);
}

void drop_settings(Catalog& catalog, const ObjectName& object, const Rules& rules) {
  std::erase_if(catalog.settings,
                [&](const ObjectSetting& one) { return same_name(one.object, object, rules); });
}

std::vector<ObjectName> views_that_name(const Catalog& catalog, const ObjectName& relation,
                                        const Rules& rules) {
  std::vector<ObjectName> found;
  for (const View& view : catalog.views) {
    if (same_name(view.name, relation, rules)) continue;
    if (names_table(view.query, relation, rules)) found.push_back(view.name);
  }
  return found;
}

std::vector<std::string> triggers_that_name(const Catalog& catalog, const ObjectName& relation,
                                            const Rules& rules) {
  std::vector<std::string> found;
  for (const Trigger& trigger : catalog.triggers) {
    if (same_name(trigger.table, relation, rules)) continue;
    if (names_table(trigger.action, relation, rules)) {
      found.push_back("trigger " + trigger.name + " of table " + trigger.table.text());
    }
  }
  return found;
}

void drop_view_and_users(Catalog& catalog, const ObjectName& view, const Rules& rules) {
  const std::vector<ObjectName> users = views_that_name(catalog, view, rules);
  std::erase_if(catalog.views, [&](const View& one) { return same_name(one.name, view, rules); });
  std::erase_if(catalog.triggers,
                [&](const Trigger& one) { return same_name(one.table, view, rules); });
  drop_grants(catalog, view, rules);
  for (const ObjectName& user : users) drop_view_and_users(catalog, user, rules);
  drop_settings_of_lost_indexes(catalog);
}

}  // namespace aludel
