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
  const TypeVerdict verdict = judge_type_change(
      {.from = column->type, .to = table.type, .has_using = table.has_using, .utc = utc});
  table.work = verdict.work;
  table.certain = verdict.certain;
  table.why = verdict.why;
  if (table.work == Work::none) table.hint = {};
  const auto is_mine = [&](const PossibleLoss& loss) {
    return loss.kind == LossKind::values && loss.object == table.name &&
           loss.column == table.column;
  };
  std::erase_if(losses,
                [&](const PossibleLoss& loss) { return is_mine(loss) && verdict.loss == Keeping::keeps; });
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

}  // namespace

void settle(StatementEffects& effects, const Facts& facts, SqlDialect dialect) {
  std::vector<TouchedTable> more;
  for (TouchedTable& table : effects.tables) {
    if (table.question == Question::volatility) settle_volatility(table, facts);
    const RelationFacts* relation = facts.find(table.name);
    if (relation == nullptr) continue;
    switch (table.question) {
      case Question::not_null: settle_not_null(table, *relation); break;
      case Question::type_change:
        settle_type(table, *relation, facts.utc, effects.losses);
        break;
      case Question::index:
        if (!relation->table.empty()) table.name = relation->table;
        break;
      case Question::constraint:
        for (const ForeignKey& key : facts.foreign_keys) {
          if (key.constraint != table.constraint || !same(table.name, key.from)) continue;
          TouchedTable other = table;
          other.name = key.to;
          other.question = Question::none;
          if (table.lock == Lock::share_update_exclusive) other.lock = Lock::row_share;
          more.push_back(std::move(other));
        }
        break;
      case Question::none:
      case Question::volatility:
      case Question::type_users: break;
    }
  }
  (void)dialect;
  std::ranges::move(more, std::back_inserter(effects.tables));
}

}  // namespace aludel
