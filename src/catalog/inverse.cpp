#include "catalog/inverse.hpp"

#include <algorithm>

#include "aludel/error.hpp"
#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/declared_arguments.hpp"
#include "catalog/inverse_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/partitions.hpp"
#include "catalog/query_columns.hpp"
#include "catalog/rights.hpp"
#include "catalog/signature.hpp"
#include "catalog/sql_words.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

template <typename Named>
const Named* find_in(const std::vector<Named>& all, const auto& name, const Rules& rules) {
  const auto found =
      std::ranges::find_if(all, [&](const Named& one) { return same_name(one.name, name, rules); });
  return found == all.end() ? nullptr : &*found;
}

template <typename OfTable>
const OfTable* find_of_table(const std::vector<OfTable>& all, const std::string& name,
                             const ObjectName& table, const Rules& rules) {
  const auto found = std::ranges::find_if(all, [&](const OfTable& one) {
    return same_name(one.name, name, rules) && same_name(one.table, table, rules);
  });
  return found == all.end() ? nullptr : &*found;
}

struct AlteredBack {
  const Catalog& before;
  const Rules& rules;

  Inverse operator()(const Domain& one) const { return old_of(before.domains, one); }
  Inverse operator()(const Enum& one) const { return old_of(before.enums, one); }
  Inverse operator()(const CompositeType& one) const {
    const CompositeType& old = *find_in(before.composites, one.name, rules);
    for (const Column& attribute : old.attributes) {
      const auto is_it = [&](const Column& other) {
        return same_name(other.name, attribute.name, rules);
      };
      if (std::ranges::none_of(one.attributes, is_it))
        return std::unexpected("the values of attribute " + attribute.name + " of type " +
                               one.name.text() + " are not kept");
    }
    return std::vector<Operation>{AlterObject{old}};
  }
  Inverse operator()(const Extension& one) const {
    const Extension& old = *find_in(before.extensions, one.name, rules);
    if (old.version != one.version)
      return std::unexpected("extension " + one.name + " may have no way to its version before");
    return std::vector<Operation>{AlterObject{old}};
  }
  Inverse operator()(const View& one) const { return old_of(before.views, one); }
  Inverse operator()(const OtherObject& one) const {
    for (const OtherObject& old : before.others) {
      if (old.kind == one.kind && same_name(old.name, one.name, rules))
        return std::vector<Operation>{DropObject{one.kind, one.name}, CreateObject{old}};
    }
    return std::vector<Operation>{};
  }

 private:
  template <typename Object>
  Inverse old_of(const std::vector<Object>& all, const Object& one) const {
    return std::vector<Operation>{AlterObject{*find_in(all, one.name, rules)}};
  }
};

struct Inverter {
  const Catalog& before;
  const Rules& rules;

  static Inverse reason(std::string text) { return std::unexpected(std::move(text)); }
  static Inverse nothing() { return std::vector<Operation>{}; }
  static Inverse back(Operation operation) { return std::vector<Operation>{std::move(operation)}; }
  /// The object again, then the grants on it.
  [[nodiscard]] Inverse again(Operation operation, ObjectKind kind, const ObjectName& name,
                              const std::string& signature = {}) const {
    std::vector<Operation> operations{std::move(operation)};
    std::ranges::move(grants_again(before, kind, name, signature, rules),
                      std::back_inserter(operations));
    return operations;
  }

  Inverse operator()(const CreateTable& one) const {
    if (find_table(before, one.table.name, rules) != nullptr) return nothing();
    return back(DropTable{.name = one.table.name});
  }
  Inverse operator()(const DropTable& one) const {
    if (find_table(before, one.name, rules) == nullptr) return nothing();
    return reason("the rows of table " + one.name.text() + " are not kept");
  }
  Inverse operator()(const RenameTable& one) const {
    return back(RenameTable{ObjectName(one.name.schema, one.to), one.name.name});
  }
  Inverse operator()(const AlterTable& one) const {
    Table now = require_table(before, one.name, rules);
    std::vector<TableChange> changes;
    for (const TableChange& change : one.changes) {
      auto inverted = inverse_of_change(change, now, rules);
      if (!inverted) return reason(std::move(inverted.error()));
      changes.insert(changes.begin(), inverted->begin(), inverted->end());
      if (&change != &one.changes.back()) now = changed(std::move(now), change, before, rules);
    }
    return changes.empty() ? nothing() : back(AlterTable{one.name, std::move(changes)});
  }
  Inverse operator()(const AttachPartition& one) const {
    const Table& table = require_table(before, one.table, rules);
    if (lacks_members(table, one.partition, before, rules)) {
      return reason("keys and indexes of " + one.partition.parent.text() + " that table " +
                    one.table.text() +
                    " does not have are made for it, and stay on it when it is detached: make "
                    "them before");
    }
    return back(
        DetachPartition{.table = one.table, .parent = one.partition.parent, .leaves = table});
  }
  Inverse operator()(const DetachPartition& one) const {
    if (one.concurrently) {
      return reason("a check of its bound, which the server makes, stays on table " +
                    one.table.text() + ": attach it again by a downgrade of your own");
    }
    const Table& table = require_table(before, one.table, rules);
    return back(AttachPartition{one.table, *table.partition_of});
  }

