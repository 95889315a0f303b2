#include "lint/object_tracker.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

ObjectName ObjectTracker::key(const ObjectName& name) const {
  if (!name.schema.empty() || facts_ == nullptr || !sure_of_names_) return name;
  if (dialect_ == SqlDialect::sqlite) return name;
  return {facts_->schema, name.name};
}

const ObjectTracker::Origin* ObjectTracker::origin(const ObjectName& name) const {
  const auto found = tables_.find(key(name));
  return found == tables_.end() ? nullptr : &found->second;
}

bool ObjectTracker::is_new(const ObjectName& name) const {
  const Origin* found = origin(name);
  return found != nullptr && !found->data_of;
}

/// True only where the database was asked and a name can mean but one thing.
bool ObjectTracker::is_absent(const ObjectName& name) const {
  return facts_ != nullptr && (sure_of_names_ || !name.schema.empty()) && facts_->absent(name);
}

void ObjectTracker::mark_new(StatementEffects& effects) const {
  for (TouchedTable& table : effects.tables) table.is_new = is_new(table.name);
}

void ObjectTracker::follow(StatementEffects& effects) {
  if (effects.foreign_keys) foreign_keys_ = *effects.foreign_keys;
  mark_new(effects);
  judge_losses(effects);
  add_calls(effects);
  std::erase_if(effects.changes,
                [this](const ChangedRows& change) { return is_new(change.table); });
  remember(effects);
}

void ObjectTracker::judge_losses(StatementEffects& effects) {
  std::vector<PossibleLoss> kept;
  for (PossibleLoss& loss : effects.losses) {
    switch (loss.kind) {
      case LossKind::table: judge_table(std::move(loss), kept); continue;
      case LossKind::column:
      case LossKind::values:
        if (columns_.contains({key(loss.object), loss.column})) continue;
        [[fallthrough]];
      case LossKind::rows:
      case LossKind::materialized_view:
      case LossKind::sequence:
        if (is_new(loss.object) && !loss.cascade) continue;
        if (!loss.may && !origin(loss.object) && is_absent(loss.object)) continue;
        break;
      case LossKind::type:
        if (types_.contains(key(loss.object)) && !loss.cascade) continue;
        break;
      case LossKind::schema:
        if (schemas_.contains(loss.object) && !loss.cascade) continue;
        break;
      case LossKind::database:
      case LossKind::extension:
      case LossKind::not_known: break;
    }
    add_dependents(loss, kept);
    add_referencing_rows(loss, kept);
    const bool only_its_own = (loss.kind == LossKind::type && types_.contains(key(loss.object))) ||
                              (loss.kind == LossKind::schema && schemas_.contains(loss.object)) ||
                              is_new(loss.object);
    if (!only_its_own || facts_ == nullptr) kept.push_back(std::move(loss));
  }
  effects.losses = std::move(kept);
}

void ObjectTracker::judge_table(PossibleLoss loss, std::vector<PossibleLoss>& kept) {
  const ObjectName name = key(loss.object);
  const Origin* made = origin(loss.object);
  const ObjectName data = made == nullptr ? name : made->data_of.value_or(ObjectName{});
  if (made == nullptr && (is_absent(loss.object) || gone_.contains(name))) return;
  if (loss.cascade) add_dependents(loss, kept);
  if (dialect_ == SqlDialect::sqlite && foreign_keys_) add_referencing_rows(loss, kept);
  if (data.empty()) return;
  // Its rows live on in a table that is still there: a rebuild.
  for (const Copy& copy : copies_[data]) {
    const Origin* target = origin(copy.to);
    if (copy.to == name || target == nullptr) continue;
    add_left_out_columns(data, copy, kept);
    return;
  }
  if (made != nullptr) loss.object = facts_ == nullptr ? data : facts_->short_name(data);
  kept.push_back(std::move(loss));
}

void ObjectTracker::add_left_out_columns(const ObjectName& table, const Copy& copy,
                                         std::vector<PossibleLoss>& kept) const {
  if (copy.columns.empty() || facts_ == nullptr) return;
  const RelationFacts* found = facts_->find(table);
  if (found == nullptr) found = facts_->find({{}, table.name});
  if (found == nullptr) return;
  for (const ColumnFacts& column : found->columns) {
    if (std::ranges::find(copy.columns, column.name) != copy.columns.end()) continue;
    kept.push_back(
        {.kind = LossKind::column, .object = facts_->short_name(table), .column = column.name});
  }
}

