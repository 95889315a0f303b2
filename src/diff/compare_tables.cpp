#include <optional>
#include <utility>

#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/partitions.hpp"
#include "catalog/sql_names.hpp"
#include "diff/circles.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;

void append(Facts& facts, const Facts& more) {
  facts.insert(facts.end(), more.begin(), more.end());
}

/// The names that a constraint brings: its own and its index's.
Facts made_by(const Comparison& all, const Table& table, const Constraint& one) {
  Facts facts{all.names.constraint(table.name, one)};
  const bool has_index =
      !std::holds_alternative<ForeignKey>(one) && !std::holds_alternative<Check>(one);
  if (has_index && !name_of(one).empty() && !all.on_sqlite())
    facts.push_back(all.names.relation(ObjectName(table.name.schema, name_of(one))));
  return facts;
}

Facts made_by(const Comparison& all, const Table& table, const Index& one) {
  return {all.names.relation(ObjectName(table.name.schema, one.name))};
}

/// That rows are told apart by it, where it says so.
template <typename Member>
Facts unique_facts(const Comparison& all, const Table& table, const Member& one) {
  auto fact = all.names.unique(table.name, one);
  return fact ? Facts{std::move(*fact)} : Facts{};
}

/// The names that a table brings, but its own.
Facts member_facts(const Comparison& all, const Table& table) {
  Facts facts;
  for (const Column& column : table.columns)
    facts.push_back(all.names.column(table.name, column.name));
  const auto add = [&](const auto& member) {
    append(facts, made_by(all, table, member));
    append(facts, unique_facts(all, table, member));
  };
  std::ranges::for_each(table.constraints, add);
  std::ranges::for_each(table.indexes, add);
  return facts;
}

/// What a table and its members use of others.
Facts used_by(const Uses& uses, const Table& table) {
  Facts facts = uses.of(table);
  for (const Column& column : table.columns) append(facts, uses.of(table, column));
  for (const Constraint& one : table.constraints) append(facts, uses.of(table, one));
  for (const Index& one : table.indexes) append(facts, uses.of(table.name, &table, one));
  return facts;
}

Facts without(Facts facts, const Facts& others) {
  std::erase_if(facts,
                [&](const Fact& fact) { return std::ranges::find(others, fact) != others.end(); });
  return facts;
}

class Tables {
 public:
  explicit Tables(Comparison& all) : all_(all), names_(all.names) {
    for (const Sequence& one : all.to.sequences) {
      if (one.owned_by) owned_.insert(names_.relation(one.name));
    }
    for (const Table& table : all.from.tables)
      for (const Constraint& one : table.constraints)
        if (const auto* key = std::get_if<ForeignKey>(&one))
          referred_.insert(names_.relation(key->table));
    const auto goes_along = [&](const auto& one) {
      const Facts used = all.uses_from.of(one);
      if (all.goes_with(one.table, used)) append(freed_with_[names_.relation(one.table)], used);
    };
    std::ranges::for_each(all.from.triggers, goes_along);
    std::ranges::for_each(all.from.policies, goes_along);
    for (const OtherObject& one : all.from.others)
      if (!one.table.empty()) goes_along(one);
  }

  void compare() {
    std::vector<const Table*> dropped;
    std::vector<const Table*> made;
    match(
        all_.from.tables, all_.to.tables,
        [&](const Table& one) { return names_.relation(one.name); },
        [&](const Table& one) { dropped.push_back(&one); },
        [&](const Table& old, const Table& wanted) { compare(old, wanted); },
        [&](const Table& one) { made.push_back(&one); });
    const Circles old_circles(dropped, names_);
    for (const Table* table : dropped) drop(*table, old_circles);
    const Circles new_circles(made, names_);
    for (const Table* table : made) make(*table, new_circles);
  }

