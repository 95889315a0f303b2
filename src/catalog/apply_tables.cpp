#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "catalog/apply_parts.hpp"
#include "catalog/column_users.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/partitions.hpp"
#include "catalog/refusal.hpp"
#include "catalog/rename_in_bodies.hpp"
#include "catalog/rights.hpp"
#include "catalog/settings.hpp"
#include "catalog/sql_names.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

/// Each member is added to what was valid before it, so that two of one name are noticed.
void require_valid_table(const Table& table, const Catalog& catalog, const Rules& rules) {
  Table built = table;
  built.columns.clear();
  built.constraints.clear();
  built.indexes.clear();
  // One that a parent has too says what is otherwise here.
  Table alone = built;
  alone.partition_of.reset();
  alone.inherits.clear();
  for (const Column& column : table.columns)
    alone = changed(alone, AddColumn{column}, catalog, rules);
  built.columns = std::move(alone.columns);
  for (const Index& index : table.indexes) {
    require_valid(index, built, catalog, rules);
    const ObjectName name(table.name.schema, index.name);
    require_free_relation(catalog, name, rules);
    if (find_index(built.indexes, index.name, rules) != nullptr ||
        same_name(name, table.name, rules)) {
      refuse("the name " + name.text() + " is given twice in table " + table.name.text());
    }
    built.indexes.push_back(index);
  }
  // Keys first: a foreign key may refer to the table itself.
  for (const Constraint& constraint : sorted(table).constraints) {
    built = changed(built, AddConstraint{constraint}, catalog, rules);
  }
}

void require_parents(const Table& table, const Catalog& catalog, const Rules& rules) {
  for (const ObjectName& parent : table.inherits) {
    static_cast<void>(require_table(catalog, parent, rules));
  }
  if (!table.partition_of) return;
  if (require_table(catalog, table.partition_of->parent, rules).partition_by.empty()) {
    refuse("table " + table.partition_of->parent.text() + " is not partitioned",
           "a table is made partitioned when it is created: partition_by");
  }
}

std::vector<ObjectName> partitions_of(const Catalog& catalog, const ObjectName& parent,
                                      const Rules& rules) {
  std::vector<ObjectName> found;
  for (const Table& table : catalog.tables) {
    if (table.partition_of && same_name(table.partition_of->parent, parent, rules)) {
      found.push_back(table.name);
    }
  }
  return found;
}

bool is_foreign_key_to(const Constraint& constraint, const ObjectName& table, const Rules& rules) {
  const auto* key = std::get_if<ForeignKey>(&constraint);
  return key != nullptr && same_name(key->table, table, rules);
}

/// What keeps a table from being dropped, for a person.
std::vector<std::string> users_of(const Catalog& catalog, const ObjectName& table,
                                  const Rules& rules) {
  std::vector<std::string> users;
  for (const Table& other : catalog.tables) {
    if (same_name(other.name, table, rules)) continue;
    for (const Constraint& constraint : other.constraints) {
      if (is_foreign_key_to(constraint, table, rules)) {
        users.push_back(aludel::describe(constraint) + " of table " + other.name.text());
      }
    }
    const bool inherits = std::ranges::any_of(
        other.inherits, [&](const ObjectName& parent) { return same_name(parent, table, rules); });
    if (inherits) users.push_back("table " + other.name.text() + ", which inherits from it");
  }
  for (const ObjectName& view : views_that_name(catalog, table, rules)) {
    users.push_back("view " + view.text());
  }
  std::ranges::copy(triggers_that_name(catalog, table, rules), std::back_inserter(users));
  return users;
}

void drop_rights_of_identity(Catalog& catalog, const ObjectName& table, const Column& column,
                             const Rules& rules) {
  if (column.identity) drop_grants(catalog, identity_sequence(table, column.name), rules);
}

