#include "dialect/postgresql/bound.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/partitions.hpp"
#include "catalog/refusal.hpp"
#include "catalog/rights.hpp"
#include "catalog/signature.hpp"
#include "dialect/postgresql/implied_names.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"
#include "dialect/postgresql/view_columns.hpp"

namespace aludel::postgresql {

namespace {

const Table* find(const Catalog& catalog, const ObjectName& name) {
  const auto found = std::ranges::find(catalog.tables, name, &Table::name);
  return found == catalog.tables.end() ? nullptr : &*found;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

/// What ALL stands for.
std::vector<std::string> all_privileges(ObjectKind kind, int version) {
  switch (kind) {
    case ObjectKind::schema: return {"CREATE", "USAGE"};
    case ObjectKind::sequence: return {"SELECT", "UPDATE", "USAGE"};
    case ObjectKind::function:
    case ObjectKind::procedure: return {"EXECUTE"};
    case ObjectKind::enumeration:
    case ObjectKind::domain: return {"USAGE"};
    default: break;
  }
  std::vector<std::string> all{"DELETE",  "INSERT",   "REFERENCES", "SELECT",
                               "TRIGGER", "TRUNCATE", "UPDATE"};
  if (version >= 170000) all.insert(all.begin() + 2, "MAINTAIN");
  return all;
}

Grant bound_grant(Grant grant, int version) {
  if (grant.kind != ObjectKind::schema) grant.object = bound_name(std::move(grant.object));
  if (upper(grant.role) == "PUBLIC") grant.role = "PUBLIC";
  grant.signature = normal_signature(grant.signature);
  for (std::string& privilege : grant.privileges) {
    const std::string word(word_of_privilege(privilege));
    privilege.replace(0, word.size(), upper(word));  // the name of a column stays
  }
  if (grant.privileges == std::vector<std::string>{"ALL"} ||
      grant.privileges == std::vector<std::string>{"ALL PRIVILEGES"})
    grant.privileges = all_privileges(grant.kind, version);
  std::ranges::sort(grant.privileges);
  const auto [first, last] = std::ranges::unique(grant.privileges);
  grant.privileges.erase(first, last);
  return grant;
}

ConstraintKind kind_of(const Constraint& constraint) {
  constexpr auto kinds = std::to_array({ConstraintKind::primary_key, ConstraintKind::unique,
                                        ConstraintKind::foreign_key, ConstraintKind::check,
                                        ConstraintKind::exclusion});
  return kinds.at(constraint.index());
}

struct WhatItIsOf {
  std::vector<std::string> operator()(const PrimaryKey& key) const { return key.columns; }
  std::vector<std::string> operator()(const Unique& unique) const { return unique.columns; }
  std::vector<std::string> operator()(const ForeignKey& key) const { return key.columns; }
  std::vector<std::string> operator()(const Check& check) const { return {check.expression}; }
  std::vector<std::string> operator()(const Exclusion&) const { return {}; }
};

/// The name of a constraint that is dropped by what it is: here all have one.
/// @throws Error(bad_operation)
std::string name_of_dropped(const DropConstraint& drop, const Table& table) {
  const std::vector<std::string> wanted =
      drop.expression.empty() ? drop.columns : std::vector{without_parentheses(drop.expression)};
  std::vector<std::string> names;
  for (const Constraint& constraint : table.constraints) {
    if (drop.kind != ConstraintKind::any && kind_of(constraint) != drop.kind) continue;
    const std::string& name = std::visit(
        [](const auto& of_kind) -> const std::string& { return of_kind.name; }, constraint);
    if (kind_of(constraint) == ConstraintKind::primary_key && wanted.empty()) return name;
    if (!wanted.empty() && std::visit(WhatItIsOf{}, constraint) == wanted) return name;
    names.push_back(name);
  }
  if (drop.if_exists) return {};
  refuse("table " + table.name.text() + " has no such constraint on " + join(wanted, ", "),
         names.empty() ? "" : "it has " + join(names, ", ") + "; drop it by its name");
}

/// From PostgreSQL 14 on it tells the mode of each argument of a procedure, before that not IN.
std::string procedure_arguments(std::string_view arguments, int version) {
  constexpr auto modes = std::to_array<std::string_view>({"in", "out", "inout", "variadic"});
  std::string written;
  for (const std::string& argument : split_list(arguments)) {
    const std::size_t blank = std::min(argument.find(' '), argument.size());
    const std::string first = lower(argument.substr(0, blank));
    written += written.empty() ? "" : ", ";
    if (version < 140000) {
      written += first == "in" ? trim(std::string_view(argument).substr(blank)) : argument;
    } else {
      if (std::ranges::find(modes, first) == modes.end()) written += "IN ";
      written += argument;
    }
  }
  return written;
}

/// One visitor for the changes of a table: those of one table follow each other, so each meets
/// `table` as the ones before it have left it, as far as names and keys go.
struct ChangeBinder {
  Table table;
  const Catalog& before;

  void operator()(AddColumn& change) {
    change.column = bound_column(std::move(change.column), before);
    table.columns.push_back(change.column);
  }
  void operator()(AlterColumn& change) {
    const auto old = std::ranges::find(table.columns, change.name, &Column::name);
    Column column = old == table.columns.end() ? Column{.name = change.name} : *old;
    if (change.type) column.type = *(change.type = bound_type(*change.type));
    // The server does not cast a text's default to an enum type.
    if (change.type && !change.default_sql && column.default_sql &&
        enum_of(column.type, before) != nullptr)
      change.default_sql = words_of(*column.default_sql).front();
    if (change.default_sql && *change.default_sql)
      change.default_sql = bound_default(**change.default_sql, column.type, before);
    if (change.identity && *change.identity) {
      (*change.identity)->options = without_defaults((*change.identity)->options, column.type);
      if (column.nullable) change.nullable = false;
    }
    if (change.generated && *change.generated)
      (*change.generated)->expression = without_parentheses((*change.generated)->expression);
    if (old != table.columns.end()) old->type = column.type;
  }
  void operator()(AddConstraint& change) {
    change.constraint =
        with_name(bound_constraint(std::move(change.constraint), before, &table), table, before);
    table.constraints.push_back(change.constraint);
  }
  void operator()(RenameColumn& change) {
    const auto column = std::ranges::find(table.columns, change.name, &Column::name);
    if (column != table.columns.end()) column->name = change.to;
  }
  void operator()(DropColumn&) {}
  void operator()(DropConstraint& change) {
    if (change.name.empty()) change.name = name_of_dropped(change, table);
  }
  void operator()(RenameConstraint&) {}
  void operator()(ValidateConstraint&) {}
  void operator()(SetTableComment&) {}
  void operator()(SetRowSecurity&) {}
  void operator()(SetTableOption&) {}
  void operator()(SetLogged&) {}
  void operator()(SetStrict&) {}
  void operator()(SetWithoutRowid&) {}
  void operator()(SetParents& change) {
    for (ObjectName& parent : change.parents) parent = bound_name(std::move(parent));
  }
};

struct Binder {
  const Catalog& before;
  int version;

  void operator()(CreateTable& operation) const {
    operation.table = bound_table(std::move(operation.table), before);
  }
  void operator()(DropTable& operation) const { name(operation.name); }
  void operator()(RenameTable& operation) const { name(operation.name); }
  void operator()(AlterTable& operation) const {
    name(operation.name);
    const Table* table = find(before, operation.name);
    ChangeBinder binder{table == nullptr ? Table{.name = operation.name} : *table, before};
    for (TableChange& change : operation.changes) std::visit(binder, change);
  }
  void operator()(AttachPartition& operation) const {
    name(operation.table);
    name(operation.partition.parent);
  }
  void operator()(DetachPartition& operation) const {
    name(operation.table);
    name(operation.parent);
    const Table* partition = find(before, operation.table);
    if (partition != nullptr && partition->partition_of && !operation.leaves)
      operation.leaves =
          with_names(detached(*partition, before, {.dialect = "postgresql"}), before);
  }
  void operator()(CreateIndex& operation) const {
    name(operation.table);
    operation.index = with_name(bound_index(std::move(operation.index)), operation.table, before);
  }
  void operator()(DropIndex& operation) const { name(operation.table); }
  void operator()(RenameIndex& operation) const { name(operation.table); }
  void operator()(CreateSchema&) const {}
  void operator()(DropSchema&) const {}
  void operator()(CreateExtension& operation) const {
    if (operation.extension.schema == "public") operation.extension.schema.clear();
  }
  void operator()(DropExtension&) const {}
  void operator()(CreateEnum& operation) const { name(operation.enumeration.name); }
  void operator()(DropEnum& operation) const { name(operation.name); }
  void operator()(AddEnumValue& operation) const { name(operation.name); }
  void operator()(RenameEnumValue& operation) const { name(operation.name); }
  void operator()(RemoveEnumValue& operation) const { name(operation.name); }
  void operator()(CreateDomain& operation) const {
    Domain& domain = operation.domain;
    name(domain.name);
    domain.type = bound_type(domain.type);
    if (domain.default_sql)
      domain.default_sql = bound_default(*domain.default_sql, domain.type, before);
    TakenNames taken({}, domain.name.schema);
    for (const Check& check : domain.checks) taken.add(check.name);
    for (Check& check : domain.checks) {
      check.expression = without_parentheses(check.expression);
      if (check.name.empty()) check.name = taken.take(domain.name.name, "", "check");
    }
  }
  void operator()(DropDomain& operation) const { name(operation.name); }
  void operator()(CreateSequence& operation) const {
    Sequence& sequence = operation.sequence;
    name(sequence.name);
    if (sequence.owned_by) name(sequence.owned_by->first);
    sequence.type = bound_type(sequence.type);
    sequence.options = without_defaults(sequence.options, sequence.type);
  }
  void operator()(AlterSequence& operation) const {
    name(operation.name);
    const auto found = std::ranges::find(before.sequences, operation.name, &Sequence::name);
    if (operation.type) operation.type = bound_type(*operation.type);
    if (operation.owned_by && *operation.owned_by) name((*operation.owned_by)->first);
    const Type old = found == before.sequences.end() ? big_int() : found->type;
    operation.options = without_defaults(operation.options, operation.type.value_or(old));
  }
  void operator()(DropSequence& operation) const { name(operation.name); }
  void operator()(CreateComposite& operation) const { settle(operation.composite); }
  void operator()(DropComposite& operation) const { name(operation.name); }
  void operator()(AlterObject& operation) const {
    std::visit([this](auto& to) { this->settle(to); }, operation.to);
  }
  void operator()(CreateObject& operation) const {
    if (!operation.object.table.empty()) name(operation.object.table);
    operation.object.kind = upper(operation.object.kind);
  }
  void operator()(DropObject& operation) const { operation.kind = upper(operation.kind); }
  void operator()(ChangeSetting& operation) const {
    operation.setting.kind = upper(operation.setting.kind);
    name(operation.setting.object);
  }
  void operator()(CreateView& operation) const {
    View& view = operation.view;
    name(view.name);
    std::string_view query = trim(view.query);
    while (query.ends_with(';')) query = trim(query.substr(0, query.size() - 1));
    view.query = std::string(query);
    view = with_columns_in_query(std::move(view));
    for (Index& index : view.indexes)
      index = with_name(bound_index(std::move(index)), view.name, before);
  }
  void operator()(DropView& operation) const { name(operation.name); }
  void operator()(RefreshView& operation) const { name(operation.name); }
  void operator()(CreateFunction& operation) const {
    Function& function = operation.function;
    name(function.name);
    function.signature = signature_of(function);
    if (function.procedure) function.arguments = procedure_arguments(function.arguments, version);
    function.definition = std::string(trim(function.definition));
  }
  void operator()(DropFunction& operation) const {
    name(operation.name);
    operation.signature = normal_signature(operation.signature);
    // A name with these arguments is one of both; the server wants to be told which.
    const auto meant = std::ranges::find_if(before.functions, [&](const Function& one) {
      return one.name == operation.name && one.signature == operation.signature;
    });
    if (meant != before.functions.end()) operation.procedure = meant->procedure;
  }
  void operator()(CreateTrigger& operation) const { name(operation.trigger.table); }
  void operator()(DropTrigger& operation) const { name(operation.table); }
  void operator()(CreatePolicy& operation) const {
    Policy& policy = operation.policy;
    name(policy.table);
    policy.command = upper(policy.command);
    std::ranges::sort(policy.roles);
    if (policy.roles.size() == 1 && upper(policy.roles.front()) == "PUBLIC") policy.roles.clear();
    policy.using_expression = without_parentheses(policy.using_expression);
    policy.with_check = without_parentheses(policy.with_check);
  }
  void operator()(DropPolicy& operation) const { name(operation.table); }
  void operator()(GrantPrivileges& operation) const {
    operation.grant = bound_grant(std::move(operation.grant), version);
  }
  void operator()(RevokePrivileges& operation) const {
    operation.grant = bound_grant(std::move(operation.grant), version);
  }
  void operator()(SetComment& operation) const {
    if (operation.kind != ObjectKind::schema) name(operation.object);
    operation.signature = normal_signature(operation.signature);
  }
  void operator()(Execute&) const {}
  void operator()(BulkInsert& operation) const { name(operation.table); }
  void operator()(Backfill& operation) const { name(operation.table); }
  void operator()(Verify&) const {}

  void settle(Domain& domain) const {
    CreateDomain whole{std::move(domain)};
    (*this)(whole);
    domain = std::move(whole.domain);
  }
  void settle(CompositeType& type) const {
    name(type.name);
    for (Column& attribute : type.attributes) attribute.type = bound_type(attribute.type);
  }
  static void settle(Enum& type) { name(type.name); }
  static void settle(Extension&) {}
  static void settle(OtherObject& object) {
    if (!object.table.empty()) name(object.table);
    object.kind = upper(object.kind);
  }
  static void settle(View& view) { name(view.name); }

  static void name(ObjectName& of) { of = bound_name(std::move(of)); }
};

}  // namespace

Operation bound(Operation operation, const Catalog& before, int server_version) {
  std::visit(Binder{before, server_version}, operation);
  return operation;
}

}  // namespace aludel::postgresql
