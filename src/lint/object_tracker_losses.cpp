// What of the losses that a statement's text names is one, and what goes with them.
#include <algorithm>

#include "base/text.hpp"
#include "dialect/sqlite/type_names.hpp"
#include "lint/object_tracker.hpp"
#include "lint/type_change.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

bool holds_numbers(const std::string& type) {
  const sqlite::Affinity affinity = sqlite::affinity_of(type);
  return affinity != sqlite::Affinity::text && affinity != sqlite::Affinity::blob;
}

/// Counts the texts that are a number, and another text once they have become it. What is no number
/// stays as it is.
std::string count_of_rewritten(const ObjectName& table, const std::string& column,
                               const std::string& type) {
  const std::string text = quote_identifier(column, SqlDialect::sqlite);
  const bool is_real = sqlite::affinity_of(type) == sqlite::Affinity::real;
  const std::string number = "CAST(" + text + (is_real ? " AS REAL)" : " AS NUMERIC)");
  return "SELECT count(*) FROM " + quoted(table, SqlDialect::sqlite) + " WHERE typeof(" + text +
         ") = 'text' AND " + number + " = " + text + " AND CAST(" + number + " AS TEXT) <> " + text;
}

}  // namespace

void ObjectTracker::judge_losses(StatementEffects& effects) {
  going_.clear();
  going_lost_.clear();
  for (const Dropped& dropped : effects.dropped) {
    if (dropped.what != ObjectClass::relation) continue;
    const ObjectName name = key(dropped.name);
    const Origin* made = origin_of_key(name);
    going_.insert(name);
    if (made == nullptr || (made->data_of && !made->is_copy))
      going_lost_.insert(made == nullptr ? name : *made->data_of);
  }
  std::vector<PossibleLoss> kept;
  for (PossibleLoss& loss : effects.losses) {
    if (loss.kind == LossKind::table) {
      const ObjectName name = key(loss.object);
      judge_table(std::move(loss), name, kept);
    } else if (loss.kind == LossKind::schema) {
      judge_schema(loss, kept);
    } else if (!is_no_loss(loss)) {
      const ObjectName name = key(loss.object);
      const bool is_made = loss.kind == LossKind::view || is_new(loss.object);
      name_as_found(loss, name);
      const bool only_others = is_made || is_computed(loss);
      if (loss.kind == LossKind::column) dropped_columns_.insert({name, loss.column});
      add_dependents(loss, kept);
      add_referencing_rows(loss, name, kept);
      if (!only_others || facts_ == nullptr) kept.push_back(std::move(loss));
    }
  }
  going_.clear();
  going_lost_.clear();
  effects.losses = std::move(kept);
}

bool ObjectTracker::is_no_loss(const PossibleLoss& loss) const {
  const ObjectName name = key(loss.object);
  switch (loss.kind) {
    case LossKind::column:
    case LossKind::values:
      if (const auto column = columns_.find({name, loss.column});
          column != columns_.end() && !column->second)
        return true;
      [[fallthrough]];
    case LossKind::rows:
    case LossKind::view:
    case LossKind::materialized_view:
    case LossKind::sequence:
      if (loss.object.empty()) return false;
      if (is_new(loss.object)) return !loss.cascade;
      return !loss.may && origin_of_key(name) == nullptr && is_absent(loss.object);
    case LossKind::type: {
      const auto type = types_.find(names_.of_lasting(loss.object).key);
      return type != types_.end() && !type->second && !used_types_.contains(loss.object.name);
    }
    case LossKind::table:
    case LossKind::schema:
    case LossKind::database:
    case LossKind::extension:
    case LossKind::not_known: return false;
  }
  return false;
}

/// A column whose values the database has computed of others.
bool ObjectTracker::is_computed(const PossibleLoss& loss) const {
  if (loss.kind != LossKind::column || facts_ == nullptr) return false;
  const RelationFacts* found = facts_->find(loss.object);
  return found != nullptr && found->generated.contains(loss.column);
}

