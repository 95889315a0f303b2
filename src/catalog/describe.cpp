#include "catalog/describe.hpp"

#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/signature.hpp"

namespace aludel {

namespace {

std::string with_name(std::string_view what, std::string_view name) {
  return name.empty() ? std::string(what) : std::string(what) + " " + std::string(name);
}

std::string function_word(bool procedure) {
  return procedure ? "procedure " : "function ";
}

std::string view_word(bool materialized) {
  return materialized ? "materialized view " : "view ";
}

std::string object_of(const Grant& grant) {
  std::string text = std::string(word_for(grant.kind)) + " " + grant.object.text();
  const bool callable = grant.kind == ObjectKind::function || grant.kind == ObjectKind::procedure;
  return callable ? text + "(" + grant.signature + ")" : text;
}

/// A constraint by its name, or by what it is about.
std::string with_name_or(std::string_view what, std::string_view name, std::string_view about) {
  if (!name.empty() || about.empty()) return with_name(what, name);
  return std::string(what) + " (" + std::string(about) + ")";
}

/// The beginning of a text that may be long.
std::string shown(std::string_view text, std::size_t characters) {
  const std::size_t end = offset_of_character(text, characters);
  return std::string(text.substr(0, end)) + (end < text.size() ? " …" : "");
}

struct DescribeConstraint {
  std::string operator()(const PrimaryKey& key) const {
    return with_name_or("primary key", key.name, join(key.columns, ", "));
  }
  std::string operator()(const Unique& one) const {
    return with_name_or("unique constraint", one.name, join(one.columns, ", "));
  }
  std::string operator()(const ForeignKey& key) const {
    return with_name_or("foreign key", key.name, join(key.columns, ", "));
  }
  std::string operator()(const Check& check) const {
    return with_name_or("check", check.name, shown(check.expression, 40));
  }
  std::string operator()(const Exclusion& one) const {
    return with_name("exclusion constraint", one.name);
  }
};

std::string word_for(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::any: return "constraint";
    case ConstraintKind::primary_key: return "primary key";
    case ConstraintKind::unique: return "unique constraint";
    case ConstraintKind::foreign_key: return "foreign key";
    case ConstraintKind::check: return "check";
    case ConstraintKind::exclusion: break;
  }
  return "exclusion constraint";
}

/// What an AlterColumn changes: "type, default".
std::string altered(const AlterColumn& change) {
  std::vector<std::string> parts;
  if (change.type) parts.emplace_back("type");
  if (change.nullable) parts.emplace_back(*change.nullable ? "NOT NULL dropped" : "NOT NULL");
  if (change.default_sql) parts.emplace_back(*change.default_sql ? "default" : "default dropped");
  if (change.identity) parts.emplace_back(*change.identity ? "identity" : "identity dropped");
  if (change.generated) {
    parts.emplace_back(*change.generated ? "expression" : "expression dropped");
  }
  if (change.collation) parts.emplace_back("collation");
  if (change.comment) parts.emplace_back("comment");
  return parts.empty() ? std::string() : ": " + join(parts, ", ");
}

struct DescribeChange {
  std::string table;

  std::string operator()(const AddColumn& change) const {
    return "add column " + change.column.name + " to " + table;
  }
  std::string operator()(const DropColumn& change) const {
    return "drop column " + change.name + " of " + table;
  }
  std::string operator()(const AlterColumn& change) const {
    return "alter column " + change.name + " of " + table + altered(change);
  }
  std::string operator()(const RenameColumn& change) const {
    return "rename column " + change.name + " of " + table + " to " + change.to;
  }
  std::string operator()(const AddConstraint& change) const {
    return "add " + describe(change.constraint) + " to " + table;
  }
  std::string operator()(const DropConstraint& change) const {
    std::string text = "drop " + with_name(word_for(change.kind), change.name);
    if (!change.columns.empty()) text += " (" + join(change.columns, ", ") + ")";
    if (!change.expression.empty()) text += " (" + shown(change.expression, 40) + ")";
    return text + " of " + table;
  }
  std::string operator()(const RenameConstraint& change) const {
    return "rename constraint " + change.name + " of " + table + " to " + change.to;
  }
  std::string operator()(const ValidateConstraint& change) const {
    return "validate constraint " + change.name + " of " + table;
  }
  std::string operator()(const SetTableComment& change) const {
    return (change.comment.empty() ? "drop the comment of " : "comment on ") + table;
  }
  std::string operator()(const SetRowSecurity& change) const {
    if (change.enabled) return (*change.enabled ? "enable" : "disable") + of_row_security();
    return (change.forced.value_or(false) ? "force" : "no longer force") + of_row_security();
  }
  std::string operator()(const SetTableOption& change) const {
    return (change.value ? "set " : "reset ") + change.name + " of " + table;
  }
  std::string operator()(const SetLogged& change) const {
    return "make " + table + (change.logged ? " logged" : " unlogged");
  }
  std::string operator()(const SetStrict& change) const {
    return "make " + table + (change.strict ? " STRICT" : " not STRICT");
  }
  std::string operator()(const SetWithoutRowid& change) const {
    return "make " + table + (change.without_rowid ? " WITHOUT ROWID" : " a table with rowid");
  }

