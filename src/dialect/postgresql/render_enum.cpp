// A value is taken out of an enum type: a new type takes the old one's place. What of a column
// stands in the way of another type goes before and comes back behind: defaults, checks, indexes on
// expressions, policies, triggers. What cannot come back as it was is refused by name.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/column_users.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/sql_names.hpp"
#include "dialect/postgresql/bound.hpp"
#include "dialect/postgresql/implied_names.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

class ValueRemoval {
 public:
  /// @param values  those of the new type
  ValueRemoval(const RemoveEnumValue& operation, const Catalog& before,
               std::vector<std::string> values = {})
      : operation_(operation),
        values_(std::move(values)),
        before_(before),
        rules_(object_functions().rules),
        type_(find_enum()),
        old_name_(qualified(type_.name)),
        new_name_{type_.name.schema, object_name(type_.name.name, "", "new")} {}

  Statements statements() {
    refuse_what_cannot_follow();
    create_type();
    for (const Table& table : before_.tables) {
      for (const Column& column : table.columns) {
        if (is_of_type(column.type)) change_column(table, column);
      }
    }
    append(now_, std::move(change_));
    take_its_place();
    append(now_, std::move(again_));
    return std::move(now_);
  }

 private:
  [[nodiscard]] const Enum& find_enum() const {
    const auto found = std::ranges::find(before_.enums, operation_.name, &Enum::name);
    if (found != before_.enums.end()) return *found;
    std::vector<std::string> names;
    for (const Enum& type : before_.enums) names.push_back(type.name.text());
    refuse("there is no enum " + operation_.name.text(),
           nearest_hint(operation_.name.text(), names, "enums"));
  }

  [[nodiscard]] bool is_of_type(const Type& type) const {
    const Enum* found = enum_of(type, before_);
    return found != nullptr && found->name == type_.name;
  }

  [[nodiscard]] std::string subject() const {
    if (operation_.value.empty())
      return "the values of enum " + type_.name.text() + " cannot be put in another order: ";
    return "value '" + operation_.value + "' of enum " + type_.name.text() + " cannot be removed: ";
  }

  void refuse_what_cannot_follow() const {
    for (const Domain& domain : before_.domains) {
      if (is_of_type(domain.type))
        refuse(subject() + "domain " + domain.name.text() + " is of that type",
               "drop the domain first, or give its columns the enum itself");
    }
    for (const CompositeType& composite : before_.composites) {
      for (const Column& attribute : composite.attributes) {
        if (is_of_type(attribute.type))
          refuse(subject() + "attribute " + attribute.name + " of type " + composite.name.text() +
                     " is of that type",
                 "drop the attribute first and add it again behind this");
      }
    }
    for (const Function& function : before_.functions) {
      for (const std::string& type : split_list(function.signature)) {
        if (is_of_type({.name = type, .own = {}}))
          refuse(subject() + "function " + function.name.text() + "(" + function.signature +
                     ") takes it",
                 "drop the function first and create it again behind this");
      }
    }
    for (const Table& table : before_.tables) {
      for (const Column& column : table.columns) {
        if (is_of_type(column.type)) refuse_users(table, column);
      }
    }
  }

  void refuse_users(const Table& table, const Column& column) const {
    const std::string of = "column " + column.name + " of table " + table.name.text();
    for (const View& view : before_.views) {
      if (!column_mentions_in_query(aludel::words_of(view.query, rules_), column.name, table,
                                    before_, TextOf::anything, rules_)
               .empty())
        refuse(subject() + "view " + view.name.text() + " uses " + of,
               "drop the view first and create it again behind this");
    }
    for (const Column& other : table.columns) {
      if (other.generated &&
          names_column(other.generated->expression, column.name, table.name, rules_))
        refuse(subject() + "the generated column " + other.name + " of table " + table.name.text() +
                   " uses " + of,
               "drop that column first and add it again behind this: its values are computed");
    }
    for (const Table& one : before_.tables) {
      if (one.partition_by.empty() || !is_or_is_below(one, table)) continue;
      if (names_column(one.partition_by.substr(one.partition_by.find('(')), column.name, one.name,
                       rules_))
        refuse(subject() + of + " decides about the partitions of " + one.name.text(),
               "make a new table with the new type and copy the rows");
    }
    for (const Constraint& constraint : table.constraints) {
      if (std::holds_alternative<ForeignKey>(constraint) &&
          uses_column(constraint, column.name, table.name, rules_))
        refuse(subject() + "foreign key " + name_of(constraint) + " of table " + table.name.text() +
                   " uses " + of,
               "drop the foreign key first and create it again behind this");
    }
  }

