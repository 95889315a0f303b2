#include <algorithm>

#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/type_users.hpp"

namespace aludel {

namespace {

template <typename Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& one : all) names.push_back(ObjectName(one.name).text());
  return names;
}

template <typename Named>
bool has(const std::vector<Named>& all, const auto& name, const Rules& rules) {
  return std::ranges::any_of(all,
                             [&](const Named& one) { return same_name(one.name, name, rules); });
}

/// What stands in the schema, for a person.
std::vector<std::string> contents_of(const Catalog& catalog, const std::string& schema,
                                     const Rules& rules) {
  std::vector<std::string> contents;
  const auto add = [&](std::string_view what, const auto& objects) {
    for (const auto& one : objects) {
      if (same_name(one.name.schema, schema, rules)) {
        contents.push_back(std::string(what) + " " + one.name.name);
      }
    }
  };
  add("table", catalog.tables);
  add("view", catalog.views);
  add("enum", catalog.enums);
  add("domain", catalog.domains);
  add("composite type", catalog.composites);
  add("sequence", catalog.sequences);
  add("function", catalog.functions);
  return contents;
}

/// The schema's objects, each by an operation that takes along what needs it elsewhere.
void drop_contents(Catalog& catalog, const std::string& schema, const Rules& rules) {
  const auto is_inside = [&](const auto& one) { return same_name(one.name.schema, schema, rules); };
  for (auto view = std::ranges::find_if(catalog.views, is_inside); view != catalog.views.end();
       view = std::ranges::find_if(catalog.views, is_inside)) {
    const ObjectName name = view->name;
    drop_view_and_users(catalog, name, rules);
  }
  for (auto table = std::ranges::find_if(catalog.tables, is_inside); table != catalog.tables.end();
       table = std::ranges::find_if(catalog.tables, is_inside)) {
    apply_one(catalog, DropTable{.name = table->name, .cascade = true}, rules);
  }
  std::erase_if(catalog.sequences, is_inside);
  std::erase_if(catalog.functions, is_inside);
  for (const Enum& one : catalog.enums) {
    const auto users = is_inside(one) ? type_users(catalog, one.name, rules) : names_of<Enum>({});
    if (!users.empty()) refuse("enum " + one.name.text() + " is the type of " + join(users, ", "));
  }
  std::erase_if(catalog.enums, is_inside);
  std::erase_if(catalog.domains, is_inside);
  std::erase_if(catalog.composites, is_inside);
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return same_name(one.object.schema, schema, rules);
  });
  std::erase_if(catalog.grants, [&](const Grant& grant) {
    return same_name(grant.object.schema, schema, rules) ||
           (grant.kind == ObjectKind::schema && same_name(grant.object.name, schema, rules));
  });
}

}  // namespace

void apply_one(Catalog& catalog, const CreateSchema& operation, const Rules& rules) {
  if (has(catalog.schemas, operation.schema.name, rules)) {
    if (operation.if_not_exists) return;
    refuse("there is a schema " + operation.schema.name + " already");
  }
  insert_sorted(catalog.schemas, operation.schema);
}

void apply_one(Catalog& catalog, const DropSchema& operation, const Rules& rules) {
  if (!has(catalog.schemas, operation.name, rules)) {
    if (operation.if_exists) return;
    refuse("there is no schema " + operation.name,
           nearest_hint(operation.name, names_of(catalog.schemas), "schemas"));
  }
  const auto contents = contents_of(catalog, operation.name, rules);
  if (!contents.empty() && !operation.cascade) {
    refuse("schema " + operation.name + " is not empty: it has " + join(contents, ", "),
           "drop what is in it first");
  }
  Catalog after = catalog;
  drop_contents(after, operation.name, rules);
  std::erase_if(after.schemas,
                [&](const Schema& one) { return same_name(one.name, operation.name, rules); });
  catalog = std::move(after);
}

void apply_one(Catalog& catalog, const CreateExtension& operation, const Rules& rules) {
  if (has(catalog.extensions, operation.extension.name, rules)) {
    if (operation.if_not_exists) return;
    refuse("there is an extension " + operation.extension.name + " already");
  }
  insert_sorted(catalog.extensions, operation.extension);
}

void apply_one(Catalog& catalog, const DropExtension& operation, const Rules& rules) {
  if (!has(catalog.extensions, operation.name, rules)) {
    if (operation.if_exists) return;
    refuse("there is no extension " + operation.name,
           nearest_hint(operation.name, names_of(catalog.extensions), "extensions"));
  }
  std::erase_if(catalog.extensions,
                [&](const Extension& one) { return same_name(one.name, operation.name, rules); });
  drop_settings(catalog, ObjectName({}, operation.name), rules);
}

void apply_one(Catalog& catalog, const CreateSequence& operation, const Rules& rules) {
  const Sequence& added = operation.sequence;
  if (operation.if_not_exists && has(catalog.sequences, added.name, rules)) return;
  require_schema(catalog, added.name.schema, rules);
  require_free_relation(catalog, added.name, rules);
  // Its table may come later, whose default needs it before.
  const Table* owner = added.owned_by ? find_table(catalog, added.owned_by->first, rules) : nullptr;
  if (owner != nullptr)
    static_cast<void>(require_column(catalog, *owner, added.owned_by->second, rules));
  insert_sorted(catalog.sequences, added);
}

void apply_one(Catalog& catalog, const AlterSequence& operation, const Rules& rules) {
  for (Sequence& one : catalog.sequences) {
    if (!same_name(one.name, operation.name, rules)) continue;
    one.options = operation.options;
    if (operation.type) one.type = *operation.type;
    if (operation.owned_by) one.owned_by = *operation.owned_by;
    return;
  }
  refuse("there is no sequence " + operation.name.text(),
         nearest_hint(operation.name.text(), names_of(catalog.sequences), "sequences"));
}

void apply_one(Catalog& catalog, const DropSequence& operation, const Rules& rules) {
  if (!has(catalog.sequences, operation.name, rules)) {
    if (operation.if_exists) return;
    refuse("there is no sequence " + operation.name.text(),
           nearest_hint(operation.name.text(), names_of(catalog.sequences), "sequences"));
  }
  const auto users = sequence_users(catalog, operation.name, rules);
  if (!users.empty()) {
    refuse("sequence " + operation.name.text() + " is used by " + join(users, ", "),
           "drop that default first");
  }
  drop_grants(catalog, operation.name, rules);
  std::erase_if(catalog.sequences,
                [&](const Sequence& one) { return same_name(one.name, operation.name, rules); });
}

}  // namespace aludel
