#include <algorithm>

#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/settings.hpp"
#include "catalog/signature.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

std::string view_word(bool materialized) {
  return materialized ? "materialized view " : "view ";
}

std::vector<std::string> names_of_views(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const View& view : catalog.views) names.push_back(view.name.text());
  return names;
}

bool is_function(const Function& one, const ObjectName& name, const std::string& signature,
                 const Rules& rules) {
  return same_name(one.name, name, rules) && signature_of(one) == signature;
}

std::string full_name(const Function& function) {
  return function.name.text() + "(" + signature_of(function) + ")";
}

/// Triggers that run the function, and defaults, checks and generated columns that call it, for a
/// person. A name that several functions have is not taken for a use: which one is meant is the
/// database's to know.
std::vector<std::string> function_users(const Catalog& catalog, const Function& function,
                                        const Rules& rules) {
  const auto same = [&](const Function& one) { return same_name(one.name, function.name, rules); };
  if (std::ranges::count_if(catalog.functions, same) > 1) return {};
  const auto calls = [&](const std::string& sql) {
    const SqlWords words = words_of(sql, rules);
    for (std::size_t i = 0; i + 1 < words.words.size(); ++i) {
      if (!words.words[i].is_name() || !words.is(i + 1, "(")) continue;
      const bool qualified = i > 1 && words.is(i - 1, ".");
      const ObjectName called(qualified ? words.words[i - 2].text : "", words.words[i].text);
      if (means(called, function.name, rules)) return true;
    }
    return false;
  };
  std::vector<std::string> users;
  for (const Trigger& trigger : catalog.triggers) {
    if (calls(trigger.action)) {
      users.push_back("trigger " + trigger.name + " of table " + trigger.table.text());
    }
  }
  for (const Table& table : catalog.tables) {
    for (const Column& column : table.columns) {
      const bool used = (column.default_sql && calls(*column.default_sql)) ||
                        (column.generated && calls(column.generated->expression));
      if (used) users.push_back("column " + column.name + " of table " + table.name.text());
    }
    for (const Constraint& constraint : table.constraints) {
      const auto* check = std::get_if<Check>(&constraint);
      if (check != nullptr && calls(check->expression)) {
        users.push_back(describe(constraint) + " of table " + table.name.text());
      }
    }
  }
  return users;
}

const ObjectName& require_relation(const Catalog& catalog, const ObjectName& name,
                                   const Rules& rules) {
  if (const View* view = find_view(catalog, name, rules)) return view->name;
  return require_table(catalog, name, rules).name;
}

template <typename OfTable>
bool is_called(const OfTable& one, const std::string& name, const ObjectName& table,
               const Rules& rules) {
  return same_name(one.name, name, rules) && same_name(one.table, table, rules);
}

template <typename OfTable>
void drop_of_table(std::vector<OfTable>& all, std::string_view what, const auto& operation,
                   const Rules& rules) {
  const auto is_meant = [&](const OfTable& one) {
    return is_called(one, operation.name, operation.table, rules);
  };
  if (std::erase_if(all, is_meant) > 0 || operation.if_exists) return;
  std::vector<std::string> names;
  for (const OfTable& one : all) {
    if (same_name(one.table, operation.table, rules)) names.push_back(one.name);
  }
  refuse("table " + operation.table.text() + " has no " + std::string(what) + " " + operation.name,
         nearest_hint(operation.name, names, what == "policy" ? "policies" : "triggers"));
}

}  // namespace

void apply_one(Catalog& catalog, const CreateView& operation, const Rules& rules) {
  View view = sorted(Catalog{.views = {operation.view}}).views.front();
  View* existing = find_view(catalog, view.name, rules);
  if (operation.replace && existing != nullptr && !existing->materialized && !view.materialized) {
    if (view.comment.empty()) view.comment = existing->comment;  // it stays
    *existing = std::move(view);
    return;
  }
  require_schema(catalog, view.name.schema, rules);
  require_free_relation(catalog, view.name, rules);
  for (const Index& index : view.indexes) {
    require_free_relation(catalog, ObjectName(view.name.schema, index.name), rules);
  }
  insert_sorted(catalog.views, std::move(view));
}