/// The database finds it by the name of before the run.
void ObjectTracker::name_as_found(PossibleLoss& loss, const ObjectName& name) const {
  if (loss.kind == LossKind::type) {
    const SessionNames::Meaning meaning = names_.of_lasting(loss.object);
    const auto type = types_.find(meaning.key);
    if (type != types_.end() && type->second)
      loss.object = *type->second;
    else if (type == types_.end() && meaning.sure)
      loss.object = meaning.before;
    return;
  }
  if (loss.object.empty() || loss.kind == LossKind::database || loss.kind == LossKind::extension)
    return;
  const SessionNames::Meaning meaning = names_.of(loss.object);
  const Origin* made = origin_of_key(name);
  const ObjectName written = loss.object;
  if (made != nullptr && made->data_of && !made->is_copy) {
    loss.object = made->before;
  } else if (meaning.sure && made == nullptr) {
    loss.object = meaning.before;
  }
  if (const auto column = columns_.find({name, loss.column});
      column != columns_.end() && column->second)
    loss.column = *column->second;
  loss.countable = meaning.sure && !lost_track_ && !regrouped_.contains(name) &&
                   (made == nullptr || !made->is_copy);
  if (loss.truncates && loss.object != written) {
    loss.count_sql =
        replace_all(loss.count_sql, quoted(written, dialect_), quoted(loss.object, dialect_));
  } else if (loss.object != written) {
    loss.count_sql.clear();
  }
}

void ObjectTracker::judge_table(PossibleLoss loss, const ObjectName& name,
                                std::vector<PossibleLoss>& kept) {
  const Origin* made = origin_of_key(name);
  if (made == nullptr && (gone_.contains(name) || is_absent(loss.object))) return;
  const ObjectName data = made == nullptr ? name : made->data_of.value_or(ObjectName{});
  if (const auto parts = parts_.find(name); parts != parts_.end()) {
    for (const ObjectName& part : parts->second) {
      if (going_.insert(part).second)
        judge_table({.kind = LossKind::table,
                     .object = facts_ == nullptr ? part : facts_->short_name(part),
                     .may = loss.may},
                    part, kept);
    }
  }
  if (data.empty()) return;
  name_as_found(loss, name);
  if (made != nullptr && made->is_copy) {
    if (is_left(data)) return;
    loss.object = made->before;
    loss.countable = !lost_track_;
  }
  add_dependents(loss, kept);
  if (dialect_ == SqlDialect::sqlite && foreign_keys_) add_referencing_rows(loss, name, kept);
  for (const Copy& copy : copies_[data]) {
    if (copy.to == name || going_.contains(copy.to)) continue;
    if (names_.is_temporary(copy.to)) {
      loss.held = data;
      continue;
    }
    add_left_out_columns(made, data, loss.object, copy, kept);
    // What CASCADE drops beside it only the database tells.
    if (facts_ == nullptr && loss.cascade) kept.push_back(std::move(loss));
    return;
  }
  if (loss.may) loss.held.reset();
  kept.push_back(std::move(loss));
}

/// What the plan has put into it goes too, what it has taken out of it does not.
void ObjectTracker::judge_schema(const PossibleLoss& loss, std::vector<PossibleLoss>& kept) {
  const std::string schema = names_.schema_key(loss.object.name);
  const std::string before = names_.schema_before(loss.object.name);
  const bool is_made = before != schema;
  if (loss.cascade) {
    std::vector<ObjectName> in_it;
    for (const auto& [name, made] : tables_) {
      if (name.schema == schema && made.data_of) in_it.push_back(name);
    }
    for (const ObjectName& name : in_it) {
      going_.insert(name);
      if (!tables_.at(name).is_copy) going_lost_.insert(*tables_.at(name).data_of);
    }
    for (const ObjectName& name : in_it) {
      judge_table(
          {.kind = LossKind::table, .object = {loss.object.name, name.name}, .may = loss.may}, name,
          kept);
    }
  }
  if (is_made) return;
  PossibleLoss found = loss;
  found.object.name = before;
  add_dependents(found, kept);
  kept.push_back(std::move(found));
}

/// Whether a value of `from` says the same in `to`. SQLite changes what CAST is written for, and
/// texts that are put into a column of numbers: '007' is 7 there.
bool ObjectTracker::keeps(const std::string& from, const std::string& to, bool cast) const {
  if (dialect_ == SqlDialect::sqlite)
    return cast ? lower(to) == "text" : holds_numbers(from) || !holds_numbers(to);
  return judge_type_change({.from = from, .to = to, .has_using = cast}).loss == Keeping::keeps;
}

/// Whether the plan has put a table that was in `schema` into another one.
bool ObjectTracker::moved_away(const ObjectName& data, const std::string& schema) const {
  return std::ranges::any_of(tables_, [&](const auto& each) {
    return each.second.data_of == data && !each.second.is_copy && each.first.schema != schema;
  });
}