  [[nodiscard]] bool is_or_is_below(const Table& one, const Table& table) const {
    if (one.name == table.name) return true;
    if (!one.partition_of) return false;
    const Table* parent = find_table(before_, one.partition_of->parent, rules_);
    return parent != nullptr && is_or_is_below(*parent, table);
  }

  void create_type() {
    std::string values;
    for (const std::string& value : values_.empty() ? type_.values : values_) {
      if (value != operation_.value || !values_.empty())
        values += (values.empty() ? "" : ", ") + literal(value);
    }
    now_.push_back({.sql = "CREATE TYPE " + qualified(new_name_) + " AS ENUM (" + values + ")"});
  }

  /// A column that a partition or an heir has from its parent follows the parent.
  [[nodiscard]] bool is_inherited(const Table& table, const Column& column) const {
    std::vector<ObjectName> parents = table.inherits;
    if (table.partition_of) parents.push_back(table.partition_of->parent);
    return std::ranges::any_of(parents, [&](const ObjectName& name) {
      const Table* parent = find_table(before_, name, rules_);
      return parent != nullptr && find_column(before_, *parent, column.name, rules_) != nullptr;
    });
  }

  void change_column(const Table& table, const Column& column) {
    const std::string alter = "ALTER TABLE " + qualified(table.name) + " ";
    const std::string alter_column = alter + "ALTER COLUMN " + ident(column.name) + " ";
    put_aside(table, column, alter);
    if (column.default_sql) {
      now_.push_back({.sql = alter_column + "DROP DEFAULT"});
      again_.push_back({.sql = alter_column + "SET DEFAULT " + *column.default_sql});
    }
    if (is_inherited(table, column)) return;
    const std::string array = column.type.dimensions > 0 ? "[]" : "";
    change_.push_back({.sql = alter_column + "TYPE " + qualified(new_name_) + array + " USING " +
                              converted(ident(column.name) + "::text" + array, array) +
                              "::" + qualified(new_name_) + array});
  }

  /// What the old values become: by text, which a value that is gone is refused for.
  [[nodiscard]] std::string converted(const std::string& old, const std::string& array) const {
    if (operation_.replacement.empty()) return old;
    const std::string from = literal(operation_.value);
    const std::string to = literal(operation_.replacement);
    return array.empty()
               ? "(CASE " + old + " WHEN " + from + " THEN " + to + " ELSE " + old + " END)"
               : "array_replace(" + old + ", " + from + ", " + to + ")";
  }

