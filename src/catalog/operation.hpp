#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/cell.hpp"

namespace aludel {

// Changes of one table. Those that follow each other are one AlterTable, so that a dialect sees all
// of them at once: SQLite decides about one rebuild.

struct AddColumn {
  Column column;
  bool if_not_exists = false;
  bool operator==(const AddColumn&) const = default;
};

struct DropColumn {
  std::string name;
  bool if_exists = false;
  bool operator==(const DropColumn&) const = default;
};

/// What is set is changed, what is not stays.
struct AlterColumn {
  std::string name;
  std::optional<Type> type = {};
  std::string using_expression = {};  ///< how old values become new ones
  std::optional<bool> nullable = {};
  std::optional<std::optional<std::string>> default_sql = {};  ///< inner none: dropped
  std::optional<std::optional<Identity>> identity = {};
  std::optional<std::optional<Generated>> generated = {};
  std::optional<std::string> collation = {};
  std::optional<std::string> comment = {};
  bool operator==(const AlterColumn&) const = default;
};

struct RenameColumn {
  std::string name;
  std::string to;
  bool operator==(const RenameColumn&) const = default;
};

struct AddConstraint {
  Constraint constraint;
  bool operator==(const AddConstraint&) const = default;
};

enum class ConstraintKind { any, primary_key, unique, foreign_key, check, exclusion };

/// By name; or, where `columns` says which, one without a name (SQLite), by what it is.
struct DropConstraint {
  std::string name = {};
  ConstraintKind kind = ConstraintKind::any;
  std::vector<std::string> columns = {};
  std::string expression = {};  ///< of an unnamed check
  bool if_exists = false;
  bool operator==(const DropConstraint&) const = default;
};

struct RenameConstraint {
  std::string name;
  std::string to;
  bool operator==(const RenameConstraint&) const = default;
};

struct ValidateConstraint {
  std::string name;
  bool operator==(const ValidateConstraint&) const = default;
};

struct SetTableComment {
  std::string comment;  ///< empty: dropped
  bool operator==(const SetTableComment&) const = default;
};

/// What is set is changed.
struct SetRowSecurity {
  std::optional<bool> enabled = {};
  std::optional<bool> forced = {};
  bool operator==(const SetRowSecurity&) const = default;
};

/// A storage parameter; no value: RESET.
struct SetTableOption {
  std::string name;
  std::optional<std::string> value = {};
  bool operator==(const SetTableOption&) const = default;
};

struct SetLogged {
  bool logged = true;
  bool operator==(const SetLogged&) const = default;
};

struct SetStrict {
  bool strict = true;
  bool operator==(const SetStrict&) const = default;
};

struct SetWithoutRowid {
  bool without_rowid = true;
  bool operator==(const SetWithoutRowid&) const = default;
};

/// INHERIT and NO INHERIT: the parents that it shall have.
struct SetParents {
  std::vector<ObjectName> parents;
  bool operator==(const SetParents&) const = default;
};

using TableChange =
    std::variant<AddColumn, DropColumn, AlterColumn, RenameColumn, AddConstraint, DropConstraint,
                 RenameConstraint, ValidateConstraint, SetTableComment, SetRowSecurity,
                 SetTableOption, SetLogged, SetStrict, SetWithoutRowid, SetParents>;

struct CreateTable {
  Table table;
  bool if_not_exists = false;
  bool operator==(const CreateTable&) const = default;
};

struct DropTable {
  ObjectName name;
  bool if_exists = false;
  bool cascade = false;
  bool operator==(const DropTable&) const = default;
};

struct RenameTable {
  ObjectName name;
  std::string to;  ///< stays in its schema
  bool operator==(const RenameTable&) const = default;
};

struct AlterTable {
  ObjectName name;
  std::vector<TableChange> changes;
  bool operator==(const AlterTable&) const = default;
};

struct AttachPartition {
  ObjectName table;
  PartitionOf partition;
  bool operator==(const AttachPartition&) const = default;
};

struct DetachPartition {
  ObjectName table;
  ObjectName parent;
  bool concurrently = false;
  /// The table of its own that is left, where that is known: its keys and indexes have names that
  /// the catalog does not tell of a partition.
  std::optional<Table> leaves = {};
  bool operator==(const DetachPartition&) const = default;
};

struct CreateIndex {
  ObjectName table;  ///< or materialized view
  Index index;
  bool concurrently = false;
  bool if_not_exists = false;
  bool operator==(const CreateIndex&) const = default;
};

struct DropIndex {
  ObjectName table;  ///< whose schema the index is in
  std::string name;
  bool concurrently = false;
  bool if_exists = false;
  bool operator==(const DropIndex&) const = default;
};

struct RenameIndex {
  ObjectName table;
  std::string name;
  std::string to;
  bool operator==(const RenameIndex&) const = default;
};

struct CreateSchema {
  Schema schema;
  bool if_not_exists = false;
  bool operator==(const CreateSchema&) const = default;
};

struct DropSchema {
  std::string name;
  bool if_exists = false;
  bool cascade = false;
  bool operator==(const DropSchema&) const = default;
};

struct CreateExtension {
  Extension extension;
  bool if_not_exists = true;
  bool operator==(const CreateExtension&) const = default;
};

struct DropExtension {
  std::string name;
  bool if_exists = false;
  bool cascade = false;
  bool operator==(const DropExtension&) const = default;
};

struct CreateEnum {
  Enum enumeration;
  bool operator==(const CreateEnum&) const = default;
};

struct DropEnum {
  ObjectName name;
  bool if_exists = false;
  bool operator==(const DropEnum&) const = default;
};

struct AddEnumValue {
  ObjectName name;
  std::string value;
  std::string before = {};  ///< or
  std::string after = {};   ///< neither: last
  bool if_not_exists = false;
  bool operator==(const AddEnumValue&) const = default;
};

struct RenameEnumValue {
  ObjectName name;
  std::string value;
  std::string to;
  bool operator==(const RenameEnumValue&) const = default;
};

/// PostgreSQL has no such command: a new type takes the old one's place in every column.
struct RemoveEnumValue {
  ObjectName name;
  std::string value;
  std::string replacement = {};  ///< what rows that have it get; empty: none may have it
  bool operator==(const RemoveEnumValue&) const = default;
};

struct CreateDomain {
  Domain domain;
  bool operator==(const CreateDomain&) const = default;
};

struct DropDomain {
  ObjectName name;
  bool if_exists = false;
  bool operator==(const DropDomain&) const = default;
};

struct CreateSequence {
  Sequence sequence;
  bool if_not_exists = false;
  bool operator==(const CreateSequence&) const = default;
};

struct AlterSequence {
  ObjectName name;
  SequenceOptions options;  ///< all of them, as they shall be
  std::optional<Type> type = {};
  /// The column that it goes with from here on; inner none: with none.
  std::optional<std::optional<std::pair<ObjectName, std::string>>> owned_by = {};
  bool operator==(const AlterSequence&) const = default;
};

struct DropSequence {
  ObjectName name;
  bool if_exists = false;
  bool operator==(const DropSequence&) const = default;
};

struct CreateView {
  View view;
  bool replace = false;  ///< an existing one of the same columns
  bool operator==(const CreateView&) const = default;
};

struct DropView {
  ObjectName name;
  bool materialized = false;
  bool if_exists = false;
  bool cascade = false;
  bool operator==(const DropView&) const = default;
};

struct RefreshView {
  ObjectName name;
  bool concurrently = false;
  bool operator==(const RefreshView&) const = default;
};

struct CreateFunction {
  Function function;
  bool replace = false;
  bool operator==(const CreateFunction&) const = default;
};

struct DropFunction {
  ObjectName name;
  std::string signature = {};
  bool procedure = false;
  bool if_exists = false;
  bool operator==(const DropFunction&) const = default;
};

struct CreateTrigger {
  Trigger trigger;
  bool operator==(const CreateTrigger&) const = default;
};

struct DropTrigger {
  std::string name;
  ObjectName table;
  bool if_exists = false;
  bool operator==(const DropTrigger&) const = default;
};

struct CreatePolicy {
  Policy policy;
  bool operator==(const CreatePolicy&) const = default;
};

struct DropPolicy {
  std::string name;
  ObjectName table;
  bool if_exists = false;
  bool operator==(const DropPolicy&) const = default;
};

struct CreateComposite {
  CompositeType composite;
  bool operator==(const CreateComposite&) const = default;
};

struct DropComposite {
  ObjectName name;
  bool if_exists = false;
  bool operator==(const DropComposite&) const = default;
};

/// What is there of this name becomes this, in place, but for its comment: what a domain allows,
/// the values of an enum in any order, attributes, the version of an extension, the options of a
/// view; of any other kind statements behind those that made it.
struct AlterObject {
  std::variant<Domain, Enum, CompositeType, Extension, View, OtherObject> to;
  bool operator==(const AlterObject&) const = default;
};

struct CreateObject {
  OtherObject object;
  bool operator==(const CreateObject&) const = default;
};

struct DropObject {
  std::string kind;
  std::string name;
  bool operator==(const DropObject&) const = default;
};

/// An empty value: back to the default.
struct ChangeSetting {
  ObjectSetting setting;
  bool operator==(const ChangeSetting&) const = default;
};

struct GrantPrivileges {
  Grant grant;
  bool operator==(const GrantPrivileges&) const = default;
};

struct RevokePrivileges {
  Grant grant;
  bool operator==(const RevokePrivileges&) const = default;
};

struct SetComment {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string of =
      {};  ///< of a trigger, policy, constraint, column: its own name, `object` is the table
  std::string signature = {};  ///< of a function
  std::string comment = {};
  bool operator==(const SetComment&) const = default;
};

/// SQL as it is: one statement or several.
struct Execute {
  std::string sql;
  std::string undo = {};     ///< SQL that takes it back; empty: nothing does
  bool reversible = false;   ///< true with an empty `undo`: nothing needs to be done
  bool autocommit = false;   ///< outside of a transaction
  std::string dialect = {};  ///< the only one it is for; empty: any
  bool operator==(const Execute&) const = default;
};

struct BulkInsert {
  ObjectName table;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`
  bool operator==(const BulkInsert&) const = default;
};

/// A data migration in batches: `sql` has `:batch` once.
struct Backfill {
  ObjectName table;
  std::string key;
  std::string sql;
  std::string undo = {};  ///< in batches too
  std::optional<int> size = {};
  std::string pause = {};
  std::string where = {};
  bool operator==(const Backfill&) const = default;
};

/// A query that must give no row at the revision's end.
struct Verify {
  std::string sql;
  bool operator==(const Verify&) const = default;
};

/// Everything that a revision can do. Whoever looks at one does so with a named struct that has a
/// call operator for each alternative: a forgotten one does not compile.
using Operation = std::variant<
    CreateTable, DropTable, RenameTable, AlterTable, AttachPartition, DetachPartition, CreateIndex,
    DropIndex, RenameIndex, CreateSchema, DropSchema, CreateExtension, DropExtension, CreateEnum,
    DropEnum, AddEnumValue, RenameEnumValue, RemoveEnumValue, CreateDomain, DropDomain,
    CreateSequence, AlterSequence, DropSequence, CreateView, DropView, RefreshView, CreateFunction,
    DropFunction, CreateTrigger, DropTrigger, CreatePolicy, DropPolicy, GrantPrivileges,
    RevokePrivileges, SetComment, Execute, BulkInsert, Backfill, Verify, CreateComposite,
    DropComposite, AlterObject, CreateObject, DropObject, ChangeSetting>;

}  // namespace aludel