void drop_with_all_of_it(Catalog& catalog, const ObjectName& table, bool cascade,
                         const Rules& rules) {
  for (const ObjectName& part : partitions_of(catalog, table, rules)) {
    drop_with_all_of_it(catalog, part, cascade, rules);
  }
  if (cascade) {
    std::vector<ObjectName> heirs;
    for (Table& other : catalog.tables) {
      std::erase_if(other.constraints, [&](const Constraint& constraint) {
        return is_foreign_key_to(constraint, table, rules);
      });
      const auto is_parent = [&](const ObjectName& name) { return same_name(name, table, rules); };
      if (std::ranges::any_of(other.inherits, is_parent)) heirs.push_back(other.name);
    }
    for (const ObjectName& heir : heirs) drop_with_all_of_it(catalog, heir, cascade, rules);
    for (const ObjectName& view : views_that_name(catalog, table, rules)) {
      drop_view_and_users(catalog, view, rules);
    }
  }
  const auto belongs = [&](const auto& one) { return same_name(one.table, table, rules); };
  std::erase_if(catalog.triggers, belongs);
  std::erase_if(catalog.policies, belongs);
  std::erase_if(catalog.sequences, [&](const Sequence& sequence) {
    return sequence.owned_by && same_name(sequence.owned_by->first, table, rules);
  });
  if (const Table* dropped = find_table(std::as_const(catalog), table, rules)) {
    for (const Column& column : std::vector(dropped->columns))
      drop_rights_of_identity(catalog, dropped->name, column, rules);
  }
  drop_grants(catalog, table, rules);
  std::erase_if(catalog.tables,
                [&](const Table& one) { return same_name(one.name, table, rules); });
  drop_settings_of_lost_indexes(catalog);
}

/// Whether a key that goes is one that foreign keys of other tables rest on.
void require_no_foreign_keys_on(const Catalog& catalog, const Table& table,
                                const DropConstraint& change, const Rules& rules) {
  const std::size_t at = meant_constraint(table, change, rules);
  if (at == table.constraints.size()) return;
  const std::vector<std::string>& columns = columns_of(table.constraints[at]);
  if (std::holds_alternative<ForeignKey>(table.constraints[at]) || columns.empty()) return;
  for (const Table& other : catalog.tables) {
    for (const Constraint& constraint : other.constraints) {
      if (!is_foreign_key_to(constraint, table.name, rules)) continue;
      if (!refers_to(std::get<ForeignKey>(constraint), table, columns, rules)) continue;
      refuse(aludel::describe(table.constraints[at]) + " of table " + table.name.text() +
                 " is needed by " + aludel::describe(constraint) + " of table " + other.name.text(),
             "drop that foreign key first");
    }
  }
}

void require_no_outside_users(const Catalog& catalog, const Table& table, const DropColumn& change,
                              const Rules& rules) {
  const Column* column = find_column(table, change.name, rules);
  if (column == nullptr) return;
  const auto users = outside_users(catalog, table, column->name, rules);
  if (users.empty()) return;
  refuse("column " + column->name + " of table " + table.name.text() + " is used by " +
             join(users, ", "),
         "drop " + std::string(users.size() == 1 ? "it" : "them") +
             " first, and create what is still wanted behind it");
}

/// A server does not give a column another type under those that were made for the old one; where a
/// table is made anew, they are too.
void require_no_readers_of_type(const Catalog& catalog, const Table& table,
                                const AlterColumn& change, const Rules& rules) {
  const Column* column = find_column(table, change.name, rules);
  if (rules.dialect == "sqlite" || column == nullptr || (!change.type && !change.collation)) return;
  const std::string subject = "column " + column->name + " of table " + table.name.text();
  for (const Column& other : table.columns) {
    if (!other.generated || &other == column) continue;
    if (!names_column(other.generated->expression, column->name, table.name, rules)) continue;
    refuse(subject + " cannot change its type: the generated column " + other.name + " uses it",
           "drop column " + other.name +
               " first and add it again behind this: its values are computed anyway");
  }
  const auto readers = outside_readers(catalog, table, column->name, rules);
  if (readers.empty()) return;
  const bool is_one = readers.size() == 1;
  refuse(subject + " cannot change its type: " + join(readers, ", ") + (is_one ? " uses" : " use") +
             " it",
         "drop " + std::string(is_one ? "it" : "them") + " first, and create " +
             (is_one ? "it" : "them") + " again behind this");
}

void drop_owned_sequences(Catalog& catalog, const ObjectName& table, std::string_view column,
                          const Rules& rules) {
  std::erase_if(catalog.sequences, [&](const Sequence& sequence) {
    return sequence.owned_by && same_name(sequence.owned_by->first, table, rules) &&
           same_name(sequence.owned_by->second, column, rules);
  });
}

/// Settings, rights, and extended statistics that look at it.
void drop_said_of_column(Catalog& catalog, const Table& table, const std::string& column,
                         const Rules& rules) {
  drop_settings(catalog, table.name, PartOf::column, column, rules);
  if (const Column* dropped = find_column(table, column, rules))
    drop_rights_of_identity(catalog, table.name, *dropped, rules);
  for (Grant& grant : catalog.grants) {
    if (!same_name(grant.object, table.name, rules)) continue;
    std::erase_if(grant.privileges, [&](const std::string& privilege) {
      return column_of_privilege(privilege) == column;
    });
  }
  std::erase_if(catalog.grants, [](const Grant& grant) { return grant.privileges.empty(); });
  std::erase_if(catalog.others, [&](const OtherObject& one) {
    return one.kind == "STATISTICS" && same_name(one.table, table.name, rules) &&
           !column_mentions_in_query(words_of(one.statements.front(), rules), column, table,
                                     catalog, TextOf::anything, rules)
                .empty();
  });
}

