// Composite types, objects of any other kind, what is altered in place, and settings.
#include <algorithm>

#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/describe.hpp"
#include "catalog/enum_values.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/settings.hpp"
#include "catalog/type_users.hpp"

namespace aludel {

namespace {

template <typename Named>
Named& require(std::vector<Named>& all, const auto& name, std::string_view what,
               const Rules& rules) {
  std::vector<std::string> names;
  for (Named& one : all) {
    if (same_name(one.name, name, rules)) return one;
    names.push_back(ObjectName(one.name).text());
  }
  const std::string shown = ObjectName(name).text();
  refuse("there is no " + std::string(what) + " " + shown, nearest_hint(shown, names, "names"));
}

void require_valid_attributes(const CompositeType& type, const Rules& rules) {
  for (std::size_t i = 0; i < type.attributes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (same_name(type.attributes[i].name, type.attributes[j].name, rules))
        refuse("type " + type.name.text() + " has an attribute " + type.attributes[i].name +
                   " already",
               "choose another name");
    }
  }
}

/// Values may come, go and change their places; one that goes must not be anything's default.
void require_unused_values(const Catalog& catalog, const Enum& from, const Enum& to,
                           const Rules& rules) {
  for (const std::string& value : from.values) {
    if (std::ranges::count(to.values, value) > 0) continue;
    auto users = default_users(catalog, from.name, value, rules);
    std::ranges::move(value_users(catalog, from.name, value, rules), std::back_inserter(users));
    if (users.empty()) continue;
    refuse(
        "value '" + value + "' of enum " + from.name.text() + " is named by " + join(users, ", "),
        "drop " + std::string(users.size() == 1 ? "it" : "them") + " first");
  }
}

struct Altered {
  Catalog& catalog;
  const Rules& rules;

  void operator()(const Domain& to) const {
    Domain& one = require(catalog.domains, to.name, "domain", rules);
    for (const Check& check : one.checks) {
      if (!keeps(to, check))
        drop_settings(catalog, one.name, PartOf::constraint, check.name, rules);
    }
    replace(one, to);
    sort_objects(one.checks);
  }
  void operator()(const Enum& to) const {
    Enum& one = require(catalog.enums, to.name, "enum", rules);
    require_unused_values(catalog, one, to, rules);
    replace(one, to);
  }
  void operator()(const CompositeType& to) const {
    CompositeType& one = require(catalog.composites, to.name, "composite type", rules);
    require_valid_attributes(to, rules);
    replace(one, to);
  }
  void operator()(const Extension& to) const {
    require(catalog.extensions, to.name, "extension", rules) = to;
  }
  void operator()(const View& to) const {
    require(catalog.views, to.name, "view", rules).options = to.options;
  }
  void operator()(const OtherObject& to) const {
    for (OtherObject& one : catalog.others) {
      if (one.kind != to.kind || !same_name(one.name, to.name, rules)) continue;
      const bool begins_alike =
          one.statements.size() <= to.statements.size() &&
          std::equal(one.statements.begin(), one.statements.end(), to.statements.begin());
      if (!begins_alike)
        refuse("what made the " + lower(one.kind) + " " + one.name + " cannot be taken back",
               "drop it and create it again");
      one = to;
      return;
    }
    refuse("there is no " + lower(to.kind) + " " + to.name);
  }

 private:
  template <typename Object>
  static void replace(Object& one, Object to) {
    to.comment = one.comment;
    to.name = one.name;
    one = std::move(to);
  }
};

void require_any(const Catalog& catalog, const ObjectSetting& setting, const Rules& rules) {
  const auto is_it = [&](const auto& one) { return same_name(one.name, setting.object, rules); };
  const auto is_index = [&](const auto& owner) {
    return same_name(owner.name.schema, setting.object.schema, rules) &&
           find_index(owner.indexes, setting.object.name, rules) != nullptr;
  };
  const auto has = [&](const auto& objects) { return std::ranges::any_of(objects, is_it); };
  if (has(catalog.tables) || has(catalog.views) || has(catalog.sequences) || has(catalog.domains) ||
      has(catalog.composites) || std::ranges::any_of(catalog.tables, is_index) ||
      std::ranges::any_of(catalog.views, is_index))
    return;
  const bool is_extension = std::ranges::any_of(catalog.extensions, [&](const Extension& one) {
    return same_name(one.name, setting.object.name, rules);
  });
  const bool is_schema = setting.kind == "COMMENT ON SCHEMA";
  if (!is_extension && !is_schema)
    refuse("there is no " + setting.object.text() + " to set " + lower(setting.kind) + " of");
}

}  // namespace

void apply_one(Catalog& catalog, const CreateComposite& operation, const Rules& rules) {
  const CompositeType& added = operation.composite;
  require_schema(catalog, added.name.schema, rules);
  require_free_type(catalog, added.name, rules);
  require_valid_attributes(added, rules);
  insert_sorted(catalog.composites, added);
}

void apply_one(Catalog& catalog, const DropComposite& operation, const Rules& rules) {
  const auto is_meant = [&](const CompositeType& one) {
    return same_name(one.name, operation.name, rules);
  };
  if (operation.if_exists && std::ranges::none_of(catalog.composites, is_meant)) return;
  const ObjectName name = require(catalog.composites, operation.name, "composite type", rules).name;
  const auto users = type_users(catalog, name, rules);
  if (!users.empty())
    refuse("composite type " + name.text() + " is the type of " + join(users, ", "),
           "drop what is of that type first, or give it another one");
  std::erase_if(catalog.composites, is_meant);
  drop_settings(catalog, name, rules);
}

void apply_one(Catalog& catalog, const AlterObject& operation, const Rules& rules) {
  std::visit(Altered{catalog, rules}, operation.to);
}

void apply_one(Catalog& catalog, const CreateObject& operation, const Rules& rules) {
  const OtherObject& added = operation.object;
  if (added.statements.empty())
    refuse("no statement makes the " + lower(added.kind) + " " + added.name);
  for (const OtherObject& one : catalog.others) {
    if (one.kind == added.kind && same_name(one.name, added.name, rules))
      refuse("there is a " + lower(added.kind) + " " + added.name + " already",
             "drop that one first");
  }
  insert_sorted(catalog.others, added);
}

void apply_one(Catalog& catalog, const DropObject& operation, const Rules& rules) {
  const auto is_meant = [&](const OtherObject& one) {
    return one.kind == operation.kind && same_name(one.name, operation.name, rules);
  };
  if (std::erase_if(catalog.others, is_meant) > 0) return;
  std::vector<std::string> names;
  for (const OtherObject& one : catalog.others) {
    if (one.kind == operation.kind) names.push_back(one.name);
  }
  refuse("there is no " + lower(operation.kind) + " " + operation.name,
         nearest_hint(operation.name, names, "names"));
}

void apply_one(Catalog& catalog, const ChangeSetting& operation, const Rules& rules) {
  const ObjectSetting& setting = operation.setting;
  require_any(catalog, setting, rules);
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return one.kind == setting.kind && same_name(one.object, setting.object, rules) &&
           same_name(one.part, setting.part, rules);
  });
  if (!setting.value.empty()) insert_sorted(catalog.settings, setting);
}

}  // namespace aludel
