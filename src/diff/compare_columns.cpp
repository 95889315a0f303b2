#include <optional>
#include <utility>

#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"
#include "diff/inheritance.hpp"
#include "diff/table_changes.hpp"

namespace aludel {

namespace {

class Columns {
 public:
  explicit Columns(Comparison& all) : all_(all), names_(all.names) {}

  void compare(const Table& from, const Table& to) {
    if (from.partition_of && to.partition_of) return compare_own_columns(from, to);
    const auto fact = [&](const Column& one) { return names_.column(to.name, one.name); };
    match(
        from.columns, to.columns, fact, [&](const Column& one) { only_in_old(from, to, one); },
        [&](const Column& old, const Column& wanted) {
          if (old.inherited != wanted.inherited) {
            refuse_other_owner(to, wanted);
          } else if (all_.replaced.columns.contains(fact(old))) {
            drop_column(from, to, old);
            add_column(to, wanted);
            follow_calls(all_, all_.uses_from.of(from, old));
          } else {
            alter_column(from, to, behind_parents(all_, from, to, old), wanted);
          }
        },
        [&](const Column& one) { only_in_new(from, to, one); });
  }

 private:
  void only_in_old(const Table& from, const Table& to, const Column& one) {
    const Column* inherited = inherited_by(all_, all_.tables_to, to, one.name);
    if (inherited != nullptr && one.inherited) {
      alter_column(from, to, behind_parents(all_, from, to, one), as_inherited(*inherited));
    } else if (inherited != nullptr) {
      refuse_other_owner(to, as_inherited(*inherited));
    } else if (!one.inherited) {
      drop_column(from, to, one);
    }  // else it goes with the parent's
  }

  void only_in_new(const Table& from, const Table& to, const Column& one) {
    const Column* had = inherited_by(all_, all_.tables_from, from, one.name);
    const Column* has = inherited_by(all_, all_.tables_to, to, one.name);
    if (had == nullptr && (has == nullptr || !one.inherited)) {
      add_column(to, one);
    } else if (has == nullptr || !one.inherited) {
      refuse_other_owner(to, one);
    } else {
      const Column old =
          had == nullptr ? as_inherited(*has) : behind_parents(all_, from, to, as_inherited(*had));
      alter_column(from, to, old, one);
    }
  }

  /// As a table has it that says nothing else of it.
  static Column as_inherited(Column column) {
    column.comment.clear();
    column.identity.reset();
    column.inherited = true;
    return column;
  }

  /// SQLite's INTEGER PRIMARY KEY: never NULL, whether NOT NULL is written there or not.
  [[nodiscard]] bool is_rowid_of(const Table& table, const Column& column) const {
    if (!all_.on_sqlite() || table.without_rowid || column.type != integer()) return false;
    const PrimaryKey* key = primary_key(table);
    return key != nullptr && key->columns.size() == 1 &&
           same_name(key->columns.front(), column.name, all_.rules);
  }

  void refuse_other_owner(const Table& table, const Column& wanted) {
    all_.refuse("column " + wanted.name + " of table " + table.name.text(),
                wanted.inherited ? "it is the table's own, and shall be its parent's alone"
                                 : "it is its parent's, and shall be the table's own");
  }

  /// Of partitions, which hold of their columns what is otherwise than in the parent.
  void compare_own_columns(const Table& from, const Table& to) {
    std::set<std::string> names;
    for (const Table* table : {&from, &to}) {
      for (const Column& column : table->columns) names.insert(column.name);
    }
    for (const std::string& name : names) {
      const Column* old = find_column(from, name, all_.rules);
      const Column* wanted = find_column(to, name, all_.rules);
      const Column* inherited = inherited_by(all_, all_.tables_to, to, name);
      if (wanted == nullptr) wanted = inherited;
      if (wanted == nullptr) continue;  // it goes with the parent's
      if (old == nullptr) old = inherited;
      Column before = old == nullptr ? Column{.name = name} : *old;
      if (find_column(from, name, all_.rules) == nullptr) {
        const Column* had = inherited_by(all_, all_.tables_from, from, name);
        before = as_inherited(had != nullptr ? *had : before);
      }
      before.inherited = false;
      Column behind = *wanted;
      if (find_column(to, name, all_.rules) == nullptr) behind = as_inherited(*wanted);
      behind.inherited = false;
      alter_column(from, to, behind_parents(all_, from, to, before), behind);
    }
  }

  /// SQLite keeps no table without columns: where none stays, a new one comes first.
  [[nodiscard]] Facts first_new_column(const Table& from, const Table& to) const {
    const auto stays = [&](const Column& one) {
      return find_column(to, one.name, all_.rules) != nullptr &&
             !all_.replaced.columns.contains(names_.column(from.name, one.name));
    };
    if (!all_.on_sqlite() || std::ranges::any_of(from.columns, stays)) return {};
    const auto is_new = [&](const Column& one) {
      return find_column(from, one.name, all_.rules) == nullptr;
    };
    const auto first = std::ranges::find_if(to.columns, is_new);
    return first == to.columns.end() ? Facts{} : Facts{names_.column(to.name, first->name)};
  }