  Inverse operator()(const CreateIndex& one) const {
    if (owner_of_index(one.table, one.index.name)) return nothing();
    return back(
        DropIndex{.table = one.table, .name = one.index.name, .concurrently = one.concurrently});
  }
  Inverse operator()(const DropIndex& one) const {
    const auto owner = owner_of_index(one.table, one.name);
    if (!owner) return nothing();
    const Table* table = find_table(before, *owner, rules);
    const auto& indexes =
        table != nullptr ? table->indexes : find_view(before, *owner, rules)->indexes;
    return back(CreateIndex{.table = *owner,
                            .index = *find_index(indexes, one.name, rules),
                            .concurrently = one.concurrently});
  }
  Inverse operator()(const RenameIndex& one) const {
    return back(RenameIndex{one.table, one.to, one.name});
  }

  Inverse operator()(const CreateSchema& one) const {
    if (find_in(before.schemas, one.schema.name, rules) != nullptr) return nothing();
    return back(DropSchema{.name = one.schema.name});
  }
  Inverse operator()(const DropSchema& one) const {
    const Schema* schema = find_in(before.schemas, one.name, rules);
    if (schema == nullptr) return nothing();
    return again(CreateSchema{*schema}, ObjectKind::schema, ObjectName({}, one.name));
  }
  Inverse operator()(const CreateExtension& one) const {
    if (find_in(before.extensions, one.extension.name, rules) != nullptr) return nothing();
    return back(DropExtension{.name = one.extension.name});
  }
  Inverse operator()(const DropExtension& one) const {
    const Extension* extension = find_in(before.extensions, one.name, rules);
    if (extension == nullptr) return nothing();
    if (one.cascade) return reason("what was dropped with extension " + one.name + " is not known");
    return back(CreateExtension{.extension = *extension});
  }

  Inverse operator()(const CreateEnum& one) const {
    return back(DropEnum{.name = one.enumeration.name});
  }
  Inverse operator()(const DropEnum& one) const {
    const Enum* found = find_in(before.enums, one.name, rules);
    if (found == nullptr) return nothing();
    return again(CreateEnum{*found}, ObjectKind::enumeration, one.name);
  }
  Inverse operator()(const AddEnumValue& one) const {
    const Enum* found = find_in(before.enums, one.name, rules);
    if (std::ranges::count(found->values, one.value) > 0) return nothing();
    return back(RemoveEnumValue{.name = one.name, .value = one.value});
  }
  Inverse operator()(const RenameEnumValue& one) const {
    return back(RenameEnumValue{one.name, one.to, one.value});
  }
  Inverse operator()(const RemoveEnumValue& one) const {
    if (!one.replacement.empty()) {
      return reason("which rows had the value '" + one.value + "' of enum " + one.name.text() +
                    " before they got '" + one.replacement + "' is not kept");
    }
    const std::vector<std::string>& values = find_in(before.enums, one.name, rules)->values;
    const auto next = std::ranges::find(values, one.value) + 1;
    return back(AddEnumValue{.name = one.name,
                             .value = one.value,
                             .before = next == values.end() ? std::string() : *next});
  }
  Inverse operator()(const CreateDomain& one) const {
    return back(DropDomain{.name = one.domain.name});
  }
  Inverse operator()(const DropDomain& one) const {
    const Domain* found = find_in(before.domains, one.name, rules);
    if (found == nullptr) return nothing();
    return again(CreateDomain{*found}, ObjectKind::domain, one.name);
  }
  Inverse operator()(const CreateSequence& one) const {
    if (find_in(before.sequences, one.sequence.name, rules) != nullptr) return nothing();
    return back(DropSequence{.name = one.sequence.name});
  }
  Inverse operator()(const AlterSequence& one) const {
    const Sequence& old = *find_in(before.sequences, one.name, rules);
    AlterSequence inverse{.name = one.name, .options = old.options};
    if (one.type) inverse.type = old.type;
    if (one.owned_by) inverse.owned_by = old.owned_by;
    return back(std::move(inverse));
  }
  Inverse operator()(const DropSequence& one) const {
    if (find_in(before.sequences, one.name, rules) == nullptr) return nothing();
    return reason("the number that sequence " + one.name.text() + " has reached is not kept");
  }