void apply_one(Catalog& catalog, const DropView& operation, const Rules& rules) {
  const View* view = find_view(catalog, operation.name, rules);
  const std::string shown = view_word(operation.materialized) + operation.name.text();
  if (view == nullptr) {
    if (operation.if_exists) return;
    if (find_table(catalog, operation.name, rules) != nullptr) {
      refuse("there is no " + shown + ": that is a table", "drop it as a table");
    }
    refuse("there is no " + shown,
           nearest_hint(operation.name.text(), names_of_views(catalog), "views"));
  }
  if (view->materialized != operation.materialized) {
    refuse(
        "there is no " + shown + ": that is a " + view_word(view->materialized) + view->name.text(),
        view->materialized ? "drop it with drop_materialized_view" : "drop it with drop_view");
  }
  const ObjectName name = view->name;
  std::vector<std::string> users = triggers_that_name(catalog, name, rules);
  for (const ObjectName& user : views_that_name(catalog, name, rules)) {
    users.push_back("view " + user.text());
  }
  if (!users.empty() && !operation.cascade) {
    refuse(shown + " is needed by " + join(users, ", "),
           "drop " + std::string(users.size() == 1 ? "it" : "them") + " first");
  }
  drop_view_and_users(catalog, name, rules);
}

void apply_one(Catalog& catalog, const CreateFunction& operation, const Rules& rules) {
  Function added = operation.function;
  added.signature = signature_of(added);
  require_schema(catalog, added.name.schema, rules);
  const auto existing = std::ranges::find_if(catalog.functions, [&](const Function& one) {
    return is_function(one, added.name, added.signature, rules);
  });
  if (existing == catalog.functions.end()) {
    insert_sorted(catalog.functions, std::move(added));
    return;
  }
  if (!operation.replace) {
    refuse("there is a function " + full_name(added) + " already",
           "replace it with replace_function");
  }
  if (existing->procedure != added.procedure) {
    refuse(full_name(added) + " is a " + (existing->procedure ? "procedure" : "function") +
               " and cannot become the other",
           "drop it first");
  }
  if (added.comment.empty()) added.comment = existing->comment;
  *existing = std::move(added);
}

void apply_one(Catalog& catalog, const DropFunction& operation, const Rules& rules) {
  const std::string signature = normal_signature(operation.signature);
  const auto found = std::ranges::find_if(catalog.functions, [&](const Function& one) {
    return is_function(one, operation.name, signature, rules) &&
           one.procedure == operation.procedure;
  });
  if (found == catalog.functions.end()) {
    if (operation.if_exists) return;
    std::vector<std::string> names;
    for (const Function& one : catalog.functions) names.push_back(full_name(one));
    const std::string wanted = operation.name.text() + "(" + signature + ")";
    refuse("there is no " + std::string(operation.procedure ? "procedure " : "function ") + wanted,
           nearest_hint(wanted, names, "functions"));
  }
  const auto users = function_users(catalog, *found, rules);
  if (!users.empty()) {
    refuse("function " + full_name(*found) + " is used by " + join(users, ", "),
           "drop " + std::string(users.size() == 1 ? "it" : "them") + " first");
  }
  std::erase_if(catalog.grants, [&](const Grant& grant) {
    const bool is_callable =
        grant.kind == ObjectKind::function || grant.kind == ObjectKind::procedure;
    return is_callable && same_name(grant.object, operation.name, rules) &&
           normal_signature(grant.signature) == signature;
  });
  catalog.functions.erase(found);
}

void apply_one(Catalog& catalog, const CreateTrigger& operation, const Rules& rules) {
  Trigger added = operation.trigger;
  added.table = require_relation(catalog, added.table, rules);
  for (const Trigger& one : catalog.triggers) {
    // SQLite's triggers share their names across all tables.
    const bool same_place = rules.dialect == "sqlite" || same_name(one.table, added.table, rules);
    if (same_place && same_name(one.name, added.name, rules)) {
      refuse("table " + one.table.text() + " has a trigger " + one.name + " already",
             "choose another name, or drop that one first");
    }
  }
  insert_sorted(catalog.triggers, std::move(added));
}

void apply_one(Catalog& catalog, const DropTrigger& operation, const Rules& rules) {
  drop_of_table(catalog.triggers, "trigger", operation, rules);
  drop_settings_of_trigger(catalog, operation.table, operation.name, rules);
}

void apply_one(Catalog& catalog, const CreatePolicy& operation, const Rules& rules) {
  Policy added = operation.policy;
  added.table = require_table(catalog, added.table, rules).name;
  for (const Policy& one : catalog.policies) {
    if (!is_called(one, added.name, added.table, rules)) continue;
    refuse("table " + one.table.text() + " has a policy " + one.name + " already",
           "choose another name, or drop that one first");
  }
  std::ranges::sort(added.roles);
  insert_sorted(catalog.policies, std::move(added));
}

void apply_one(Catalog& catalog, const DropPolicy& operation, const Rules& rules) {
  drop_of_table(catalog.policies, "policy", operation, rules);
}

}  // namespace aludel