void ObjectTracker::add_left_out_columns(const Origin* made, const ObjectName& data,
                                         const ObjectName& before, const Copy& copy,
                                         std::vector<PossibleLoss>& kept) const {
  if (facts_ == nullptr) return;
  const RelationFacts* found = facts_->find(made == nullptr ? before : made->before);
  if (found == nullptr) {
    if (copy.columns)
      kept.push_back({.kind = LossKind::not_known,
                      .may = true,
                      .words = "columns of " + shown(before) + " that its copy leaves out"});
    return;
  }
  for (std::size_t i = 0; i < found->columns.size(); ++i) {
    const ColumnFacts& column = found->columns[i];
    if (dropped_columns_.contains({data, column.name})) continue;
    if (found->generated.contains(column.name)) continue;
    PossibleLoss loss{.kind = LossKind::column, .object = before, .column = column.name};
    if (copy.columns && !copy.columns->contains(column.name)) {
      if (copy.changed.contains(column.name)) {
        loss.kind = LossKind::values;
        loss.may = true;
      }
      kept.push_back(std::move(loss));
      continue;
    }
    // What an earlier copy has made of the values was told when their table went.
    const bool is_second = made != nullptr && made->is_copy;
    std::string from = column.type;
    for (const Conversion& each : is_second ? made->types : std::vector<Conversion>{}) {
      if (each.column == column.name) from = each.type;
    }
    const std::size_t told = is_second ? std::min(made->types.size(), copy.types.size()) : 0;
    std::vector<Conversion> types(copy.types.begin() + static_cast<std::ptrdiff_t>(told),
                                  copy.types.end());
    if (i < copy.types_in_order.size() && !copy.types_in_order[i].empty())
      types.push_back({column.name, copy.types_in_order[i], false});
    const auto loses = std::ranges::find_if(types, [&](const Conversion& each) {
      return each.column == column.name && !keeps(from, each.type, each.cast);
    });
    if (loses == types.end()) continue;
    loss.kind = LossKind::values;
    loss.may = true;
    loss.words = from + " → " + loses->type;
    if (dialect_ == SqlDialect::sqlite && !loses->cast) {
      loss.may = false;
      loss.count_sql = count_of_rewritten(before, column.name, loses->type);
      loss.countable = !lost_track_ && from == column.type;
    }
    kept.push_back(std::move(loss));
  }
}

void ObjectTracker::add_dependents(const PossibleLoss& loss,
                                   std::vector<PossibleLoss>& kept) const {
  if (facts_ == nullptr || !loss.cascade) return;
  const auto found = facts_->dependents.find({loss.kind, loss.object, loss.column});
  if (found == facts_->dependents.end()) return;
  for (const Dependent& each : found->second) {
    const ObjectName name = names_.key_of_found(each.object);
    const bool itself = each.object.name == loss.object.name &&
                        (loss.object.schema.empty() || loss.object.schema == each.object.schema) &&
                        (each.column.empty() || each.column == loss.column);
    const bool moved = loss.kind == LossKind::schema && moved_away(name, each.object.schema);
    if (itself || moved || lost_.contains(name)) continue;
    kept.push_back({.kind = each.kind,
                    .object = facts_->short_name(each.object),
                    .column = each.column,
                    .may = loss.may,
                    .when_called = loss.when_called});
  }
}

/// Rows of other tables that go with the deleted ones, by ON DELETE CASCADE or TRUNCATE … CASCADE.
void ObjectTracker::add_referencing_rows(const PossibleLoss& loss, const ObjectName& name,
                                         std::vector<PossibleLoss>& kept) const {
  if (facts_ == nullptr || (loss.truncates && !loss.cascade)) return;
  const bool deletes = loss.kind == LossKind::rows ||
                       (loss.kind == LossKind::table && dialect_ == SqlDialect::sqlite);
  if (!deletes || (dialect_ == SqlDialect::sqlite && !foreign_keys_)) return;
  const Origin* made = origin_of_key(name);
  const ObjectName first =
      made != nullptr && made->data_of && !made->is_copy ? *made->data_of : name;
  std::set<ObjectName> seen{first};
  std::vector<ObjectName> wave{first};
  while (!wave.empty()) {
    const ObjectName parent = wave.back();
    wave.pop_back();
    for (const ForeignKeyFacts& foreign : facts_->foreign_keys) {
      if (names_.key_of_found(foreign.to) != parent || (!foreign.cascades && !loss.cascade))
        continue;
      const ObjectName child = names_.key_of_found(foreign.from);
      if (!seen.insert(child).second || lost_.contains(child)) continue;
      wave.push_back(child);
      const ObjectName from = facts_->short_name(foreign.from);
      PossibleLoss more{.kind = LossKind::rows,
                        .object = from,
                        .may = loss.may || !loss.cascade,
                        .when_called = loss.when_called};
      if (loss.cascade) {
        more.count_sql = "SELECT count(*) FROM " + quoted(from, dialect_);
      } else {
        more.words = "rows of " + shown(from) + " that refer to them (ON DELETE CASCADE)";
      }
      kept.push_back(std::move(more));
    }
  }
}

}  // namespace aludel
