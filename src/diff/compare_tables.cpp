#include <optional>

#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;

void append(Facts& facts, const Facts& more) {
  facts.insert(facts.end(), more.begin(), more.end());
}

std::optional<Fact> unique_fact(const Comparison& all, const ObjectName& table,
                                const Constraint& one) {
  const bool is_key =
      std::holds_alternative<PrimaryKey>(one) || std::holds_alternative<Unique>(one);
  if (!is_key) return std::nullopt;
  return all.names.unique(table, columns_of(one));
}

std::optional<Fact> unique_fact(const Comparison& all, const ObjectName& table, const Index& one) {
  std::vector<std::string> columns;
  for (const IndexPart& part : one.parts) columns.push_back(part.column);
  if (!one.unique) return std::nullopt;
  return all.names.unique(table, columns);
}

/// The names that a table brings, but its own.
Facts member_facts(const Comparison& all, const Table& table) {
  Facts facts;
  for (const Column& column : table.columns)
    facts.push_back(all.names.column(table.name, column.name));
  for (const Constraint& one : table.constraints) {
    facts.push_back(all.names.constraint(table.name, one));
    if (const auto unique = unique_fact(all, table.name, one)) facts.push_back(*unique);
    if (!name_of(one).empty() && !std::holds_alternative<ForeignKey>(one) &&
        !std::holds_alternative<Check>(one))
      facts.push_back(all.names.relation(ObjectName(table.name.schema, name_of(one))));
  }
  for (const Index& index : table.indexes) {
    facts.push_back(all.names.relation(ObjectName(table.name.schema, index.name)));
    if (const auto unique = unique_fact(all, table.name, index)) facts.push_back(*unique);
  }
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
    for (const Table* table : dropped) old_tables_.emplace(names_.relation(table->name), table);
    for (const Table* table : dropped) drop(*table);
    for (const Table* table : made) new_tables_.emplace(names_.relation(table->name), table);
    for (const Table* table : made) make(*table);
  }

 private:
  void drop(const Table& table) {
    Facts drops = member_facts(all_, table);
    drops.push_back(names_.relation(table.name));
    Facts frees = used_by(all_.uses_from, table);
    for (const Trigger& one : all_.from.triggers) {
      if (names_.relation(one.table) == drops.back()) append(frees, all_.uses_from.of(one));
    }
    for (const Policy& one : all_.from.policies) {
      if (names_.relation(one.table) == drops.back()) append(frees, all_.uses_from.of(one));
    }
    const Fact self = drops.back();
    for (const Constraint& one : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&one);
      if (key == nullptr || !is_in_circle(*key, self, old_tables_)) continue;
      drop_constraint(table, one);
      std::erase(drops, names_.constraint(table.name, one));
      frees = without(std::move(frees), all_.uses_from.of(table, one));
    }
    all_.add({.operation = DropTable{.name = table.name},
              .rank = Rank::drop_table,
              .drops = drops,
              .frees = without(std::move(frees), drops)});
  }

  /// Foreign keys to tables that are made, too, come behind all of them.
  void make(Table table) {
    Facts makes = member_facts(all_, table);
    const Fact self = names_.relation(table.name);
    std::vector<Constraint> late;
    Table without_late = table;
    std::erase_if(without_late.constraints, [&](const Constraint& one) {
      const auto* key = std::get_if<ForeignKey>(&one);
      const bool is_late = key != nullptr && is_in_circle(*key, self, new_tables_);
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
    for (const Constraint& one : late) std::erase(makes, names_.constraint(table.name, one));
    const ObjectName name = table.name;
    all_.add({.operation = CreateTable{table},
              .rank = Rank::table,
              .needs = without(std::move(needs), makes),
              .makes = makes});
    for (TableChange& change : defaults) {
      const auto& altered = std::get<AlterColumn>(change);
      Alteration one{.operation = AlterTable{name, {change}}, .rank = Rank::alter};
      one.needs = all_.uses_to.of_default(
          *find_column(*find_table(all_.to, name, all_.rules), altered.name, all_.rules));
      one.needs.push_back(self);
      all_.add(std::move(one));
    }
    for (const Constraint& one : late) add_constraint(*find_table(all_.to, name, all_.rules), one);
  }

  using ByFact = std::map<Fact, const Table*>;

  /// Whether a chain of foreign keys, among these tables, leads from the one it refers to back.
  [[nodiscard]] bool is_in_circle(const ForeignKey& key, const Fact& self,
                                  const ByFact& tables) const {
    if (names_.relation(key.table) == self) return false;
    std::set<Fact> seen;
    std::vector<Fact> open{names_.relation(key.table)};
    while (!open.empty()) {
      const Fact one = open.back();
      open.pop_back();
      if (one == self) return true;
      const auto table = tables.find(one);
      if (table == tables.end() || !seen.insert(one).second) continue;
      for (const Constraint& constraint : table->second->constraints) {
        const auto* next = std::get_if<ForeignKey>(&constraint);
        if (next != nullptr) open.push_back(names_.relation(next->table));
      }
    }
    return false;
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
    compare_columns(from, to);
    compare_constraints(from, to);
    compare_indexes(from, to);
    compare_attributes(from, to);
  }

  // Columns.

  /// Of partitions, which hold of their columns what is otherwise than in the parent.
  void compare_own_columns(const Table& from, const Table& to) {
    std::set<std::string> names;
    for (const Table* table : {&from, &to}) {
      for (const Column& column : table->columns) names.insert(column.name);
    }
    for (const std::string& name : names) {
      const Column* old = find_column(all_.from, from, name, all_.rules);
      const Column* wanted = find_column(all_.to, to, name, all_.rules);
      if (wanted == nullptr) continue;  // it goes with the parent's
      alter_column(from, to, old == nullptr ? inherited(to, name) : *old, *wanted);
    }
  }

  [[nodiscard]] Column inherited(Table partition, const std::string& name) const {
    partition.columns.clear();
    const Column* found = find_column(all_.to, partition, name, all_.rules);
    return found == nullptr ? Column{.name = name} : *found;
  }

  void compare_columns(const Table& from, const Table& to) {
    if (from.partition_of && to.partition_of) return compare_own_columns(from, to);
    const auto fact = [&](const Column& one) { return names_.column(to.name, one.name); };
    match(
        from.columns, to.columns, fact, [&](const Column& one) { drop_column(from, one); },
        [&](const Column& old, const Column& wanted) {
          if (all_.replaced.columns.contains(fact(old))) {
            drop_column(from, old);
            add_column(to, wanted);
          } else {
            alter_column(from, to, old, wanted);
          }
        },
        [&](const Column& one) { add_column(to, one); });
  }

  /// SQLite keeps no table without columns: where none stays, a new one comes first.
  [[nodiscard]] Facts first_new_column(const Table& from) const {
    const Table& to = *find_table(all_.to, from.name, all_.rules);
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

  void drop_column(const Table& table, const Column& column) {
    add_change(table, Rank::alter, DropColumn{.name = column.name},
               {.operation = {},
                .rank = {},
                .needs = first_new_column(table),
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
    const bool loses_default = all_.replaced.defaults.contains(fact) && old.default_sql;
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
    if (old.type != wanted.type) {
      const auto conversion = all_.conversion(old, wanted.type);
      if (!conversion) {
        all_.refuse("column " + wanted.name + " of table " + to.name.text(),
                    "no conversion of its values to the new type is known");
        return;
      }
      change.type = wanted.type;
      change.using_expression = *conversion;
    }
    if (old.collation != wanted.collation) change.collation = wanted.collation;
    if (change.type || change.collation) facts.changes.push_back(fact);
    if (old.nullable != wanted.nullable) {
      change.nullable = wanted.nullable;
      facts.changes.push_back(names_.nullable(to.name, wanted.name));
    }
    if (old.default_sql != wanted.default_sql || loses_default) {
      change.default_sql = wanted.default_sql;
      facts.frees = all_.uses_from.of_default(old);
      if (loses_default) facts.makes.push_back(fact + " default");
    }
    if (old.identity != wanted.identity) change.identity = wanted.identity;
    if (old.generated != wanted.generated) change.generated = wanted.generated;
    if (old.comment != wanted.comment) change.comment = wanted.comment;
    if (change == AlterColumn{.name = wanted.name}) return;
    if (loses_default) facts.frees.clear();
    add_change(to, Rank::alter, std::move(change), std::move(facts));
  }

  // Constraints.

  [[nodiscard]] Facts facts_of(const Table& table, const Constraint& one) const {
    Facts facts{names_.constraint(table.name, one)};
    const bool has_index = std::holds_alternative<PrimaryKey>(one) ||
                           std::holds_alternative<Unique>(one) ||
                           std::holds_alternative<Exclusion>(one);
    if (has_index && !name_of(one).empty() && !all_.on_sqlite())
      facts.push_back(names_.relation(ObjectName(table.name.schema, name_of(one))));
    return facts;
  }

  template <typename Member>
  [[nodiscard]] Facts unique_facts(const Table& table, const Member& one) const {
    const auto fact = unique_fact(all_, table.name, one);
    return fact ? Facts{*fact} : Facts{};
  }

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
                .changes = unique_facts(table, one),
                .drops = facts_of(table, one),
                .frees = all_.uses_from.of(table, one)});
  }

  void add_constraint(const Table& table, const Constraint& one) {
    const bool foreign = std::holds_alternative<ForeignKey>(one);
    Facts needs = all_.uses_to.of(table, one);
    Facts makes = facts_of(table, one);
    append(makes, unique_facts(table, one));
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
        },
        [&](const Constraint& one) { add_constraint(to, one); });
  }

  // Indexes.

  void drop_index(const Table& table, const Index& index) {
    all_.add({.operation = DropIndex{.table = table.name, .name = index.name},
              .rank = Rank::drop_index,
              .changes = unique_facts(table, index),
              .drops = {names_.relation(ObjectName(table.name.schema, index.name))},
              .frees = all_.uses_from.of(table.name, &table, index)});
  }

  void make_index(const Table& table, const Index& index) {
    Facts makes = unique_facts(table, index);
    makes.push_back(names_.relation(ObjectName(table.name.schema, index.name)));
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
          } else if (old.comment != wanted.comment) {
            all_.add({.operation = SetComment{.kind = ObjectKind::index,
                                              .object = ObjectName(to.name.schema, wanted.name),
                                              .comment = wanted.comment},
                      .rank = Rank::comment});
          }
        },
        [&](const Index& one) { make_index(to, one); });
  }

  // What a table says of itself.

  void compare_attributes(const Table& from, const Table& to) {
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
    if (from.inherits != to.inherits) all_.refuse(table, "it inherits from other tables");
    if (from.beyond != to.beyond) all_.refuse(table, "what it says beyond a catalog is otherwise");
    compare_partition(from, to);
  }

  void compare_partition(const Table& from, const Table& to) {
    if (from.partition_of == to.partition_of) return;
    const Fact bound = names_.relation(to.name) + " bound";
    if (from.partition_of)
      all_.add({.operation = DetachPartition{.table = to.name, .parent = from.partition_of->parent},
                .rank = Rank::partition,
                .drops = {bound},
                .frees = {names_.relation(from.partition_of->parent)}});
    if (to.partition_of)
      all_.add({.operation = AttachPartition{to.name, *to.partition_of},
                .rank = Rank::partition,
                .needs = {names_.relation(to.partition_of->parent)},
                .makes = {bound}});
  }

  Comparison& all_;
  const FactNames& names_;
  std::set<Fact> owned_;  ///< sequences that go with a column
  ByFact old_tables_;     ///< that are dropped
  ByFact new_tables_;     ///< that are made
};

}  // namespace

void compare_tables(Comparison& comparison) {
  Tables(comparison).compare();
}

}  // namespace aludel
