#include "catalog/column_users.hpp"

#include <algorithm>

#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

struct ConstraintUses {
  std::string_view column;
  const ObjectName& table;
  const Rules& rules;

  bool operator()(const PrimaryKey& key) const { return in(key.columns) || in(key.include); }
  bool operator()(const Unique& unique) const { return in(unique.columns) || in(unique.include); }
  bool operator()(const ForeignKey& key) const {
    return in(key.columns) || (same_name(key.table, table, rules) && in(key.referred));
  }
  bool operator()(const Check& check) const { return in_text(check.expression); }
  bool operator()(const Exclusion& exclusion) const {
    return in_text(exclusion.where) ||
           std::ranges::any_of(exclusion.elements, [&](const Exclusion::Element& element) {
             return in_text(element.expression);
           });
  }

  [[nodiscard]] bool in(const std::vector<std::string>& columns) const {
    return contains_name(columns, column, rules);
  }
  [[nodiscard]] bool in_text(std::string_view expression) const {
    return names_column(expression, column, table, rules);
  }
};

/// A server expands `*` when the view is made; SQLite when it is read.
bool takes_all_columns(const SqlWords& words, const ObjectName& table, const Rules& rules) {
  if (rules.dialect == "sqlite" || !names_table(words.text, table, rules)) return false;
  for (std::size_t i = 1; i < words.words.size(); ++i) {
    const bool lists = words.is(i - 1, "select") || words.is(i - 1, ",") || words.is(i - 1, ".");
    if (words.is(i, "*") && lists) return true;
  }
  return false;
}

struct OutsideUsers {
  const Catalog& catalog;
  const Table& table;
  std::string_view column;
  const Rules& rules;
  std::vector<std::string> found = {};

  [[nodiscard]] bool in_text(const std::string& sql, TextOf text_of) const {
    return !column_mentions_in_query(words_of(sql, rules), column, table, catalog, text_of, rules)
                .empty();
  }

  void add_foreign_keys() {
    for (const Table& other : catalog.tables) {
      if (same_name(other.name, table.name, rules)) continue;
      for (const Constraint& constraint : other.constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint);
        if (key == nullptr || !same_name(key->table, table.name, rules)) continue;
        const PrimaryKey* primary = primary_key(table);
        const bool by_key = key->referred.empty() && primary != nullptr &&
                            contains_name(primary->columns, column, rules);
        if (by_key || contains_name(key->referred, column, rules)) {
          found.push_back(describe(constraint) + " of table " + other.name.text());
        }
      }
    }
  }

  void add_views() {
    for (const View& view : catalog.views) {
      const bool used = in_text(view.query, TextOf::anything) ||
                        takes_all_columns(words_of(view.query, rules), table.name, rules);
      if (used) found.push_back("view " + view.name.text());
    }
  }

  void add_triggers() {
    for (const Trigger& trigger : catalog.triggers) {
      const bool own = same_name(trigger.table, table.name, rules);
      const TextOf text_of = own ? TextOf::trigger_of_table : TextOf::anything;
      const bool used = in_text(trigger.action, text_of) ||
                        (own && names_column(trigger.timing, column, table.name, rules));
      if (used) found.push_back("trigger " + trigger.name + " of table " + trigger.table.text());
    }
  }

  void add_policies() {
    for (const Policy& policy : catalog.policies) {
      const bool own = same_name(policy.table, table.name, rules);
      const TextOf text_of = own ? TextOf::policy_of_table : TextOf::anything;
      if (in_text(policy.using_expression, text_of) || in_text(policy.with_check, text_of)) {
        found.push_back("policy " + policy.name + " of table " + policy.table.text());
      }
    }
  }
};

}  // namespace

bool uses_column(const Constraint& constraint, std::string_view column, const ObjectName& table,
                 const Rules& rules) {
  return std::visit(ConstraintUses{column, table, rules}, constraint);
}

bool uses_column(const Index& index, std::string_view column, const ObjectName& table,
                 const Rules& rules) {
  const bool in_parts = std::ranges::any_of(index.parts, [&](const IndexPart& part) {
    return same_name(part.column, column, rules) ||
           names_column(part.expression, column, table, rules);
  });
  return in_parts || contains_name(index.include, column, rules) ||
         names_column(index.where, column, table, rules);
}

std::vector<std::string> outside_users(const Catalog& catalog, const Table& table,
                                       std::string_view column, const Rules& rules) {
  OutsideUsers users{catalog, table, column, rules};
  users.add_foreign_keys();
  users.add_views();
  users.add_triggers();
  users.add_policies();
  return std::move(users.found);
}

std::vector<std::string> outside_readers(const Catalog& catalog, const Table& table,
                                         std::string_view column, const Rules& rules) {
  OutsideUsers users{catalog, table, column, rules};
  users.add_views();
  users.add_triggers();
  users.add_policies();
  return std::move(users.found);
}

bool refers_to(const ForeignKey& foreign, const Table& referred,
               const std::vector<std::string>& columns, const Rules& rules) {
  if (foreign.referred.empty()) {
    const PrimaryKey* key = primary_key(referred);
    return key != nullptr && key->columns == columns;
  }
  return foreign.referred.size() == columns.size() &&
         std::ranges::all_of(foreign.referred, [&](const std::string& column) {
           return contains_name(columns, column, rules);
         });
}

}  // namespace aludel