/// A column that gets another type is stored as that one is by default.
void forget_storage(Catalog& catalog, const ObjectName& table, const std::string& column,
                    const Rules& rules) {
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return (one.kind == "STORAGE" || one.kind == "COMPRESSION") &&
           same_name(one.object, table, rules) && same_name(one.part, column, rules);
  });
}

/// What is done to a column is done to those that heirs have of it (manual page ALTER TABLE).
void follow_in_heirs(Catalog& catalog, const ObjectName& parent, const TableChange& change,
                     const Rules& rules) {
  const auto* drop = std::get_if<DropColumn>(&change);
  const auto* alter = std::get_if<AlterColumn>(&change);
  if ((drop == nullptr && alter == nullptr) || rules.dialect == "sqlite") return;
  const std::string& name = drop != nullptr ? drop->name : alter->name;
  for (Table& heir : catalog.tables) {
    const auto is_parent = [&](const ObjectName& one) { return same_name(one, parent, rules); };
    const bool is_partition = heir.partition_of && is_parent(heir.partition_of->parent);
    if (!is_partition && std::ranges::none_of(heir.inherits, is_parent)) continue;
    Column* column = find_column(heir, name, rules);
    const bool is_own = column != nullptr && !column->inherited && !is_partition;
    if (drop != nullptr && is_own) continue;
    if (drop != nullptr) {
      std::erase_if(heir.constraints, [&](const Constraint& one) {
        return uses_column(one, name, heir.name, rules);
      });
      std::erase_if(heir.indexes,
                    [&](const Index& one) { return uses_column(one, name, heir.name, rules); });
      if (column != nullptr)
        heir.columns.erase(heir.columns.begin() + (column - heir.columns.data()));
    } else if (column != nullptr) {
      if (alter->type) column->type = *alter->type;
      if (alter->collation) column->collation = *alter->collation;
      if (alter->nullable) column->nullable = *alter->nullable;
      if (alter->default_sql) column->default_sql = *alter->default_sql;
      if (alter->generated) column->generated = *alter->generated;
      if (is_told_by_parents(*column, heir, catalog, rules))
        heir.columns.erase(heir.columns.begin() + (column - heir.columns.data()));
    }
    if (drop != nullptr) drop_said_of_column(catalog, heir, name, rules);
    follow_in_heirs(catalog, heir.name, change, rules);
  }
}

void apply_change(Catalog& catalog, const ObjectName& name, const TableChange& change,
                  const Rules& rules) {
  const Table& before = require_table(catalog, name, rules);
  const auto* drop = std::get_if<DropColumn>(&change);
  const auto* drop_constraint = std::get_if<DropConstraint>(&change);
  if (drop != nullptr) require_no_outside_users(catalog, before, *drop, rules);
  if (drop_constraint != nullptr) {
    require_no_foreign_keys_on(catalog, before, *drop_constraint, rules);
  }
  const auto* alter = std::get_if<AlterColumn>(&change);
  if (alter != nullptr) {
    require_no_readers_of_type(catalog, before, *alter, rules);
  }
  Table after = changed(before, change, catalog, rules);
  if (const auto* rename = std::get_if<RenameColumn>(&change)) {
    const Table as_before = before;
    keep_sequence_names(catalog, as_before, rename->name, name, rename->to, rules);
    follow_column_rename(catalog, as_before, rename->name, rename->to, rules);
  }
  if (drop != nullptr) drop_owned_sequences(catalog, name, drop->name, rules);
  if (drop != nullptr) drop_said_of_column(catalog, before, drop->name, rules);
  if (alter != nullptr && alter->identity && !*alter->identity) {
    if (const Column* had = find_column(before, alter->name, rules))
      drop_rights_of_identity(catalog, name, *had, rules);
    std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
      return is_of_identity(one) && same_name(one.object, name, rules) &&
             same_name(one.part, alter->name, rules);
    });
  }
  if (alter != nullptr && (alter->type || alter->collation))
    forget_storage(catalog, name, alter->name, rules);
  if (drop_constraint != nullptr && !drop_constraint->name.empty())
    drop_settings(catalog, name, PartOf::constraint, drop_constraint->name, rules);
  if (const auto* renamed = std::get_if<RenameConstraint>(&change))
    rename_in_settings(catalog, name, PartOf::constraint, renamed->name, renamed->to, rules);
  *find_table(catalog, name, rules) = std::move(after);
  follow_in_heirs(catalog, name, change, rules);
  drop_settings_of_lost_indexes(catalog);
}