  void drop_column(const Table& table, const Table& to, const Column& column) {
    Facts needs = first_new_column(table, to);
    append(needs, parents_are_done(all_, to, column.name));
    Facts drops = columns_of_heirs(all_, table, column.name, false);
    drops.push_back(names_.column(table.name, column.name));
    add_change(all_, table, Rank::alter, DropColumn{.name = column.name},
               {.operation = {},
                .rank = {},
                .needs = std::move(needs),
                .makes = {is_done(all_, table, column.name)},
                .drops = std::move(drops),
                .frees = all_.uses_from.of(table, column)});
  }

  void add_column(const Table& table, Column column) {
    const Column wanted = column;
    Table alone{.name = table.name, .columns = {column}};
    const auto defaults = take_owned_defaults(all_, alone);
    column = alone.columns.front();
    const Fact fact = names_.column(table.name, column.name);
    Facts needs = all_.uses_to.of(table, column);
    // Heirs that have one of their own keep it: it has to be of the same type then.
    append(needs, columns_of_heirs(all_, table, column.name));
    add_change(all_, table, Rank::alter, AddColumn{.column = column},
               {.operation = {},
                .rank = {},
                .needs = std::move(needs),
                .makes = {fact, is_done(all_, table, column.name)}});
    for (const TableChange& change : defaults) {
      Facts behind = all_.uses_to.of_default(wanted);
      behind.push_back(fact);
      add_change(all_, table, Rank::alter, change,
                 {.operation = {}, .rank = {}, .needs = std::move(behind)});
    }
  }

  void alter_column(const Table& from, const Table& to, const Column& old, const Column& wanted) {
    const Fact fact = names_.column(to.name, wanted.name);
    const bool loses_default = old.default_sql && (all_.replaced.defaults.contains(fact) ||
                                                   leaves_its_sequence(from, old, wanted));
    if (old == wanted && !loses_default) return;
    if (loses_default) {
      const AlterColumn drop{.name = wanted.name,
                             .default_sql = std::optional<std::string>(std::nullopt)};
      add_change(all_, from, Rank::alter, drop,
                 {.operation = {},
                  .rank = {},
                  .drops = {fact + " default"},
                  .frees = all_.uses_from.of_default(old)});
    }
    AlterColumn change{.name = wanted.name};
    Alteration facts{.operation = {},
                     .rank = {},
                     .needs = all_.uses_to.of(to, wanted),
                     .makes = {is_done(all_, to, wanted.name)}};
    append(facts.needs, parents_are_done(all_, to, wanted.name));
    if (old.type != wanted.type && decides_about_partitions(all_, to, wanted.name)) {
      all_.refuse("column " + wanted.name + " of table " + to.name.text(),
                  "it decides about the partitions, and the server keeps its type");
      return;
    }
    if (old.type != wanted.type) {
      const auto conversion = all_.conversion(old, wanted.type).or_else([&] {
        return conversion_of_domains(old, wanted);
      });
      if (!conversion) {
        all_.refuse("column " + wanted.name + " of table " + to.name.text(),
                    "no conversion of its values to the new type is known");
        return;
      }
      change.type = wanted.type;
      change.using_expression = *conversion;
    }
    if (old.collation != wanted.collation) change.collation = wanted.collation;
    // SQLite makes what uses the column again with the table.
    if ((change.type || change.collation) && !all_.on_sqlite()) {
      facts.changes = columns_of_heirs(all_, from, wanted.name);
      facts.changes.push_back(fact);
    }
    const bool is_rowid = is_rowid_of(from, old) && is_rowid_of(to, wanted);
    if (old.nullable != wanted.nullable && !is_rowid) {
      change.nullable = wanted.nullable;
      facts.changes.push_back(names_.nullable(to.name, wanted.name));
    }
    if (old.default_sql != wanted.default_sql || loses_default) {
      if (!loses_default || wanted.default_sql) change.default_sql = wanted.default_sql;
      // What it only has of its parent's new default was never in the way.
      const Column* own = find_column(from, old.name, all_.rules);
      if (own != nullptr && own->default_sql) facts.frees = all_.uses_from.of_default(old);
      if (loses_default) {
        facts.makes.push_back(fact + " default");
        append(facts.makes, all_.calls_of(all_.uses_from.of_default(old)));
      }
    }
    if (old.identity != wanted.identity) {
      change.identity = wanted.identity;
      // SQLite numbers the key alone.
      if (const PrimaryKey* key = primary_key(to); all_.on_sqlite() && key != nullptr)
        facts.needs.push_back(names_.constraint(to.name, Constraint(*key)));
      if (const PrimaryKey* key = primary_key(from); all_.on_sqlite() && key != nullptr)
        facts.frees.push_back(names_.constraint(from.name, Constraint(*key)));
    }
    if (old.generated != wanted.generated) change.generated = wanted.generated;
    if (old.comment != wanted.comment) change.comment = wanted.comment;
    if (change == AlterColumn{.name = wanted.name}) return;
    if (loses_default) facts.frees.clear();
    if (old.identity.has_value() != wanted.identity.has_value() && !all_.on_sqlite())
      hand_over_sequence(from, to, change, facts);
    const auto used = wanted.default_sql ? all_.uses_to.of_default(wanted) : Facts();
    const bool counts = std::ranges::any_of(
        used, [&](const Fact& one) { return all_.owned_sequences.contains(one); });
    if (counts && !facts.changes.empty() && change.default_sql && *change.default_sql) {
      // The sequence is the column's, which has to be of its type before.
      add_change(all_, to, Rank::alter,
                 AlterColumn{.name = change.name, .default_sql = change.default_sql},
                 {.operation = {}, .rank = {}, .needs = used});
      all_.alterations.back().needs.push_back(fact);
      change.default_sql = std::optional<std::string>(std::nullopt);
      if (!old.default_sql) change.default_sql.reset();
      facts.needs = without(std::move(facts.needs), used);
    }
    add_change(all_, to, Rank::alter, std::move(change), std::move(facts));
  }