  Inverse operator()(const CreateView& one) const {
    const View* old = find_view(before, one.view.name, rules);
    DropView drop{.name = one.view.name, .materialized = one.view.materialized};
    if (old == nullptr) return back(std::move(drop));
    const bool is_used = !views_that_name(before, old->name, rules).empty() ||
                         !triggers_that_name(before, old->name, rules).empty();
    if (is_used && !can_be_replaced(one.view, *old)) {
      return reason("view " + old->name.text() +
                    " is read by others, and its columns from before may be fewer or other ones, "
                    "which no CREATE OR REPLACE gives it back");
    }
    if (is_used) return replaced_by(*old, one.view);
    // A view of fewer columns does not replace one of more.
    std::vector<Operation> operations{std::move(drop)};
    std::ranges::move(view_again(*old), std::back_inserter(operations));
    return operations;
  }
  Inverse operator()(const DropView& one) const {
    const View* old = find_view(before, one.name, rules);
    if (old == nullptr) return nothing();
    if (old->materialized) {
      return reason("the rows of materialized view " + one.name.text() + " are not kept");
    }
    return view_again(*old);
  }
  Inverse operator()(const RefreshView&) const { return nothing(); }
  Inverse operator()(const CreateFunction& one) const {
    const Function* old = find_function(one.function.name, signature_of(one.function));
    if (old == nullptr) {
      return back(DropFunction{.name = one.function.name,
                               .signature = signature_of(one.function),
                               .procedure = one.function.procedure});
    }
    if (declared_arguments(old->arguments, rules).defaults <
        declared_arguments(one.function.arguments, rules).defaults) {
      return reason("the arguments of " + old->name.text() +
                    " get defaults, which no CREATE OR REPLACE takes away again");
    }
    std::vector<Operation> operations{CreateFunction{.function = *old, .replace = true}};
    if (old->comment.empty() && !one.function.comment.empty()) {
      operations.emplace_back(
          SetComment{.kind = old->procedure ? ObjectKind::procedure : ObjectKind::function,
                     .object = old->name,
                     .signature = old->signature});
    }
    return operations;
  }
  Inverse operator()(const DropFunction& one) const {
    const Function* old = find_function(one.name, normal_signature(one.signature));
    if (old == nullptr) return nothing();
    const ObjectKind kind = old->procedure ? ObjectKind::procedure : ObjectKind::function;
    return again(CreateFunction{.function = *old}, kind, old->name, old->signature);
  }
  Inverse operator()(const CreateTrigger& one) const {
    return back(DropTrigger{.name = one.trigger.name, .table = one.trigger.table});
  }
  Inverse operator()(const DropTrigger& one) const {
    const Trigger* old = find_of_table(before.triggers, one.name, one.table, rules);
    return old == nullptr ? nothing() : back(CreateTrigger{*old});
  }
  Inverse operator()(const CreatePolicy& one) const {
    return back(DropPolicy{.name = one.policy.name, .table = one.policy.table});
  }
  Inverse operator()(const DropPolicy& one) const {
    const Policy* old = find_of_table(before.policies, one.name, one.table, rules);
    return old == nullptr ? nothing() : back(CreatePolicy{*old});
  }

