#include "catalog/fact.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/signature.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

/// What tells a constraint without a name from the others of its table. What it does there, such
/// as ON DELETE, may change.
struct WithoutName {
  std::string operator()(const PrimaryKey&) const { return "primary key"; }
  std::string operator()(const Unique& one) const { return "unique " + join(one.columns, "\x1f"); }
  std::string operator()(const ForeignKey& key) const {
    return "foreign key " + join(key.columns, "\x1f") + " to " + key.table.text();
  }
  std::string operator()(const Check& check) const { return "check " + check.expression; }
  std::string operator()(const Exclusion& one) const {
    std::string text = "exclusion";
    for (const Exclusion::Element& element : one.elements)
      text += '\x1f' + element.expression + ' ' + element.op;
    return text;
  }
};

}  // namespace

std::string FactNames::folded(std::string_view name) const {
  return rules_.folds_case ? lower(name) : std::string(name);
}

std::string FactNames::key(const ObjectName& name) const {
  const bool is_default = name.schema == "public" || name.schema == "main";
  return folded(is_default || name.schema.empty() ? name.name : name.schema + '\x1f' + name.name);
}

Fact FactNames::member(std::string_view kind, const ObjectName& table,
                       std::string_view name) const {
  return std::string(kind) + ' ' + key(table) + '\x1e' + folded(name);
}

Fact FactNames::schema(std::string_view name) const {
  return "schema " + folded(name);
}

Fact FactNames::relation(const ObjectName& name) const {
  return "relation " + key(name);
}

Fact FactNames::column(const ObjectName& table, std::string_view name) const {
  return member("column", table, name);
}

Fact FactNames::constraint(const ObjectName& table, std::string_view name) const {
  return member("constraint", table, name);
}

Fact FactNames::constraint(const ObjectName& table, const Constraint& constraint) const {
  const std::string& name = name_of(constraint);
  return this->constraint(table, name.empty() ? ' ' + std::visit(WithoutName{}, constraint) : name);
}

Fact FactNames::nullable(const ObjectName& table, std::string_view column) const {
  return member("nullable", table, column);
}

Fact FactNames::unique(const ObjectName& table, std::vector<std::string> columns) const {
  std::ranges::sort(columns);
  return member("unique", table, join(columns, "\x1f"));
}

std::optional<Fact> FactNames::unique(const ObjectName& table, const Constraint& one) const {
  const bool is_key =
      std::holds_alternative<PrimaryKey>(one) || std::holds_alternative<Unique>(one);
  return is_key ? std::optional(unique(table, columns_of(one))) : std::nullopt;
}

std::optional<Fact> FactNames::unique(const ObjectName& table, const Index& index) const {
  if (!index.unique) return std::nullopt;
  std::vector<std::string> columns;
  for (const IndexPart& part : index.parts) columns.push_back(part.column);
  return unique(table, std::move(columns));
}

Fact FactNames::function(const Function& function) const {
  return "function " + key(function.name) + '(' + signature_of(function);
}

Fact FactNames::object(const OtherObject& object) const {
  // Functions, procedures and aggregates share their names.
  const std::size_t open = object.name.find('(');
  if (object.kind == "AGGREGATE" && open != std::string::npos && object.name.ends_with(')')) {
    if (const auto name = named_object(object.name.substr(0, open), rules_)) {
      const std::string types = object.name.substr(open + 1, object.name.size() - open - 2);
      return "function " + key(*name) + '(' + replace_all(types, ",", ", ");
    }
  }
  const bool is_relation = object.kind == "TYPE" || object.kind == "FOREIGN TABLE";
  const auto name = is_relation ? named_object(object.name, rules_) : std::nullopt;
  return name ? relation(*name) : "object " + object.kind + ' ' + object.name;
}

Fact FactNames::setting(const ObjectSetting& setting) const {
  return member("setting " + setting.kind, setting.object, setting.part);
}

Fact FactNames::trigger(const ObjectName& table, std::string_view name) const {
  // SQLite's triggers share their names across all tables.
  return member("trigger", rules_.dialect == "sqlite" ? ObjectName() : table, name);
}

Fact FactNames::policy(const ObjectName& table, std::string_view name) const {
  return member("policy", table, name);
}

}  // namespace aludel