  /// What names the column in an expression, which would compare values of two types.
  void put_aside(const Table& table, const Column& column, const std::string& alter) {
    for (const Constraint& constraint : table.constraints) {
      if (!std::holds_alternative<Check>(constraint) &&
          !std::holds_alternative<Exclusion>(constraint))
        continue;
      const bool again = uses_column(constraint, column.name, table.name, rules_);
      if (!again || !is_first("constraint", table, name_of(constraint))) continue;
      now_.push_back({.sql = alter + "DROP CONSTRAINT " + ident(name_of(constraint))});
      again_.push_back({.sql = alter + "ADD " + constraint_sql(constraint, Features{}) +
                               (is_not_valid(constraint) ? " NOT VALID" : "")});
    }
    for (const Index& index : table.indexes) {
      const bool plain = index.where.empty() &&
                         std::ranges::all_of(
                             index.parts, [](const auto& part) { return part.expression.empty(); });
      if (plain || !uses_column(index, column.name, table.name, rules_) ||
          !is_first("index", table, index.name))
        continue;
      now_.push_back({.sql = "DROP INDEX " + ident_beside(table.name, index.name)});
      append(again_, create_index({.table = table.name, .index = index},
                                  {.nulls_not_distinct = index.nulls_not_distinct}));
    }
    for (const Policy& policy : before_.policies) {
      const bool own = policy.table == table.name;
      if (!uses(policy.using_expression, table, column, own, TextOf::policy_of_table) &&
          !uses(policy.with_check, table, column, own, TextOf::policy_of_table))
        continue;
      const Table* of = find_table(before_, policy.table, rules_);
      if (of == nullptr || !is_first("policy", *of, policy.name)) continue;
      now_.push_back(
          {.sql = "DROP POLICY " + ident(policy.name) + " ON " + qualified(policy.table)});
      append(again_, create_policy(policy));
    }
    for (const Trigger& trigger : before_.triggers) {
      if (trigger.table != table.name) continue;
      if (!uses(trigger.action, table, column, true, TextOf::trigger_of_table) &&
          !names_column(trigger.timing, column.name, table.name, rules_))
        continue;
      if (!is_first("trigger", table, trigger.name)) continue;
      now_.push_back(
          {.sql = "DROP TRIGGER " + ident(trigger.name) + " ON " + qualified(table.name)});
      append(again_, create_trigger(trigger));
    }
  }

  [[nodiscard]] bool uses(const std::string& sql, const Table& table, const Column& column,
                          bool own, TextOf text_of) const {
    return !column_mentions_in_query(aludel::words_of(sql, rules_), column.name, table, before_,
                                     own ? text_of : TextOf::anything, rules_)
                .empty();
  }

  /// Two columns may be of the type, and one thing name both.
  bool is_first(const std::string& kind, const Table& table, const std::string& name) {
    return done_.insert(kind + " " + table.name.text() + " " + name).second;
  }

  /// The new type gets name, owner, rights and comment of the old one.
  void take_its_place() {
    const std::string name = qualified(new_name_);
    const std::string owner =
        "EXECUTE format('ALTER TYPE %s OWNER TO %I', " + literal(name) +
        ", (SELECT pg_catalog.pg_get_userbyid(typowner) FROM pg_catalog.pg_type WHERE oid = " +
        literal(old_name_) + "::regtype))";
    now_.push_back({.sql = "DO " + literal("BEGIN " + owner + "; END")});
    now_.push_back({.sql = "DROP TYPE " + old_name_});
    now_.push_back({.sql = "ALTER TYPE " + name + " RENAME TO " + ident(type_.name.name)});
    for (const Grant& grant : before_.grants) {
      if (grant.kind == ObjectKind::enumeration && grant.object == type_.name)
        again_.push_back({.sql = grant.withheld ? revoke_sql(grant) : grant_sql(grant)});
    }
    append(again_, comment_on(ObjectKind::enumeration, type_.name, type_.comment));
  }

  const RemoveEnumValue& operation_;
  std::vector<std::string> values_;  ///< none: the old ones without the one that goes
  const Catalog& before_;
  const Rules& rules_;
  const Enum& type_;
  std::string old_name_;
  ObjectName new_name_;
  std::set<std::string> done_;
  Statements now_;
  Statements change_;
  Statements again_;
};

}  // namespace

Statements remove_enum_value(const RemoveEnumValue& operation, const Catalog& before) {
  return ValueRemoval(operation, before).statements();
}

Statements alter_enum(const Enum& to, const Catalog& before) {
  const RemoveEnumValue none{.name = to.name, .value = {}};
  return ValueRemoval(none, before, to.values).statements();
}

}  // namespace aludel::postgresql