  Inverse operator()(const CreateComposite& one) const {
    return back(DropComposite{.name = one.composite.name});
  }
  Inverse operator()(const DropComposite& one) const {
    const CompositeType* old = find_in(before.composites, one.name, rules);
    return old == nullptr ? nothing() : back(CreateComposite{*old});
  }
  Inverse operator()(const AlterObject& one) const {
    return std::visit(AlteredBack{before, rules}, one.to);
  }
  Inverse operator()(const CreateObject& one) const {
    return back(DropObject{one.object.kind, one.object.name});
  }
  Inverse operator()(const DropObject& one) const {
    for (const OtherObject& old : before.others) {
      if (old.kind == one.kind && same_name(old.name, one.name, rules))
        return back(CreateObject{old});
    }
    return nothing();
  }
  Inverse operator()(const ChangeSetting& one) const {
    ObjectSetting old = one.setting;
    old.value.clear();
    for (const ObjectSetting& each : before.settings) {
      if (each.kind == old.kind && same_name(each.object, old.object, rules) &&
          same_name(each.part, old.part, rules))
        old.value = each.value;
    }
    return back(ChangeSetting{std::move(old)});
  }
  Inverse operator()(const GrantPrivileges& one) const {
    Grant added = one.grant;
    std::erase_if(added.privileges, [&](const std::string& privilege) {
      return is_given_to_all(one.grant, privilege) && !is_withheld(one.grant, privilege);
    });
    std::vector<Operation> plain_again;
    for (const Grant& held : grants_held_by(one.grant)) {
      const auto is_held = [&](const std::string& privilege) {
        return std::ranges::count(held.privileges, privilege) > 0;
      };
      if (held.with_grant_option || !one.grant.with_grant_option) {
        std::erase_if(added.privileges, is_held);
        continue;
      }
      Grant plain = held;  // they were there without the option
      std::erase_if(plain.privileges, [&](const std::string& privilege) {
        return std::ranges::count(one.grant.privileges, privilege) == 0;
      });
      if (!plain.privileges.empty()) plain_again.emplace_back(GrantPrivileges{std::move(plain)});
    }
    if (added.privileges.empty()) return nothing();
    added.with_grant_option = false;
    std::vector<Operation> operations{RevokePrivileges{std::move(added)}};
    std::ranges::move(plain_again, std::back_inserter(operations));
    return operations;
  }
  Inverse operator()(const RevokePrivileges& one) const {
    std::vector<Operation> operations;
    std::vector<std::string> unknown = one.grant.privileges;
    Grant usual = one.grant;
    usual.privileges.clear();
    std::erase_if(unknown, [&](const std::string& privilege) {
      if (!is_given_to_all(one.grant, privilege)) return false;
      if (!is_withheld(one.grant, privilege)) usual.privileges.push_back(privilege);
      return true;
    });
    if (!usual.privileges.empty()) operations.emplace_back(GrantPrivileges{std::move(usual)});
    for (Grant held : grants_held_by(one.grant)) {
      std::erase_if(held.privileges, [&](const std::string& privilege) {
        return !goes_with(privilege, one.grant.privileges);
      });
      std::erase_if(unknown, [&](const std::string& privilege) {
        return std::ranges::count(held.privileges, privilege) > 0;
      });
      if (!held.privileges.empty()) operations.emplace_back(GrantPrivileges{std::move(held)});
    }
    if (unknown.empty()) return operations;
    return reason("whether role " + one.grant.role + " had " + join(unknown, ", ") + " on " +
                  one.grant.object.text() + " is not known");
  }
  Inverse operator()(const SetComment& one) const {
    Catalog now = before;
    SetComment inverse = one;
    inverse.comment = comment_of(now, one, rules);
    return back(std::move(inverse));
  }

  Inverse operator()(const Execute& one) const {
    const bool is_left_out = !one.dialect.empty() && one.dialect != rules.dialect;
    if (is_left_out || (one.reversible && one.undo.empty())) return nothing();
    if (one.undo.empty()) {
      return reason(
          "SQL does not say what takes it back: give `undo`, or `reversible` where "
          "nothing has to be");
    }
    return back(Execute{
        .sql = one.undo, .undo = one.sql, .autocommit = one.autocommit, .dialect = one.dialect});
  }
  Inverse operator()(const BulkInsert& one) const {
    if (one.rows.empty()) return nothing();
    return inverse_of_rows(one, require_table(before, one.table, rules), rules);
  }
  Inverse operator()(const Backfill& one) const {
    if (one.undo.empty()) {
      return reason("what the batches overwrite in table " + one.table.text() +
                    " is not kept: give `undo`");
    }
    Backfill inverse = one;
    std::swap(inverse.sql, inverse.undo);
    inverse.where.clear();
    return back(std::move(inverse));
  }
  Inverse operator()(const Verify&) const { return nothing(); }

  [[nodiscard]] std::optional<ObjectName> owner_of_index(const ObjectName& table,
                                                         std::string_view index) const {
    std::optional<ObjectName> owner;
    const auto look = [&](const auto& owners) {
      for (const auto& one : owners) {
        if (!same_name(one.name.schema, table.schema, rules)) continue;
        if (find_index(one.indexes, index, rules) == nullptr) continue;
        if (!owner || same_name(one.name, table, rules)) owner = one.name;
      }
    };
    look(before.tables);
    look(before.views);
    return owner;
  }