 private:
  void drop(const Table& table, const Circles& circles) {
    const Fact self = names_.relation(table.name);
    Facts drops = member_facts(all_, table);
    drops.push_back(self);
    if (table.partition_of) drops.push_back(bounds_of(table.partition_of->parent));
    Facts frees = used_by(all_.uses_from, table);
    if (const auto also = freed_with_.find(self); also != freed_with_.end())
      append(frees, also->second);
    for (const Constraint& one : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&one);
      if (key == nullptr || !circles.lead_back(self, names_.relation(key->table))) continue;
      drop_constraint(table, one);
      std::erase(drops, names_.constraint(table.name, one));
      frees = without(std::move(frees), all_.uses_from.of(table, one));
    }
    Alteration gone{.operation = DropTable{.name = table.name},
                    .rank = Rank::drop_table,
                    .drops = drops,
                    .frees = without(std::move(frees), drops)};
    // The server keeps foreign keys from losing rows that way: it looks for them at the DETACH.
    if (table.partition_of && !all_.goes(table.partition_of->parent) &&
        referred_.contains(names_.relation(table.partition_of->parent))) {
      all_.add(
          {.operation = DetachPartition{.table = table.name, .parent = table.partition_of->parent},
           .rank = Rank::partition,
           .makes = {self + " detached"},
           .drops = {bounds_of(table.partition_of->parent)}});
      gone.needs = {self + " detached"};
    }
    all_.add(std::move(gone));
  }

  /// Where the rows of a partitioned table go: old bounds make room for new ones.
  [[nodiscard]] Fact bounds_of(const ObjectName& parent) const {
    return names_.relation(parent) + " bounds";
  }

  /// Foreign keys to tables that are made, too, come behind all of them.
  void make(const Table& whole, const Circles& circles) {
    Table table = whole;
    Facts makes = member_facts(all_, table);
    const Fact self = names_.relation(table.name);
    std::vector<Constraint> late;
    Table without_late = table;
    std::erase_if(without_late.constraints, [&](const Constraint& one) {
      const auto* key = std::get_if<ForeignKey>(&one);
      const bool is_late = key != nullptr && circles.lead_back(self, names_.relation(key->table));
      if (is_late) late.push_back(one);
      return is_late;
    });
    Facts needs = used_by(all_.uses_to, without_late);
    if (all_.on_sqlite()) {  // it may refer to a table that is not made yet
      late.clear();
    } else {
      table = without_late;
    }
    std::vector<TableChange> defaults = take_owned_defaults(table);
    if (!defaults.empty()) needs = used_by(all_.uses_to, table);
    makes.push_back(self);
    if (table.partition_of) makes.push_back(bounds_of(table.partition_of->parent));
    for (const Constraint& one : late) std::erase(makes, names_.constraint(table.name, one));
    all_.add({.operation = CreateTable{table},
              .rank = Rank::table,
              .needs = without(std::move(needs), makes),
              .makes = makes});
    for (TableChange& change : defaults) {
      const Column& column = *find_column(whole, std::get<AlterColumn>(change).name, all_.rules);
      Alteration one{.operation = AlterTable{table.name, {change}}, .rank = Rank::alter};
      one.needs = all_.uses_to.of_default(column);
      one.needs.push_back(self);
      all_.add(std::move(one));
    }
    for (const Constraint& one : late) add_constraint(whole, one);
  }

  /// A sequence that goes with a column comes behind its table, and the column's default behind it.
  std::vector<TableChange> take_owned_defaults(Table& table) const {
    std::vector<TableChange> defaults;
    for (Column& column : table.columns) {
      const Facts used = all_.uses_to.of_default(column);
      const bool is_owned =
          std::ranges::any_of(used, [&](const Fact& fact) { return owned_.contains(fact); });
      if (!is_owned) continue;
      defaults.emplace_back(AlterColumn{.name = column.name, .default_sql = column.default_sql});
      column.default_sql.reset();
    }
    return defaults;
  }

  void add_change(const Table& table, Rank rank, TableChange change, Alteration facts) {
    facts.operation = AlterTable{table.name, {std::move(change)}};
    facts.rank = rank;
    facts.needs.push_back(names_.relation(table.name));
    all_.add(std::move(facts));
  }

  void compare(const Table& from, const Table& to) {
    if (from == to && all_.replaced.objects.empty() && all_.replaced.columns.empty() &&
        all_.replaced.defaults.empty())
      return;
    if (from.partition_of.has_value() != to.partition_of.has_value() &&
        !(from.columns.empty() && to.columns.empty())) {
      all_.refuse("table " + to.name.text(),
                  to.partition_of
                      ? "it shall become a partition of " + to.partition_of->parent.text() +
                            ", which is for a revision by hand: ATTACH PARTITION"
                      : "it shall be no partition of " + from.partition_of->parent.text() +
                            " any more, which is for a revision by hand: DETACH PARTITION");
      return;
    }
    // What it has from parents that go is its own then.
    const bool same_parents = from.inherits == to.inherits;
    const Table& old = same_parents ? from : with_parents(from, to.inherits, all_.from, all_.rules);
    compare_columns(old, to);
    compare_constraints(old, to);
    compare_indexes(old, to);
    compare_attributes(old, to, from.inherits);
  }

  // Columns.

  /// Of partitions, which hold of their columns what is otherwise than in the parent.
  void compare_own_columns(const Table& from, const Table& to) {
    std::set<std::string> names;
    for (const Table* table : {&from, &to}) {
      for (const Column& column : table->columns) names.insert(column.name);
    }
    for (const std::string& name : names) {
      const Column* old = find_column(from, name, all_.rules);
      const Column* wanted = find_column(to, name, all_.rules);
      const Column* inherited = inherited_by(to, name);
      if (wanted == nullptr) wanted = inherited;
      if (wanted == nullptr) continue;  // it goes with the parent's
      if (old == nullptr) old = inherited;
      alter_column(from, to, old == nullptr ? Column{.name = name} : *old, *wanted);
    }
  }

  /// The column that the new state's parents have; null where none does.
  [[nodiscard]] const Column* inherited_by(const Table& table, const std::string& name) const {
    std::vector<ObjectName> parents = table.inherits;
    if (table.partition_of) parents.push_back(table.partition_of->parent);
    for (const ObjectName& one : parents) {
      const auto parent = all_.tables_to.find(names_.relation(one));
      if (parent == all_.tables_to.end()) continue;
      const Column* own = find_column(*parent->second, name, all_.rules);
      if (own == nullptr) own = inherited_by(*parent->second, name);
      if (own != nullptr) return own;
    }
    return nullptr;
  }

  void compare_columns(const Table& from, const Table& to) {
    if (from.partition_of && to.partition_of) return compare_own_columns(from, to);
    const auto fact = [&](const Column& one) { return names_.column(to.name, one.name); };
    match(
        from.columns, to.columns, fact, [&](const Column& one) { drop_column(from, to, one); },
        [&](const Column& old, const Column& wanted) {
          if (all_.replaced.columns.contains(fact(old))) {
            drop_column(from, to, old);
            add_column(to, wanted);
            follow_calls(all_.uses_from.of(from, old));
          } else {
            alter_column(from, to, old, wanted);
          }
        },
        [&](const Column& one) { add_column(to, one); });
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
    add_change(table, Rank::alter, DropColumn{.name = column.name},
               {.operation = {},
                .rank = {},
                .needs = first_new_column(table, to),
                .drops = {names_.column(table.name, column.name)},
                .frees = all_.uses_from.of(table, column)});
  }

  void add_column(const Table& table, Column column) {
    const Column wanted = column;
    Table alone{.name = table.name, .columns = {column}};
    const auto defaults = take_owned_defaults(alone);
    column = alone.columns.front();
    const Fact fact = names_.column(table.name, column.name);
    add_change(
        table, Rank::alter, AddColumn{.column = column},
        {.operation = {}, .rank = {}, .needs = all_.uses_to.of(table, column), .makes = {fact}});
    for (const TableChange& change : defaults) {
      Facts needs = all_.uses_to.of_default(wanted);
      needs.push_back(fact);
      add_change(table, Rank::alter, change,
                 {.operation = {}, .rank = {}, .needs = std::move(needs)});
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
      add_change(from, Rank::alter, drop,
                 {.operation = {},
                  .rank = {},
                  .drops = {fact + " default"},
                  .frees = all_.uses_from.of_default(old)});
    }
    AlterColumn change{.name = wanted.name};
    Alteration facts{.operation = {}, .rank = {}, .needs = all_.uses_to.of(to, wanted)};
    const bool is_key =
        !to.partition_by.empty() && names_column(to.partition_by, wanted.name, to.name, all_.rules);
    if (old.type != wanted.type && is_key) {
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
    if ((change.type || change.collation) && !all_.on_sqlite()) facts.changes.push_back(fact);
    if (old.nullable != wanted.nullable) {
      change.nullable = wanted.nullable;
      facts.changes.push_back(names_.nullable(to.name, wanted.name));
    }
    if (old.default_sql != wanted.default_sql || loses_default) {
      if (!loses_default || wanted.default_sql) change.default_sql = wanted.default_sql;
      facts.frees = all_.uses_from.of_default(old);
      if (loses_default) {
        facts.makes.push_back(fact + " default");
        append(facts.makes, all_.calls_of(all_.uses_from.of_default(old)));
      }
    }
    if (old.identity != wanted.identity) change.identity = wanted.identity;
    if (old.generated != wanted.generated) change.generated = wanted.generated;
    if (old.comment != wanted.comment) change.comment = wanted.comment;
    if (change == AlterColumn{.name = wanted.name}) return;
    if (loses_default) facts.frees.clear();
    if (old.identity.has_value() != wanted.identity.has_value())
      hand_over_sequence(from, to, change, facts);
    const auto used = wanted.default_sql ? all_.uses_to.of_default(wanted) : Facts();
    const bool counts =
        std::ranges::any_of(used, [&](const Fact& one) { return owned_.contains(one); });
    if (counts && !facts.changes.empty() && change.default_sql && *change.default_sql) {
      // The sequence is the column's, which has to be of its type before.
      add_change(to, Rank::alter,
                 AlterColumn{.name = change.name, .default_sql = change.default_sql},
                 {.operation = {}, .rank = {}, .needs = used});
      all_.alterations.back().needs.push_back(fact);
      change.default_sql = std::optional<std::string>(std::nullopt);
      if (!old.default_sql) change.default_sql.reset();
      facts.needs = without(std::move(facts.needs), used);
    }
    add_change(to, Rank::alter, std::move(change), std::move(facts));
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
    }
    first.makes = {column + " without sequence"};
    facts.needs.push_back(column + " without sequence");
    add_change(to, Rank::alter, std::move(goes), std::move(first));
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

  /// What was made again last comes behind the old overload of a function that it calls.
  void follow_calls(const Facts& used) {
    append(all_.alterations.back().makes, all_.calls_of(used));
  }

  // Constraints.

  void drop_constraint(const Table& table, const Constraint& one) {
    DropConstraint drop{.name = name_of(one)};
    if (drop.name.empty()) {
      drop.kind = static_cast<ConstraintKind>(one.index() + 1);
      drop.columns = columns_of(one);
      if (const auto* check = std::get_if<Check>(&one)) drop.expression = check->expression;
    }
    const bool foreign = std::holds_alternative<ForeignKey>(one);
    add_change(table, foreign ? Rank::drop_foreign_key : Rank::alter, std::move(drop),
               {.operation = {},
                .rank = {},
                .changes = unique_facts(all_, table, one),
                .drops = made_by(all_, table, one),
                .frees = all_.uses_from.of(table, one)});
  }

  void add_constraint(const Table& table, const Constraint& one) {
    const bool foreign = std::holds_alternative<ForeignKey>(one);
    Facts needs = all_.uses_to.of(table, one);
    Facts makes = made_by(all_, table, one);
    append(makes, unique_facts(all_, table, one));
    add_change(table, foreign ? Rank::foreign_key : Rank::index, AddConstraint{one},
               {.operation = {}, .rank = {}, .needs = std::move(needs), .makes = std::move(makes)});
  }

  void compare_constraints(const Table& from, const Table& to) {
    const auto fact = [&](const Constraint& one) { return names_.constraint(to.name, one); };
    match(
        from.constraints, to.constraints, fact,
        [&](const Constraint& one) { drop_constraint(from, one); },
        [&](const Constraint& old, const Constraint& wanted) {
          const bool is_replaced = all_.replaced.objects.contains(fact(old));
          if (old == wanted && !is_replaced) return;
          if (is_validated(old, wanted) && !is_replaced) {
            add_change(to, Rank::index, ValidateConstraint{name_of(wanted)},
                       {.operation = {}, .rank = {}});
            return;
          }
          drop_constraint(from, old);
          add_constraint(to, wanted);
          follow_calls(all_.uses_from.of(from, old));
        },
        [&](const Constraint& one) { add_constraint(to, one); });
  }

  // Indexes.

  void drop_index(const Table& table, const Index& index) {
    all_.add({.operation = DropIndex{.table = table.name, .name = index.name},
              .rank = Rank::drop_index,
              .changes = unique_facts(all_, table, index),
              .drops = made_by(all_, table, index),
              .frees = all_.uses_from.of(table.name, &table, index)});
  }

  void make_index(const Table& table, const Index& index) {
    Facts makes = made_by(all_, table, index);
    append(makes, unique_facts(all_, table, index));
    all_.add({.operation = CreateIndex{.table = table.name, .index = index},
              .rank = Rank::index,
              .needs = all_.uses_to.of(table.name, &table, index),
              .makes = std::move(makes)});
  }

  void compare_indexes(const Table& from, const Table& to) {
    const auto fact = [&](const Index& one) {
      return names_.relation(ObjectName(to.name.schema, one.name));
    };
    match(
        from.indexes, to.indexes, fact, [&](const Index& one) { drop_index(from, one); },
        [&](const Index& old, const Index& wanted) {
          if (!is_same_but_comment(old, wanted) || all_.replaced.objects.contains(fact(old))) {
            drop_index(from, old);
            make_index(to, wanted);
            follow_calls(all_.uses_from.of(from.name, &from, old));
          } else {
            all_.compare_comment(
                {.kind = ObjectKind::index, .object = ObjectName(to.name.schema, wanted.name)},
                old.comment, wanted.comment, fact(wanted));
          }
        },
        [&](const Index& one) { make_index(to, one); });
  }

  // What a table says of itself.

  void compare_attributes(const Table& from, const Table& to,
                          const std::vector<ObjectName>& parents) {
    const auto change = [&](TableChange one) {
      add_change(to, Rank::alter, std::move(one), {.operation = {}, .rank = {}});
    };
    if (from.comment != to.comment) change(SetTableComment{to.comment});
    if (from.unlogged != to.unlogged) change(SetLogged{!to.unlogged});
    if (from.strict != to.strict) change(SetStrict{to.strict});
    if (from.without_rowid != to.without_rowid) change(SetWithoutRowid{to.without_rowid});
    SetRowSecurity security;
    if (from.row_security != to.row_security) security.enabled = to.row_security;
    if (from.force_row_security != to.force_row_security) security.forced = to.force_row_security;
    if (security != SetRowSecurity{}) change(security);
    using Option = std::pair<std::string, std::string>;
    match(
        from.options, to.options, [](const Option& one) { return one.first; },
        [&](const Option& one) { change(SetTableOption{one.first, std::nullopt}); },
        [&](const Option& old, const Option& wanted) {
          if (old != wanted) change(SetTableOption{wanted.first, wanted.second});
        },
        [&](const Option& one) { change(SetTableOption{one.first, one.second}); });
    const std::string table = "table " + to.name.text();
    if (from.partition_by != to.partition_by)
      all_.refuse(table, "its partition key is another one");
    if (parents != to.inherits) compare_parents(from, to, parents);
    if (from.beyond != to.beyond) all_.refuse(table, "what it says beyond a catalog is otherwise");
    compare_partition(from, to);
  }

  /// A new parent takes columns for its own that are there, and the table keeps them as its own
  /// too.
  void compare_parents(const Table& from, const Table& to, const std::vector<ObjectName>& parents) {
    for (const ObjectName& name : to.inherits) {
      const auto parent = all_.tables_to.find(names_.relation(name));
      const bool is_new = std::ranges::find(parents, name) == parents.end();
      if (!is_new || parent == all_.tables_to.end()) continue;
      for (const Column& column : parent->second->columns) {
        if (find_column(from, column.name, all_.rules) != nullptr) continue;
        all_.refuse("table " + to.name.text(),
                    "it has no column " + column.name + ", which the new parent has");
        return;
      }
    }
    for (const Column& column : from.columns) {
      if (find_column(to, column.name, all_.rules) != nullptr ||
          inherited_by(to, column.name) == nullptr)
        continue;
      all_.refuse("table " + to.name.text(),
                  "its own column " + column.name + " shall be a parent's alone, and would stay");
      return;
    }
    Facts needs;
    Facts frees;
    for (const ObjectName& parent : to.inherits) needs.push_back(names_.relation(parent));
    for (const ObjectName& parent : parents) frees.push_back(names_.relation(parent));
    add_change(to, Rank::alter, SetParents{to.inherits},
               {.operation = {}, .rank = {}, .needs = std::move(needs), .frees = std::move(frees)});
  }

  void compare_partition(const Table& from, const Table& to) {
    if (from.partition_of == to.partition_of) return;
    const Fact bound = names_.relation(to.name) + " bound";
    if (from.partition_of)
      all_.add({.operation = DetachPartition{.table = to.name, .parent = from.partition_of->parent},
                .rank = Rank::partition,
                .drops = {bound, bounds_of(from.partition_of->parent)},
                .frees = {names_.relation(from.partition_of->parent)}});
    if (to.partition_of)
      all_.add({.operation = AttachPartition{to.name, *to.partition_of},
                .rank = Rank::partition,
                .needs = {names_.relation(to.partition_of->parent)},
                .makes = {bound, bounds_of(to.partition_of->parent)}});
  }

  Comparison& all_;
  const FactNames& names_;
  std::set<Fact> referred_;           ///< by foreign keys of the old state
  std::set<Fact> owned_;              ///< sequences that go with a column
  std::map<Fact, Facts> freed_with_;  ///< what triggers and policies of a table use
};

}  // namespace

void compare_tables(Comparison& comparison) {
  Tables(comparison).compare();
}

}  // namespace aludel