  std::string operator()(const SetParents& change) const {
    if (change.parents.empty()) return "let " + table + " inherit from no table";
    std::string names;
    for (const ObjectName& one : change.parents) names += (names.empty() ? "" : ", ") + one.text();
    return "let " + table + " inherit from " + names;
  }

  [[nodiscard]] std::string of_row_security() const { return " row security of " + table; }
};

struct DescribeObject {
  std::string operator()(const Domain& one) const { return "domain " + one.name.text(); }
  std::string operator()(const Enum& one) const { return "enum " + one.name.text(); }
  std::string operator()(const CompositeType& one) const {
    return "composite type " + one.name.text();
  }
  std::string operator()(const Extension& one) const { return "extension " + one.name; }
  std::string operator()(const View& one) const {
    return view_word(one.materialized) + one.name.text();
  }
  std::string operator()(const OtherObject& one) const { return lower(one.kind) + " " + one.name; }
};

struct DescribeOperation {
  std::string operator()(const CreateTable& one) const {
    return "create table " + one.table.name.text();
  }
  std::string operator()(const DropTable& one) const { return "drop table " + one.name.text(); }
  std::string operator()(const RenameTable& one) const {
    return "rename table " + one.name.text() + " to " + one.to;
  }
  std::string operator()(const AlterTable& one) const {
    if (one.changes.size() == 1) return describe(one.changes.front(), one.name);
    return "alter table " + one.name.text() + ": " +
           counted(static_cast<long long>(one.changes.size()), "change");
  }
  std::string operator()(const AttachPartition& one) const {
    return "attach " + one.table.text() + " to " + one.partition.parent.text();
  }
  std::string operator()(const DetachPartition& one) const {
    return "detach " + one.table.text() + " from " + one.parent.text();
  }
  std::string operator()(const CreateIndex& one) const {
    return "create " + with_name(one.index.unique ? "unique index" : "index", one.index.name) +
           " on " + one.table.text();
  }
  std::string operator()(const DropIndex& one) const {
    return "drop index " + one.name + " of " + one.table.text();
  }
  std::string operator()(const RenameIndex& one) const {
    return "rename index " + one.name + " of " + one.table.text() + " to " + one.to;
  }
  std::string operator()(const CreateSchema& one) const {
    return "create schema " + one.schema.name;
  }
  std::string operator()(const DropSchema& one) const { return "drop schema " + one.name; }
  std::string operator()(const CreateExtension& one) const {
    return "create extension " + one.extension.name;
  }
  std::string operator()(const DropExtension& one) const { return "drop extension " + one.name; }
  std::string operator()(const CreateEnum& one) const {
    return "create enum " + one.enumeration.name.text();
  }
  std::string operator()(const DropEnum& one) const { return "drop enum " + one.name.text(); }
  std::string operator()(const AddEnumValue& one) const {
    return "add value '" + one.value + "' to enum " + one.name.text();
  }
  std::string operator()(const RenameEnumValue& one) const {
    return "rename value '" + one.value + "' of enum " + one.name.text() + " to '" + one.to + "'";
  }
  std::string operator()(const RemoveEnumValue& one) const {
    return "remove value '" + one.value + "' from enum " + one.name.text();
  }
  std::string operator()(const CreateDomain& one) const {
    return "create domain " + one.domain.name.text();
  }
  std::string operator()(const DropDomain& one) const { return "drop domain " + one.name.text(); }
  std::string operator()(const CreateSequence& one) const {
    return "create sequence " + one.sequence.name.text();
  }
  std::string operator()(const AlterSequence& one) const {
    return "alter sequence " + one.name.text();
  }
  std::string operator()(const DropSequence& one) const {
    return "drop sequence " + one.name.text();
  }
  std::string operator()(const CreateView& one) const {
    return (one.replace ? "replace " : "create ") + view_word(one.view.materialized) +
           one.view.name.text();
  }
  std::string operator()(const DropView& one) const {
    return "drop " + view_word(one.materialized) + one.name.text();
  }
  std::string operator()(const RefreshView& one) const {
    return "refresh materialized view " + one.name.text();
  }
  std::string operator()(const CreateFunction& one) const {
    return (one.replace ? "replace " : "create ") + function_word(one.function.procedure) +
           one.function.name.text() + "(" + signature_of(one.function) + ")";
  }
  std::string operator()(const DropFunction& one) const {
    return "drop " + function_word(one.procedure) + one.name.text() + "(" + one.signature + ")";
  }
  std::string operator()(const CreateTrigger& one) const {
    return "create trigger " + one.trigger.name + " on " + one.trigger.table.text();
  }
  std::string operator()(const DropTrigger& one) const {
    return "drop trigger " + one.name + " of " + one.table.text();
  }
  std::string operator()(const CreatePolicy& one) const {
    return "create policy " + one.policy.name + " on " + one.policy.table.text();
  }
  std::string operator()(const DropPolicy& one) const {
    return "drop policy " + one.name + " of " + one.table.text();
  }
  std::string operator()(const CreateComposite& one) const {
    return "create composite type " + one.composite.name.text();
  }
  std::string operator()(const DropComposite& one) const {
    return "drop composite type " + one.name.text();
  }
  std::string operator()(const AlterObject& one) const {
    return "alter " + std::visit(DescribeObject{}, one.to);
  }
  std::string operator()(const CreateObject& one) const {
    return "create " + lower(one.object.kind) + " " + one.object.name;
  }
  std::string operator()(const DropObject& one) const {
    return "drop " + lower(one.kind) + " " + one.name;
  }
  std::string operator()(const ChangeSetting& one) const {
    const ObjectSetting& setting = one.setting;
    return (setting.value.empty() ? "reset " : "set ") + lower(setting.kind) + " of " +
           (setting.part.empty() ? "" : setting.part + " of ") + setting.object.text();
  }
  std::string operator()(const GrantPrivileges& one) const {
    return "grant " + join(one.grant.privileges, ", ") + " on " + object_of(one.grant) + " to " +
           one.grant.role;
  }
  std::string operator()(const RevokePrivileges& one) const {
    return "revoke " + join(one.grant.privileges, ", ") + " on " + object_of(one.grant) + " from " +
           one.grant.role;
  }
  std::string operator()(const SetComment& one) const {
    const std::string of = one.of.empty() ? "" : one.of + " of ";
    return (one.comment.empty() ? "drop the comment of " : "comment on ") +
           std::string(word_for(one.kind)) + " " + of + one.object.text();
  }
  std::string operator()(const Execute& one) const {
    const std::string_view sql = trim(one.sql);
    const std::string_view line = sql.substr(0, sql.find('\n'));
    const bool goes_on = line.size() < sql.size() && character_count(line) <= 60;
    return "execute " + shown(line, 60) + (goes_on ? " …" : "");
  }
  std::string operator()(const BulkInsert& one) const {
    return "insert " + counted(static_cast<long long>(one.rows.size()), "row") + " into " +
           one.table.text();
  }
  std::string operator()(const Backfill& one) const {
    return "fill " + one.table.text() + " in batches by " + one.key;
  }
  std::string operator()(const Verify&) const { return "verify that a query gives no row"; }
};

}  // namespace

std::string describe(const Operation& operation) {
  return std::visit(DescribeOperation{}, operation);
}

std::string describe(const TableChange& change, const ObjectName& table) {
  return std::visit(DescribeChange{table.text()}, change);
}

std::string describe(const Constraint& constraint) {
  return std::visit(DescribeConstraint{}, constraint);
}

std::string_view word_for(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::schema: return "schema";
    case ObjectKind::extension: return "extension";
    case ObjectKind::enumeration: return "enum";
    case ObjectKind::domain: return "domain";
    case ObjectKind::sequence: return "sequence";
    case ObjectKind::table: return "table";
    case ObjectKind::view: return "view";
    case ObjectKind::materialized_view: return "materialized view";
    case ObjectKind::function: return "function";
    case ObjectKind::procedure: return "procedure";
    case ObjectKind::trigger: return "trigger";
    case ObjectKind::policy: return "policy";
    case ObjectKind::index: return "index";
    case ObjectKind::constraint: return "constraint";
    case ObjectKind::column: break;
  }
  return "column";
}

}  // namespace aludel
