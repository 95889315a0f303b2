#include <algorithm>

#include "lint/facts.hpp"
#include "lint/type_change.hpp"

namespace aludel {

namespace {

const ColumnFacts* column_of(const RelationFacts& relation, const std::string& name) {
  const auto found = std::ranges::find(relation.columns, name, &ColumnFacts::name);
  return found == relation.columns.end() ? nullptr : &*found;
}

bool same(const ObjectName& asked, const ObjectName& found) {
  return asked.name == found.name && (asked.schema.empty() || asked.schema == found.schema);
}

void settle_not_null(TouchedTable& table, const RelationFacts& relation) {
  const ColumnFacts* column = column_of(relation, table.column);
  if (column == nullptr || !column->known_not_null) return;
  table.work = Work::none;
  table.hint = {};
  table.why = "a valid constraint says so already";
}

void settle_type(TouchedTable& table, const RelationFacts& relation, bool utc,
                 std::vector<PossibleLoss>& losses) {
  const ColumnFacts* column = column_of(relation, table.column);
  if (column == nullptr) return;
  const TypeVerdict verdict = judge_type_change({.from = column->type,
                                                 .to = table.type,
                                                 .has_using = table.has_using,
                                                 .plain_using = table.plain_using,
                                                 .utc = utc});
  table.work = verdict.work;
  table.certain = verdict.certain;
  table.why = verdict.why;
  if (table.work == Work::none) table.hint = {};
  const auto is_mine = [&](const PossibleLoss& loss) {
    return loss.kind == LossKind::values && loss.object == table.name &&
           loss.column == table.column;
  };
  std::erase_if(losses, [&](const PossibleLoss& loss) {
    return is_mine(loss) && verdict.loss == Keeping::keeps;
  });
  for (PossibleLoss& loss : losses) {
    if (!is_mine(loss)) continue;
    loss.may = verdict.loss == Keeping::may_lose;
    loss.words = column->type + " → " + table.type;
  }
}

void settle_volatility(TouchedTable& table, const Facts& facts) {
  const bool any = std::ranges::any_of(table.functions, [&](const std::string& function) {
    return facts.volatile_functions.contains(function);
  });
  table.certain = true;
  if (any) {
    table.why = table.functions.front() + "() is volatile";
    return;
  }
  table.work = Work::none;
  table.hint = {};
  table.why = {};
}

/// Both tables of a foreign key are locked when it goes.
void add_other_tables(const TouchedTable& table, const Facts& facts,
                      std::vector<TouchedTable>& more) {
  for (const ForeignKeyFacts& key : facts.foreign_keys) {
    if (key.constraint != table.constraint || !same(table.name, key.from)) continue;
    TouchedTable other = table;
    other.name = key.to;
    other.question = Question::none;
    if (table.lock == Lock::share_update_exclusive) other.lock = Lock::row_share;
    more.push_back(std::move(other));
  }
}

void add_locked(const ObjectName& name, Work work, std::vector<TouchedTable>& more) {
  if (name.empty()) return;
  more.push_back({.name = name, .lock = Lock::access_exclusive, .work = work});
}

/// A table that is dropped takes its foreign keys along; a partition is taken from its parent.
void add_relatives(const TouchedTable& table, const RelationFacts& relation, const Facts& facts,
                   std::vector<TouchedTable>& more) {
  for (const ForeignKeyFacts& key : facts.foreign_keys) {
    if (same(table.name, key.from) && !same(table.name, key.to))
      add_locked(key.to, Work::none, more);
  }
  add_locked(relation.parent, Work::none, more);
  if (relation.parents_default != relation.name)
    add_locked(relation.parents_default, Work::none, more);
}

/// TRUNCATE … CASCADE empties what refers to the tables, and what refers to that.
void add_truncated(const StatementEffects& effects, const Facts& facts,
                   std::vector<TouchedTable>& more) {
  std::vector<ObjectName> wave;
  for (const PossibleLoss& loss : effects.losses) {
    if (loss.kind == LossKind::rows && loss.cascade) wave.push_back(loss.object);
  }
  for (std::size_t i = 0; i < wave.size(); ++i) {
    for (const ForeignKeyFacts& key : facts.foreign_keys) {
      const auto is_from = [&](const ObjectName& name) { return same(name, key.from); };
      if (!same(wave[i], key.to) || std::ranges::any_of(wave, is_from)) continue;
      wave.push_back(key.from);
      add_locked(key.from, Work::new_files, more);
    }
  }
}

}  // namespace

void settle(StatementEffects& effects, const Facts& facts, const IsAsFound& is_as_found) {
  std::vector<TouchedTable> more;
  add_truncated(effects, facts, more);
  for (TouchedTable& table : effects.tables) {
    if (table.question == Question::volatility) settle_volatility(table, facts);
    const RelationFacts* relation = facts.find(table.name);
    if (relation == nullptr) continue;
    const std::string column =
        table.question == Question::type_change || table.question == Question::not_null
            ? table.column
            : std::string();
    if (is_as_found && !is_as_found(table.name, column)) continue;
    switch (table.question) {
      case Question::not_null: settle_not_null(table, *relation); break;
      case Question::type_change: settle_type(table, *relation, facts.utc, effects.losses); break;
      case Question::index:
        if (!relation->table.empty()) table.name = facts.short_name(relation->table);
        break;
      case Question::constraint: add_other_tables(table, facts, more); break;
      case Question::new_partition:
        add_locked(relation->default_partition, Work::scan, more);
        break;
      case Question::old_partition:
        add_locked(relation->default_partition, Work::none, more);
        break;
      case Question::parent: add_relatives(table, *relation, facts, more); break;
      case Question::none:
      case Question::volatility:
      case Question::type_users: break;
    }
  }
  for (TouchedTable& table : more) table.name = facts.short_name(std::move(table.name));
  std::ranges::move(more, std::back_inserter(effects.tables));
}

}  // namespace aludel
