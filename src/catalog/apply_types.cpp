#include <algorithm>

#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/enum_values.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/type_users.hpp"

namespace aludel {

namespace {

Enum& require_enum(Catalog& catalog, const ObjectName& name, const Rules& rules) {
  std::vector<std::string> names;
  for (Enum& one : catalog.enums) {
    if (same_name(one.name, name, rules)) return one;
    names.push_back(one.name.text());
  }
  refuse("there is no enum " + name.text(), nearest_hint(name.text(), names, "enums"));
}

/// Where `value` stands among the values.
std::vector<std::string>::iterator require_value(Enum& one, const std::string& value) {
  const auto found = std::ranges::find(one.values, value);
  if (found == one.values.end()) {
    refuse("enum " + one.name.text() + " has no value '" + value + "'",
           nearest_hint(value, one.values, "values"));
  }
  return found;
}

void refuse_value_twice(const Enum& one, const std::string& value) {
  if (std::ranges::count(one.values, value) == 0) return;
  refuse("enum " + one.name.text() + " has a value '" + value + "' already");
}

/// What still needs a type that is dropped.
void require_no_users(const Catalog& catalog, const std::string& what, const ObjectName& name,
                      const Rules& rules) {
  const auto users = type_users(catalog, name, rules);
  if (users.empty()) return;
  refuse(what + " " + name.text() + " is the type of " + join(users, ", "),
         "drop what is of that type first, or give it another one");
}

void drop_type_grants(Catalog& catalog, ObjectKind kind, const ObjectName& name,
                      const Rules& rules) {
  std::erase_if(catalog.grants, [&](const Grant& grant) {
    return grant.kind == kind && same_name(grant.object, name, rules);
  });
}

}  // namespace

void apply_one(Catalog& catalog, const CreateEnum& operation, const Rules& rules) {
  const Enum& added = operation.enumeration;
  require_schema(catalog, added.name.schema, rules);
  require_free_type(catalog, added.name, rules);
  Enum seen{.name = added.name};
  for (const std::string& value : added.values) {
    refuse_value_twice(seen, value);
    seen.values.push_back(value);
  }
  insert_sorted(catalog.enums, added);
}

void apply_one(Catalog& catalog, const DropEnum& operation, const Rules& rules) {
  const auto is_meant = [&](const Enum& one) { return same_name(one.name, operation.name, rules); };
  if (operation.if_exists && std::ranges::none_of(catalog.enums, is_meant)) return;
  const ObjectName name = require_enum(catalog, operation.name, rules).name;
  require_no_users(catalog, "enum", name, rules);
  drop_type_grants(catalog, ObjectKind::enumeration, name, rules);
  std::erase_if(catalog.enums, is_meant);
}

void apply_one(Catalog& catalog, const AddEnumValue& operation, const Rules& rules) {
  Enum& one = require_enum(catalog, operation.name, rules);
  const bool is_there = std::ranges::count(one.values, operation.value) > 0;
  if (is_there && operation.if_not_exists) return;
  refuse_value_twice(one, operation.value);
  auto place = one.values.end();
  if (!operation.before.empty()) place = require_value(one, operation.before);
  if (!operation.after.empty()) place = require_value(one, operation.after) + 1;
  one.values.insert(place, operation.value);
}

void apply_one(Catalog& catalog, const RenameEnumValue& operation, const Rules& rules) {
  Enum& one = require_enum(catalog, operation.name, rules);
  const auto place = require_value(one, operation.value);
  refuse_value_twice(one, operation.to);
  *place = operation.to;
  follow_value_rename(catalog, one.name, operation.value, operation.to, rules);
  follow_value_in_texts(catalog, one.name, operation.value, operation.to, rules);
}

void apply_one(Catalog& catalog, const RemoveEnumValue& operation, const Rules& rules) {
  Enum& one = require_enum(catalog, operation.name, rules);
  const auto place = require_value(one, operation.value);
  if (!operation.replacement.empty()) static_cast<void>(require_value(one, operation.replacement));
  if (operation.replacement == operation.value) {
    refuse("value '" + operation.value + "' of enum " + one.name.text() +
           " cannot take its own place");
  }
  const auto users = default_users(catalog, one.name, operation.value, rules);
  if (!users.empty()) {
    refuse(
        "value '" + operation.value + "' of enum " + one.name.text() + " is " + join(users, ", "),
        "change the default first: alter_column with default_sql or drop_default");
  }
  const auto texts = value_users(catalog, one.name, operation.value, rules);
  if (!texts.empty()) {
    refuse("value '" + operation.value + "' of enum " + one.name.text() + " is named by " +
               join(texts, ", "),
           "drop " + std::string(texts.size() == 1 ? "it" : "them") +
               " first, and create again behind this what does without the value");
  }
  one.values.erase(place);
}

void apply_one(Catalog& catalog, const CreateDomain& operation, const Rules& rules) {
  Domain added = operation.domain;
  require_schema(catalog, added.name.schema, rules);
  require_free_type(catalog, added.name, rules);
  sort_objects(added.checks);
  insert_sorted(catalog.domains, std::move(added));
}

void apply_one(Catalog& catalog, const DropDomain& operation, const Rules& rules) {
  std::vector<std::string> names;
  const Domain* found = nullptr;
  for (const Domain& one : catalog.domains) {
    if (same_name(one.name, operation.name, rules)) found = &one;
    names.push_back(one.name.text());
  }
  if (found == nullptr) {
    if (operation.if_exists) return;
    refuse("there is no domain " + operation.name.text(),
           nearest_hint(operation.name.text(), names, "domains"));
  }
  const ObjectName name = found->name;
  require_no_users(catalog, "domain", name, rules);
  drop_type_grants(catalog, ObjectKind::domain, name, rules);
  std::erase_if(catalog.domains, [&](const Domain& one) { return one.name == name; });
  drop_settings(catalog, name, rules);
}

}  // namespace aludel