  /// The sequence goes before its column gets another type, and the default before the sequence.
  [[nodiscard]] bool leaves_its_sequence(const Table& from, const Column& old,
                                         const Column& wanted) const {
    if (old.type == wanted.type || old.default_sql == wanted.default_sql) return false;
    const Facts used = all_.uses_from.of_default(old);
    return std::ranges::any_of(owned_by(all_.from, from.name, old.name), [&](const Fact& one) {
      return std::ranges::find(used, one) != used.end();
    });
  }

  /// The type that a domain is made on; of any other type none.
  [[nodiscard]] std::optional<Type> base_type(const Catalog& catalog, const Type& type) const {
    if (type.kind != Type::Kind::named || type.dimensions > 0) return std::nullopt;
    const auto name = named_object(type.name, all_.rules);
    if (!name) return std::nullopt;
    const auto domain = std::ranges::find_if(
        catalog.domains, [&](const Domain& one) { return same_name(one.name, *name, all_.rules); });
    if (domain == catalog.domains.end()) return std::nullopt;
    return base_type(catalog, domain->type).value_or(domain->type);
  }

  /// A domain's values are those of its type, and are looked at when they become the domain's.
  [[nodiscard]] std::optional<std::string> conversion_of_domains(const Column& old,
                                                                 const Column& wanted) const {
    const auto from = base_type(all_.from, old.type);
    const auto to = base_type(all_.to, wanted.type);
    if (!from && !to) return std::nullopt;
    Column below = old;
    below.type = from.value_or(old.type);
    const Type base = to.value_or(wanted.type);
    return below.type == base ? "" : all_.conversion(below, base);
  }

  /// An identity has a sequence, most often of the name that the default's one has: the one that
  /// goes does so before the other one comes, and what is left of `change` is behind both.
  void hand_over_sequence(const Table& from, const Table& to, AlterColumn& change,
                          Alteration& facts) {
    const Fact column = names_.column(to.name, change.name);
    const Fact own = names_.relation(identity_sequence(to.name, change.name));
    if (*change.identity) facts.makes.push_back(own);
    Alteration first{.operation = {}, .rank = {}};
    AlterColumn goes{.name = change.name};
    if (*change.identity) {
      if (!change.default_sql) return;
      goes.default_sql = std::exchange(change.default_sql, std::nullopt);
      first.frees = std::exchange(facts.frees, {});
      append(facts.makes, owned_by(all_.from, from.name, change.name));
    } else {
      goes.identity = std::exchange(change.identity, std::nullopt);
      first.drops = owned_by(all_.to, to.name, change.name);
      first.drops.push_back(own);
    }
    first.makes = {column + " without sequence"};
    facts.needs.push_back(column + " without sequence");
    add_change(all_, to, Rank::alter, std::move(goes), std::move(first));
  }

  [[nodiscard]] Facts owned_by(const Catalog& catalog, const ObjectName& table,
                               const std::string& column) const {
    Facts facts;
    for (const Sequence& one : catalog.sequences) {
      if (one.owned_by && one.owned_by->first == table && one.owned_by->second == column)
        facts.push_back(names_.relation(one.name));
    }
    return facts;
  }

  Comparison& all_;
  const FactNames& names_;
};

}  // namespace

std::vector<TableChange> take_owned_defaults(const Comparison& all, Table& table) {
  std::vector<TableChange> defaults;
  for (Column& column : table.columns) {
    const Facts used = all.uses_to.of_default(column);
    const bool is_owned = std::ranges::any_of(
        used, [&](const Fact& fact) { return all.owned_sequences.contains(fact); });
    if (!is_owned) continue;
    defaults.emplace_back(AlterColumn{.name = column.name, .default_sql = column.default_sql});
    column.default_sql.reset();
  }
  return defaults;
}

void compare_columns(Comparison& all, const Table& from, const Table& to) {
  Columns(all).compare(from, to);
}

}  // namespace aludel