  [[nodiscard]] const Function* find_function(const ObjectName& name,
                                              const std::string& signature) const {
    for (const Function& one : before.functions) {
      if (same_name(one.name, name, rules) && signature_of(one) == signature) return &one;
    }
    return nullptr;
  }

  /// The view with its triggers and the grants on it.
  [[nodiscard]] std::vector<Operation> view_again(const View& view) const {
    const ObjectKind kind = view.materialized ? ObjectKind::materialized_view : ObjectKind::view;
    std::vector<Operation> operations{CreateView{.view = view}};
    std::ranges::move(grants_again(before, kind, view.name, {}, rules),
                      std::back_inserter(operations));
    for (const Trigger& trigger : before.triggers) {
      if (same_name(trigger.table, view.name, rules))
        operations.emplace_back(CreateTrigger{trigger});
    }
    return operations;
  }

  /// PostgreSQL replaces a view by one whose first columns are those that it has (manual page
  /// CREATE VIEW); SQLite drops it first.
  [[nodiscard]] bool can_be_replaced(const View& now, const View& old) const {
    if (rules.dialect == "sqlite") return true;
    const auto has = now.columns.empty() ? query_columns(now.query, rules) : now.columns;
    const auto gets = old.columns.empty() ? query_columns(old.query, rules) : old.columns;
    return has && gets && has->size() <= gets->size() &&
           std::equal(has->begin(), has->end(), gets->begin());
  }

  static Inverse replaced_by(const View& old, const View& now) {
    std::vector<Operation> operations{CreateView{.view = old, .replace = true}};
    if (old.comment.empty() && !now.comment.empty()) {
      operations.emplace_back(SetComment{.kind = ObjectKind::view, .object = old.name});
    }
    return operations;
  }

  [[nodiscard]] std::vector<Grant> grants_held_by(const Grant& grant) const {
    std::vector<Grant> held;
    std::ranges::copy_if(before.grants, std::back_inserter(held), [&](const Grant& one) {
      return !one.withheld && are_of_one_holder(one, grant);
    });
    return held;
  }
  [[nodiscard]] bool is_withheld(const Grant& grant, const std::string& privilege) const {
    return std::ranges::any_of(before.grants, [&](const Grant& one) {
      return one.withheld && are_of_one_holder(one, grant) &&
             std::ranges::count(one.privileges, privilege) > 0;
    });
  }
  [[nodiscard]] bool are_of_one_holder(const Grant& one, const Grant& other) const {
    return one.kind == other.kind && same_name(one.object, other.object, rules) &&
           normal_signature(one.signature) == normal_signature(other.signature) &&
           one.role == other.role;
  }
};

}  // namespace

std::vector<Operation> grants_again(const Catalog& catalog, ObjectKind kind,
                                    const ObjectName& object, const std::string& signature,
                                    const Rules& rules) {
  std::vector<Operation> operations;
  for (const Grant& grant : catalog.grants) {
    const bool is_meant = grant.kind == kind && same_name(grant.object, object, rules) &&
                          normal_signature(grant.signature) == normal_signature(signature);
    if (is_meant) operations.push_back(granting(grant));
  }
  return operations;
}

bool is_of_rows_alone(const Operation& operation) {
  return std::holds_alternative<Execute>(operation) ||
         std::holds_alternative<BulkInsert>(operation) ||
         std::holds_alternative<Backfill>(operation) || std::holds_alternative<Verify>(operation) ||
         std::holds_alternative<RefreshView>(operation);
}

std::expected<std::vector<Operation>, std::string> inverse(const Operation& operation,
                                                           const Catalog& before,
                                                           const Rules& rules) {
  if (is_of_rows_alone(operation)) return std::visit(Inverter{before, rules}, operation);
  Catalog scratch = before;
  return inverse(operation, before, rules, scratch);
}

std::expected<std::vector<Operation>, std::string> inverse(const Operation& operation,
                                                           const Catalog& before,
                                                           const Rules& rules, Catalog& scratch) {
  if (is_of_rows_alone(operation)) return std::visit(Inverter{before, rules}, operation);
  // What else went with it, or needs what would go: proved rather than thought of.
  apply(scratch, operation, rules);
  Inverse result = std::visit(Inverter{before, rules}, operation);
  if (!result) return result;
  try {
    for (const Operation& one : *result) apply(scratch, one, rules);
  } catch (const Error& error) {
    return std::unexpected(error.diagnostic().message);
  }
  if (scratch == before || sorted(scratch) == sorted(before)) return result;
  return std::unexpected("what went with it cannot be had back exactly");
}

}  // namespace aludel