void ObjectTracker::add_dependents(const PossibleLoss& loss,
                                   std::vector<PossibleLoss>& kept) const {
  if (facts_ == nullptr || !loss.cascade) return;
  const auto found = facts_->dependents.find({loss.kind, loss.object, loss.column});
  if (found == facts_->dependents.end()) return;
  for (const Dependent& each : found->second) {
    const bool itself =
        each.object.name == loss.object.name && (each.column.empty() || each.column == loss.column);
    if (itself || is_new(each.object)) continue;
    kept.push_back({.kind = each.kind,
                    .object = facts_->short_name(each.object),
                    .column = each.column,
                    .may = loss.may});
  }
}

/// Rows of other tables that go with the deleted ones, by ON DELETE CASCADE or TRUNCATE … CASCADE.
void ObjectTracker::add_referencing_rows(const PossibleLoss& loss,
                                         std::vector<PossibleLoss>& kept) const {
  if (facts_ == nullptr) return;
  const bool deletes = loss.kind == LossKind::rows ||
                       (loss.kind == LossKind::table && dialect_ == SqlDialect::sqlite);
  if (!deletes || (dialect_ == SqlDialect::sqlite && !foreign_keys_)) return;
  std::set<ObjectName> seen{key(loss.object)};
  std::vector<ObjectName> wave{key(loss.object)};
  while (!wave.empty()) {
    const ObjectName parent = wave.back();
    wave.pop_back();
    for (const ForeignKey& foreign : facts_->foreign_keys) {
      if (key(foreign.to) != parent || (!foreign.cascades && !loss.cascade)) continue;
      if (!seen.insert(key(foreign.from)).second || is_new(foreign.from)) continue;
      wave.push_back(key(foreign.from));
      const ObjectName from = facts_->short_name(foreign.from);
      PossibleLoss more{.kind = LossKind::rows, .object = from, .may = !loss.cascade};
      if (loss.cascade) {
        more.count_sql = "SELECT count(*) FROM " + quoted(from, dialect_);
      } else {
        more.words = "rows of " + shown(from) + " that refer to them (ON DELETE CASCADE)";
      }
      kept.push_back(std::move(more));
    }
  }
}

void ObjectTracker::add_calls(StatementEffects& effects) const {
  for (const std::string& name : effects.called) {
    if (const auto routine = routines_.find(name); routine != routines_.end()) {
      for (PossibleLoss loss : routine->second) {
        loss.when_called = false;
        loss.words += (loss.words.empty() ? "" : ", ") + std::string("in ") + name + "()";
        effects.losses.push_back(std::move(loss));
      }
    } else if (facts_ != nullptr && facts_->own_functions.contains(name)) {
      const bool named = std::ranges::any_of(effects.losses, [](const PossibleLoss& loss) {
        return loss.kind == LossKind::not_known;
      });
      if (!named)
        effects.losses.push_back(
            {.kind = LossKind::not_known, .may = true, .words = "what " + name + "() does"});
    }
  }
}

void ObjectTracker::remember(const StatementEffects& effects) {
  for (const Created& made : effects.created) {
    const ObjectName name = key(made.name);
    const bool certain = !made.only_if_missing || is_absent(made.name) || gone_.contains(name);
    if (!certain) continue;
    switch (made.what) {
      case ObjectClass::relation: tables_[name] = {}; break;
      case ObjectClass::type: types_.insert(name); break;
      case ObjectClass::schema: schemas_.insert(made.name); break;
      case ObjectClass::routine: break;
    }
    gone_.erase(name);
  }
  for (const Created& made : effects.created) {
    if (made.what != ObjectClass::routine) continue;
    std::vector<PossibleLoss> later;
    std::ranges::copy_if(effects.losses, std::back_inserter(later), &PossibleLoss::when_called);
    routines_[made.name.name] = std::move(later);
  }
  for (const AddedColumn& added : effects.added_columns)
    columns_.insert({key(added.table), added.column});
  for (const Copied& copy : effects.copied) {
    const Origin* from = origin(copy.from);
    const std::optional<ObjectName> data = from == nullptr ? key(copy.from) : from->data_of;
    const auto target = tables_.find(key(copy.to));
    if (!data || target == tables_.end()) continue;
    target->second.data_of = *data;
    copies_[*data].push_back({key(copy.to), copy.columns});
  }
  for (const ObjectName& dropped : effects.dropped) {
    tables_.erase(key(dropped));
    gone_.insert(key(dropped));
  }
  for (const Renamed& renamed : effects.renamed) {
    const Origin* from = origin(renamed.from);
    const Origin moved = from != nullptr ? *from : Origin{.data_of = key(renamed.from)};
    tables_.erase(key(renamed.from));
    gone_.insert(key(renamed.from));
    tables_[key(renamed.to)] = moved;
    for (auto& [data, copies] : copies_) {
      for (Copy& copy : copies) {
        if (copy.to == key(renamed.from)) copy.to = key(renamed.to);
      }
    }
  }
}

}  // namespace aludel
