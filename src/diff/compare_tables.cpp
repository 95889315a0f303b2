#include <optional>
#include <utility>

#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/partitions.hpp"
#include "diff/changed_options.hpp"
#include "diff/circles.hpp"
#include "diff/comparison.hpp"
#include "diff/inheritance.hpp"
#include "diff/table_changes.hpp"

namespace aludel {

namespace {

/// The names that a constraint brings: its own and its index's.
Facts made_by(const Comparison& all, const Table& table, const Constraint& one) {
  Facts facts{all.names.constraint(table.name, one)};
  if (std::holds_alternative<PrimaryKey>(one))
    facts.push_back("primary key of " + all.names.relation(table.name));
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
  for (const Column& column : table.columns) {
    facts.push_back(all.names.column(table.name, column.name));
    if (column.identity)
      facts.push_back(all.names.relation(identity_sequence(table.name, column.name)));
  }
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

class Tables {
 public:
  explicit Tables(Comparison& all) : all_(all), names_(all.names) {
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
    std::vector<TableChange> defaults = take_owned_defaults(all_, table);
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

  void compare(const Table& from, const Table& to) {
    if (from == to && all_.replaced.objects.empty() && all_.replaced.columns.empty() &&
        all_.replaced.defaults.empty())
      return;
    if (from.partition_of && !to.partition_of) return compare_detached(from, to);
    if (!from.partition_of && to.partition_of) return compare_attached(from, to);
    // What it has from parents that go is its own then.
    const bool same_parents = from.inherits == to.inherits;
    const Table& old = same_parents ? from : with_parents(from, to.inherits, all_.from, all_.rules);
    compare_members(old, to);
    compare_attributes(old, to, from.inherits);
  }

  /// What a partition has of its parent is its own behind DETACH.
  void compare_detached(const Table& from, const Table& to) {
    Table left = detached(from, all_.from, all_.rules);
    if (!name_members(left.constraints, to.constraints, from) ||
        !name_members(left.indexes, to.indexes, from))
      return;
    const Fact done = names_.relation(to.name) + " detached";
    const std::size_t first = all_.alterations.size();
    compare_members(left, to);
    compare_attributes(left, to, {});
    for (std::size_t i = first; i < all_.alterations.size(); ++i)
      all_.alterations[i].needs.push_back(done);
    const ObjectName& parent = from.partition_of->parent;
    all_.add({.operation = DetachPartition{.table = to.name, .parent = parent, .leaves = left},
              .rank = Rank::partition,
              .makes = {done},
              .drops = {names_.relation(to.name) + " bound", bounds_of(parent)},
              .frees = {names_.relation(parent)}});
  }

  /// The table is made what a partition has to be; the server adds what it has of its parent.
  void compare_attached(const Table& from, const Table& to) {
    Table wanted = detached(to, all_.to, all_.rules);
    keep_named(wanted.constraints, from.constraints);
    keep_named(wanted.indexes, from.indexes);
    const std::size_t first = all_.alterations.size();
    compare_members(from, wanted);
    compare_attributes(from, wanted, from.inherits);
    const Fact ready = names_.relation(to.name) + " ready";
    for (std::size_t i = first; i < all_.alterations.size(); ++i)
      all_.alterations[i].makes.push_back(ready);
    const ObjectName& parent = to.partition_of->parent;
    all_.add({.operation = AttachPartition{to.name, *to.partition_of},
              .rank = Rank::partition,
              .needs = {names_.relation(parent), ready},
              .makes = {names_.relation(to.name) + " bound", bounds_of(parent)}});
    // Behind what is done to the parent's columns: they are its own until then.
    Facts& needs = all_.alterations.back().needs;
    for (const Column& column : wanted.columns)
      append(needs, parents_are_done(all_, to, column.name));
  }

  void compare_members(const Table& from, const Table& to) {
    compare_columns(all_, from, to);
    compare_constraints(from, to);
    compare_indexes(from, to);
  }

  /// Gives what has no name, since the server has chosen it, the name of its like among `others`.
  /// @return whether each has one
  template <typename Member>
  bool name_members(std::vector<Member>& members, const std::vector<Member>& others,
                    const Table& partition) {
    for (Member& member : members) {
      if (!name_in(member).empty()) continue;
      const Member* like = like_of(member, others);
      if (like == nullptr) {
        all_.refuse("table " + partition.name.text(),
                    "it has a key or an index of its parent, of which the name is not known here: "
                    "write DETACH PARTITION by hand");
        return false;
      }
      name_in(member) = name_in(*like);
    }
    return true;
  }

  /// As above; what has no like is left to the server.
  template <typename Member>
  static void keep_named(std::vector<Member>& members, const std::vector<Member>& others) {
    for (Member& member : members) {
      if (!name_in(member).empty()) continue;
      if (const Member* like = like_of(member, others)) name_in(member) = name_in(*like);
    }
    std::erase_if(members, [](const Member& one) { return name_in(one).empty(); });
  }

  static std::string& name_in(Constraint& one) { return name_of(one); }
  static const std::string& name_in(const Constraint& one) { return name_of(one); }
  static std::string& name_in(Index& one) { return one.name; }
  static const std::string& name_in(const Index& one) { return one.name; }

  /// The one that says the same under whatever name.
  template <typename Member>
  static const Member* like_of(const Member& member, const std::vector<Member>& others) {
    const auto like = std::ranges::find_if(others, [&](Member other) {
      name_in(other) = name_in(member);
      return other == member;
    });
    return like == others.end() ? nullptr : &*like;
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
    add_change(all_, table, foreign ? Rank::drop_foreign_key : Rank::alter, std::move(drop),
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
    // SQLite makes the table anew for it: with the changes of its columns at once, where it can.
    const Rank rank = foreign ? Rank::foreign_key : Rank::index;
    add_change(all_, table, all_.on_sqlite() ? Rank::alter : rank, AddConstraint{one},
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
            add_change(all_, to, Rank::index, ValidateConstraint{name_of(wanted)},
                       {.operation = {}, .rank = {}});
            return;
          }
          drop_constraint(from, old);
          add_constraint(to, wanted);
          follow_calls(all_, all_.uses_from.of(from, old));
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
            follow_calls(all_, all_.uses_from.of(from.name, &from, old));
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
      add_change(all_, to, Rank::alter, std::move(one), {.operation = {}, .rank = {}});
    };
    if (from.comment != to.comment) change(SetTableComment{to.comment});
    if (from.unlogged != to.unlogged) change(SetLogged{!to.unlogged});
    if (from.strict != to.strict) change(SetStrict{to.strict});
    if (from.without_rowid != to.without_rowid) change(SetWithoutRowid{to.without_rowid});
    SetRowSecurity security;
    if (from.row_security != to.row_security) security.enabled = to.row_security;
    if (from.force_row_security != to.force_row_security) security.forced = to.force_row_security;
    if (security != SetRowSecurity{}) change(security);
    for (SetTableOption& option : changed_options(from.options, to.options))
      change(std::move(option));
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
      if (column.inherited || find_column(to, column.name, all_.rules) != nullptr ||
          inherited_by(all_, all_.tables_to, to, column.name) == nullptr)
        continue;
      all_.refuse("table " + to.name.text(),
                  "its own column " + column.name + " shall be a parent's alone, and would stay");
      return;
    }
    Facts needs;
    Facts frees;
    for (const ObjectName& parent : to.inherits) needs.push_back(names_.relation(parent));
    for (const ObjectName& parent : parents) frees.push_back(names_.relation(parent));
    add_change(all_, to, Rank::alter, SetParents{to.inherits},
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
  std::map<Fact, Facts> freed_with_;  ///< what triggers and policies of a table use
};

}  // namespace

void compare_tables(Comparison& comparison) {
  Tables(comparison).compare();
}

}  // namespace aludel
