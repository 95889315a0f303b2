#include <utility>

#include "aludel/operations.hpp"
#include "base/text.hpp"
#include "catalog/call.hpp"
#include "catalog/column_sense.hpp"
#include "catalog/naming.hpp"
#include "catalog/recording.hpp"

namespace aludel {

namespace {

/// Records one change of a table.
void change(Recording& recording, const Call& call, ObjectName table, TableChange one) {
  call.need(table.name, "the name of the table");
  recording.add(AlterTable{std::move(table), {std::move(one)}}, call.at);
}

void add_constraint(Recording& recording, const Call& call, ObjectName table,
                    Constraint constraint) {
  constraint = call.run([&] { return named_by(recording.naming, table, std::move(constraint)); });
  change(recording, call, std::move(table), AddConstraint{std::move(constraint)});
}

void refuse_concurrently(const Call& call, const CreateOptions& options) {
  if (options.concurrently) call.refuse("CONCURRENTLY is for indexes alone");
}

/// Something both given and dropped.
void refuse_both(const Call& call, bool given, bool dropped, std::string_view what) {
  if (!given || !dropped) return;
  call.refuse(std::string(what) + " is both set and dropped", "leave one of them out");
}

AlterColumn altered(const Call& call, std::string column, AlterColumnOptions& options) {
  refuse_both(call, options.default_sql.has_value(), options.drop_default, "the default");
  refuse_both(call, options.identity.has_value(), options.drop_identity, "the identity");
  refuse_both(call, options.generated.has_value(), options.drop_generated, "the expression");
  if (!options.using_expression.empty() && !options.type) {
    call.refuse(
        "using_expression says how old values become those of a new type; there is no type");
  }
  AlterColumn altered{.name = std::move(column),
                      .type = std::move(options.type),
                      .using_expression = std::move(options.using_expression),
                      .nullable = options.nullable};
  if (options.default_sql || options.drop_default) {
    altered.default_sql = std::move(options.default_sql);
  }
  if (options.identity || options.drop_identity) altered.identity = options.identity;
  if (options.generated || options.drop_generated) {
    altered.generated = std::move(options.generated);
  }
  altered.collation = std::move(options.collation);
  altered.comment = std::move(options.comment);
  return altered;
}

ConstraintKind kind_of(UnnamedConstraint::Kind kind) {
  switch (kind) {
    case UnnamedConstraint::Kind::primary_key: return ConstraintKind::primary_key;
    case UnnamedConstraint::Kind::unique: return ConstraintKind::unique;
    case UnnamedConstraint::Kind::foreign_key: return ConstraintKind::foreign_key;
    case UnnamedConstraint::Kind::check: break;
  }
  return ConstraintKind::check;
}

}  // namespace

void Operations::create_table(Table table, CreateOptions options, At at) {
  const Call call{"create_table", at};
  call.need(table.name.name, "the name of the table");
  refuse_concurrently(call, options);
  Table named = call.run([&] { return named_by(recording_->naming, std::move(table)); });
  for (const Index& index : named.indexes) {
    call.need(index.name, "the name of an index of table " + named.name.text());
  }
  for (const Column& column : named.columns) require_sense(call, column);
  recording_->add(CreateTable{std::move(named), options.if_not_exists}, at);
}

void Operations::drop_table(ObjectName table, DropOptions options, At at) {
  Call{"drop_table", at}.need(table.name, "the name of the table");
  recording_->add(DropTable{std::move(table), options.if_exists, options.cascade}, at);
}

void Operations::rename_table(ObjectName table, std::string to, At at) {
  const Call call{"rename_table", at};
  call.need(table.name, "the name of the table");
  call.need(to, "the new name");
  if (!table.schema.empty() && to.starts_with(table.schema + ".")) {
    call.refuse("the new name has a schema; a table stays in its own",
                "write `" + to.substr(table.schema.size() + 1) + "`");
  }
  recording_->add(RenameTable{std::move(table), std::move(to)}, at);
}

void Operations::add_column(ObjectName table, Column column, CreateOptions options, At at) {
  const Call call{"add_column", at};
  call.need(column.name, "the name of the column");
  refuse_concurrently(call, options);
  require_sense(call, column);
  change(*recording_, call, std::move(table), AddColumn{std::move(column), options.if_not_exists});
}

void Operations::drop_column(ObjectName table, std::string column, DropOptions options, At at) {
  const Call call{"drop_column", at};
  call.need(column, "the name of the column");
  call.refuse_cascade(options);
  change(*recording_, call, std::move(table), DropColumn{std::move(column), options.if_exists});
}

void Operations::alter_column(ObjectName table, std::string column, AlterColumnOptions changes,
                              At at) {
  const Call call{"alter_column", at};
  call.need(column, "the name of the column");
  std::optional<std::string> rename = std::exchange(changes.rename, std::nullopt);
  AlterColumn rest = altered(call, column, changes);
  require_sense(call, rest);
  const bool changes_more = rest != AlterColumn{.name = column};
  if (!changes_more && !rename) call.refuse("nothing of column " + column + " is changed");
  if (changes_more) change(*recording_, call, table, std::move(rest));
  if (!rename) return;
  call.need(*rename, "the new name");
  change(*recording_, call, std::move(table), RenameColumn{std::move(column), *std::move(rename)});
}

void Operations::rename_column(ObjectName table, std::string column, std::string to, At at) {
  const Call call{"rename_column", at};
  call.need(column, "the name of the column");
  call.need(to, "the new name");
  change(*recording_, call, std::move(table), RenameColumn{std::move(column), std::move(to)});
}

void Operations::create_primary_key(ObjectName table, PrimaryKey key, At at) {
  const Call call{"create_primary_key", at};
  if (key.columns.empty()) call.refuse("the key has no columns");
  add_constraint(*recording_, call, std::move(table), std::move(key));
}

void Operations::create_unique_constraint(ObjectName table, Unique unique, At at) {
  const Call call{"create_unique_constraint", at};
  if (unique.columns.empty()) call.refuse("the constraint has no columns");
  add_constraint(*recording_, call, std::move(table), std::move(unique));
}

void Operations::create_foreign_key(ObjectName table, ForeignKey key, At at) {
  const Call call{"create_foreign_key", at};
  if (key.columns.empty()) call.refuse("the key has no columns");
  call.need(key.table.name, "the name of the table referred to");
  if (!key.referred.empty() && key.referred.size() != key.columns.size()) {
    call.refuse("the key has " + counted(static_cast<long long>(key.columns.size()), "column") +
                " and refers to " + std::to_string(key.referred.size()));
  }
  add_constraint(*recording_, call, std::move(table), std::move(key));
}

void Operations::create_check_constraint(ObjectName table, Check check, At at) {
  const Call call{"create_check_constraint", at};
  call.need(check.expression, "the expression");
  add_constraint(*recording_, call, std::move(table), std::move(check));
}

void Operations::create_exclude_constraint(ObjectName table, Exclusion exclusion, At at) {
  const Call call{"create_exclude_constraint", at};
  if (exclusion.elements.empty()) call.refuse("the constraint has no elements");
  add_constraint(*recording_, call, std::move(table), std::move(exclusion));
}

void Operations::drop_constraint(ObjectName table, std::string name, DropOptions options, At at) {
  const Call call{"drop_constraint", at};
  if (name.empty()) {
    call.refuse("the name of the constraint is empty",
                "one without a name is dropped by what it is: drop_constraint(table, {.kind = …, "
                ".columns = {…}})");
  }
  call.refuse_cascade(options);
  change(*recording_, call, std::move(table),
         DropConstraint{.name = std::move(name), .if_exists = options.if_exists});
}

void Operations::drop_constraint(ObjectName table, UnnamedConstraint which, At at) {
  const Call call{"drop_constraint", at};
  const bool is_check = which.kind == UnnamedConstraint::Kind::check;
  const bool is_key = which.kind == UnnamedConstraint::Kind::primary_key;
  if (is_check) call.need(which.expression, "the expression of the check");
  if (!is_check && !is_key && which.columns.empty()) call.refuse("the columns are not named");
  change(*recording_, call, std::move(table),
         DropConstraint{.kind = kind_of(which.kind),
                        .columns = std::move(which.columns),
                        .expression = std::move(which.expression)});
}

void Operations::rename_constraint(ObjectName table, std::string name, std::string to, At at) {
  const Call call{"rename_constraint", at};
  call.need(name, "the name of the constraint");
  call.need(to, "the new name");
  change(*recording_, call, std::move(table), RenameConstraint{std::move(name), std::move(to)});
}

void Operations::validate_constraint(ObjectName table, std::string name, At at) {
  const Call call{"validate_constraint", at};
  call.need(name, "the name of the constraint");
  change(*recording_, call, std::move(table), ValidateConstraint{std::move(name)});
}

void Operations::create_index(ObjectName table, Index index, CreateOptions options, At at) {
  const Call call{"create_index", at};
  call.need(table.name, "the name of the table");
  if (index.parts.empty()) call.refuse("the index has no columns");
  index = call.run([&] { return named_by(recording_->naming, table, std::move(index)); });
  call.need(index.name, "the name of the index on " + table.text());
  recording_->add(
      CreateIndex{std::move(table), std::move(index), options.concurrently, options.if_not_exists},
      at);
}

void Operations::create_index(ObjectName table, std::string name, std::vector<std::string> columns,
                              At at) {
  Index index{.name = std::move(name)};
  for (std::string& column : columns) index.parts.push_back({.column = std::move(column)});
  create_index(std::move(table), std::move(index), {}, at);
}

void Operations::drop_index(ObjectName table, std::string name, DropIndexOptions options, At at) {
  const Call call{"drop_index", at};
  call.need(table.name, "the name of the table");
  call.need(name, "the name of the index");
  recording_->add(
      DropIndex{std::move(table), std::move(name), options.concurrently, options.if_exists}, at);
}

void Operations::rename_index(ObjectName table, std::string name, std::string to, At at) {
  const Call call{"rename_index", at};
  call.need(table.name, "the name of the table");
  call.need(name, "the name of the index");
  call.need(to, "the new name");
  recording_->add(RenameIndex{std::move(table), std::move(name), std::move(to)}, at);
}

void Operations::set_table_comment(ObjectName table, std::string comment, At at) {
  change(*recording_, {"set_table_comment", at}, std::move(table),
         SetTableComment{std::move(comment)});
}

void Operations::set_row_security(ObjectName table, std::optional<bool> enabled,
                                  std::optional<bool> forced, At at) {
  const Call call{"set_row_security", at};
  if (!enabled && !forced) call.refuse("nothing of the table is changed");
  change(*recording_, call, std::move(table), SetRowSecurity{enabled, forced});
}

void Operations::set_table_option(ObjectName table, std::string name,
                                  std::optional<std::string> value, At at) {
  const Call call{"set_table_option", at};
  call.need(name, "the name of the option");
  change(*recording_, call, std::move(table), SetTableOption{std::move(name), std::move(value)});
}

void Operations::set_logged(ObjectName table, bool logged, At at) {
  change(*recording_, {"set_logged", at}, std::move(table), SetLogged{logged});
}

void Operations::set_strict(ObjectName table, bool strict, At at) {
  change(*recording_, {"set_strict", at}, std::move(table), SetStrict{strict});
}

void Operations::set_without_rowid(ObjectName table, bool without_rowid, At at) {
  change(*recording_, {"set_without_rowid", at}, std::move(table), SetWithoutRowid{without_rowid});
}

void Operations::set_parents(ObjectName table, std::vector<ObjectName> parents, At at) {
  Call{"set_parents", at}.need(table.name, "the name of the table");
  recording_->add(AlterTable{std::move(table), {SetParents{std::move(parents)}}}, at);
}

void Operations::attach_partition(ObjectName table, PartitionOf partition, At at) {
  const Call call{"attach_partition", at};
  call.need(table.name, "the name of the table");
  call.need(partition.parent.name, "the name of the parent");
  call.need(partition.bound, "the bound");
  recording_->add(AttachPartition{std::move(table), std::move(partition)}, at);
}

void Operations::detach_partition(ObjectName table, ObjectName parent, bool concurrently, At at) {
  const Call call{"detach_partition", at};
  call.need(table.name, "the name of the table");
  call.need(parent.name, "the name of the parent");
  recording_->add(DetachPartition{std::move(table), std::move(parent), concurrently}, at);
}

}  // namespace aludel