/// Whether what the first change does can be seen by the next one outside of the table.
bool reaches_beyond(const TableChange& change, const Catalog& catalog) {
  if (std::holds_alternative<RenameColumn>(change) || std::holds_alternative<DropColumn>(change))
    return true;
  return !catalog.settings.empty() && (std::holds_alternative<DropConstraint>(change) ||
                                       std::holds_alternative<RenameConstraint>(change) ||
                                       std::holds_alternative<AlterColumn>(change));
}

}  // namespace

void apply_one(Catalog& catalog, const CreateTable& operation, const Rules& rules) {
  const Table& table = operation.table;
  if (operation.if_not_exists && find_table(catalog, table.name, rules) != nullptr) return;
  require_schema(catalog, table.name.schema, rules);
  require_free_relation(catalog, table.name, rules);
  require_parents(table, catalog, rules);
  require_valid_table(table, catalog, rules);
  insert_sorted(catalog.tables, sorted(table));
}

void apply_one(Catalog& catalog, const DropTable& operation, const Rules& rules) {
  if (operation.if_exists && find_table(catalog, operation.name, rules) == nullptr) return;
  const ObjectName name = require_table(catalog, operation.name, rules).name;
  std::vector<std::string> users;
  if (!operation.cascade) users = users_of(catalog, name, rules);
  if (!users.empty()) {
    refuse("table " + name.text() + " is needed by " + join(users, ", "),
           "drop " + std::string(users.size() == 1 ? "it" : "them") + " first");
  }
  drop_with_all_of_it(catalog, name, operation.cascade, rules);
}

void apply_one(Catalog& catalog, const RenameTable& operation, const Rules& rules) {
  const ObjectName from = require_table(catalog, operation.name, rules).name;
  const ObjectName to(from.schema, operation.to);
  if (from == to) {
    refuse("table " + from.text() + " is called " + from.name + " already",
           "leave the rename out, or choose another name");
  }
  if (!same_name(from, to, rules)) require_free_relation(catalog, to, rules);
  Table table = *find_table(catalog, from, rules);
  keep_sequence_names(catalog, table, {}, to, {}, rules);
  table.name = to;
  std::erase_if(catalog.tables, [&](const Table& one) { return one.name == from; });
  insert_sorted(catalog.tables, std::move(table));
  follow_table_rename(catalog, from, to, rules);
}

void apply_one(Catalog& catalog, const AlterTable& operation, const Rules& rules) {
  static_cast<void>(require_table(catalog, operation.name, rules));
  if (operation.changes.size() == 1) {
    apply_change(catalog, operation.name, operation.changes.front(), rules);
    return;
  }
  if (std::ranges::any_of(operation.changes, [&](const TableChange& change) {
        return reaches_beyond(change, catalog);
      })) {
    Catalog after = catalog;
    for (const TableChange& change : operation.changes) {
      apply_change(after, operation.name, change, rules);
    }
    catalog = std::move(after);
    return;
  }
  const Table before = *find_table(catalog, operation.name, rules);
  try {
    for (const TableChange& change : operation.changes) {
      apply_change(catalog, operation.name, change, rules);
    }
  } catch (...) {
    *find_table(catalog, operation.name, rules) = before;
    throw;
  }
}

void apply_one(Catalog& catalog, const AttachPartition& operation, const Rules& rules) {
  Table attached = require_table(catalog, operation.table, rules);
  if (attached.partition_of) {
    refuse("table " + attached.name.text() + " is a partition of " +
               attached.partition_of->parent.text() + " already",
           "detach it first");
  }
  attached.partition_of = operation.partition;
  require_parents(attached, catalog, rules);
  attached = aludel::attached(std::move(attached), operation.partition, catalog, rules);
  *find_table(catalog, operation.table, rules) = std::move(attached);
}

void apply_one(Catalog& catalog, const DetachPartition& operation, const Rules& rules) {
  const Table& table = require_table(catalog, operation.table, rules);
  const bool attached =
      table.partition_of && same_name(table.partition_of->parent, operation.parent, rules);
  if (!attached) {
    refuse("table " + table.name.text() + " is no partition of " + operation.parent.text());
  }
  Table left = operation.leaves ? *operation.leaves : detached(table, catalog, rules);
  left.name = table.name;
  *find_table(catalog, operation.table, rules) = sorted(std::move(left));
}

}  // namespace aludel
