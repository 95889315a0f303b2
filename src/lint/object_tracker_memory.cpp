// What a statement has done, for those behind it.
#include <algorithm>

#include "base/text.hpp"
#include "lint/object_tracker.hpp"

namespace aludel {

namespace {

/// Of the column of a new table that the `index`th value goes into; empty: not known.
std::string type_put_into(const std::vector<WrittenColumn>& columns,
                          const std::vector<std::string>& targets, std::size_t index) {
  if (targets.empty()) return index < columns.size() ? columns[index].type : std::string();
  if (index >= targets.size()) return {};
  const auto found = std::ranges::find(columns, targets[index], &WrittenColumn::name);
  return found == columns.end() ? std::string() : found->type;
}

}  // namespace

void ObjectTracker::remember(const StatementEffects& effects) {
  for (const Dropped& dropped : effects.dropped) remember_dropped(dropped);
  remember_created(effects);
  for (const Fires& fires : effects.fires) fires_[key(fires.table)].push_back(fires);
  for (const AddedColumn& added : effects.added_columns) {
    const RelationFacts* found =
        facts_ != nullptr && is_as_found(added.table) ? facts_->find(added.table) : nullptr;
    const bool missing =
        found != nullptr &&
        std::ranges::find(found->columns, added.column, &ColumnFacts::name) == found->columns.end();
    if (!added.only_if_missing || missing)
      columns_[{key(added.table), added.column}] = std::nullopt;
  }
  for (const RenamedColumn& renamed : effects.renamed_columns) remember_column(renamed);
  for (const TouchedTable& table : effects.tables) {
    if (table.type.empty()) continue;
    converted_.insert({key(table.name), table.column});
    used_types_.insert(lower(table.type));
  }
  for (const Copied& copied : effects.copied) remember_copy(copied);
  for (const Attached& attached : effects.attached) {
    if (attached.detached) {
      parts_[key(attached.parent)].erase(key(attached.child));
      regrouped_.insert(key(attached.parent));
    } else {
      parts_[key(attached.parent)].insert(key(attached.child));
    }
  }
  for (const Renamed& renamed : effects.renamed) remember_renamed(renamed);
  if (effects.path) names_.follow(*effects.path);
  if (effects.moves_objects) lose_track();
}

void ObjectTracker::remember_created(const StatementEffects& effects) {
  for (const Created& made : effects.created) {
    if (made.what == ObjectClass::routine) {
      Routine& routine = routines_[made.name.name];  // others of the name take other arguments
      std::ranges::copy_if(effects.losses, std::back_inserter(routine.losses),
                           &PossibleLoss::when_called);
      routine.calls.insert(routine.calls.end(), made.calls.begin(), made.calls.end());
      routine.writes.insert(routine.writes.end(), made.writes.begin(), made.writes.end());
      routine.moves_objects = routine.moves_objects || made.moves_objects;
      continue;
    }
    const bool temporary = made.temporary || names_.is_temporary(made.name);
    const ObjectName name =
        temporary ? names_.temporary_key(made.name) : names_.key_of_new(made.name);
    const bool certain = !made.only_if_missing || is_absent(made.name) || gone_.contains(name) ||
                         (temporary && !names_.is_temporary(key(made.name)));
    if (!certain) continue;
    if (made.what == ObjectClass::type) {
      types_[name] = std::nullopt;
    } else if (made.what == ObjectClass::schema) {
      names_.add_schema(made.name.name);
    } else {
      forget_table(name);
      gone_.erase(name);
      tables_[name] = {.refuses_rows = made.refuses_rows, .columns = made.columns};
      if (temporary)
        names_.add_temporary(made);
      else if (made.name.schema.empty())
        names_.add(made.name, name.schema);
    }
  }
}

/// A copy that takes what another copy holds.
void ObjectTracker::remember_copy(const Copied& copied) {
  const SessionNames::Meaning meaning = names_.of(copied.from);
  const Origin* from = origin_of_key(meaning.key);
  const std::optional<ObjectName> data = from == nullptr ? meaning.key : from->data_of;
  const auto target = tables_.find(key(copied.to));
  if (!data || target == tables_.end() || target->second.refuses_rows) return;
  if (fires_.contains(target->first)) return;
  Copy copy{.to = target->first};
  if (from != nullptr && from->is_copy) {
    copy.columns = from->holds;
    copy.types = from->types;
  }
  std::set<std::string> taken;
  const auto name_before = [&](const std::string& column) -> std::string {
    const auto renamed = columns_.find({meaning.key, column});
    return renamed == columns_.end() ? column : renamed->second.value_or("");
  };
  for (std::size_t i = 0; i < copied.columns.size(); ++i) {
    const CopiedColumn& each = copied.columns[i];
    for (const std::string& word : each.words) copy.changed.insert(name_before(word));
    const std::string column = name_before(each.column);
    if (column.empty() || (copy.columns && !copy.columns->contains(column))) continue;
    taken.insert(column);
    if (!each.cast.empty()) copy.types.push_back({column, each.cast, true});
    if (std::string type = type_put_into(target->second.columns, copied.targets, i); !type.empty())
      copy.types.push_back({column, std::move(type), false});
  }
  if (copied.columns.empty()) {
    for (std::size_t i = 0; i < target->second.columns.size(); ++i)
      copy.types_in_order.push_back(type_put_into(target->second.columns, copied.targets, i));
  }
  if (!copied.columns.empty()) copy.columns = std::move(taken);
  target->second.data_of = *data;
  target->second.before = from == nullptr ? meaning.before : from->before;
  target->second.is_copy = true;
  target->second.holds = copy.columns;
  target->second.types = copy.types;
  copies_[*data].push_back(std::move(copy));
}

/// Nothing of the table that was called so is said of another one.
void ObjectTracker::forget_table(const ObjectName& key) {
  tables_.erase(key);
  parts_.erase(key);
  fires_.erase(key);
  std::erase_if(columns_, [&](const auto& each) { return each.first.first == key; });
  std::erase_if(converted_, [&](const ColumnKey& each) { return each.first == key; });
  for (auto& [data, copies] : copies_)
    std::erase_if(copies, [&](const Copy& copy) { return copy.to == key; });
}

void ObjectTracker::remember_dropped(const Dropped& dropped) {
  if (dropped.what == ObjectClass::type) {
    types_.erase(names_.of_lasting(dropped.name).key);
    return;
  }
  if (dropped.what == ObjectClass::schema) {
    const std::string schema = names_.schema_key(dropped.name.name);
    lost_schemas_.insert(schema);
    std::vector<ObjectName> in_it;
    for (const auto& [name, made] : tables_) {
      if (name.schema == schema) in_it.push_back(name);
    }
    for (const ObjectName& name : in_it) {
      const Origin* made = origin_of_key(name);
      if (made->data_of && !made->is_copy) lost_.insert(*made->data_of);
      forget_table(name);
    }
    return;
  }
  const SessionNames::Meaning meaning = names_.of(dropped.name);
  const Origin* made = origin_of_key(meaning.key);
  if (made == nullptr || (made->data_of && !made->is_copy))
    lost_.insert(made == nullptr ? meaning.key : *made->data_of);
  forget_table(meaning.key);
  names_.drop(dropped.name);
  if (!names_.is_temporary(meaning.key)) gone_.insert(meaning.key);
}

void ObjectTracker::remember_renamed(const Renamed& renamed) {
  if (renamed.what == ObjectClass::schema)
    return names_.rename_schema(renamed.from.name, renamed.to.name);
  if (renamed.what == ObjectClass::type) {
    const SessionNames::Meaning from = names_.of_lasting(renamed.from);
    const auto known = types_.find(from.key);
    const std::optional<ObjectName> before =
        known == types_.end() ? std::optional(from.before) : known->second;
    types_.erase(from.key);
    types_[names_.of_lasting(renamed.to).key] = before;
    return;
  }
  const SessionNames::Meaning from = names_.of(renamed.from);
  if (renamed.if_exists && !origin_of_key(from.key) && is_absent(renamed.from)) return;
  const Origin* made = origin_of_key(from.key);
  Origin moved = made != nullptr ? *made : Origin{.data_of = from.key, .before = from.before};
  const bool temporary = names_.is_temporary(from.key);
  ObjectName to = temporary ? names_.temporary_key(renamed.to) : names_.of_lasting(renamed.to).key;
  if (renamed.to.schema.empty() && !temporary) to.schema = from.key.schema;
  if (to == from.key) return;
  decltype(columns_) columns;
  for (const auto& [column, before] : columns_)
    columns[{column.first == from.key ? to : column.first, column.second}] = before;
  columns_ = std::move(columns);
  decltype(converted_) converted;
  for (const auto& [table, column] : converted_)
    converted.insert({table == from.key ? to : table, column});
  converted_ = std::move(converted);
  for (auto& [data, copies] : copies_) {
    for (Copy& copy : copies) {
      if (copy.to == from.key) copy.to = to;
    }
  }
  if (const auto fires = fires_.find(from.key); fires != fires_.end()) {
    fires_[to] = std::move(fires->second);
    fires_.erase(from.key);
  }
  if (const auto parts = parts_.find(from.key); parts != parts_.end()) {
    parts_[to] = std::move(parts->second);
    parts_.erase(from.key);
  }
  for (auto& [parent, parts] : parts_) {
    if (parts.erase(from.key) > 0) parts.insert(to);
  }
  if (regrouped_.erase(from.key) > 0) regrouped_.insert(to);
  tables_.erase(from.key);
  gone_.insert(from.key);
  gone_.erase(to);
  tables_[to] = std::move(moved);
  names_.drop(renamed.from);
  if (!temporary && renamed.to.schema.empty()) names_.add(renamed.to, to.schema);
  if (temporary) {
    names_.add_temporary({.name = renamed.to, .temporary = true});
  }
}

void ObjectTracker::remember_column(const RenamedColumn& renamed) {
  const ObjectName table = key(renamed.table);
  const auto known = columns_.find({table, renamed.from});
  const std::optional<std::string> before =
      known == columns_.end() ? std::optional(renamed.from) : known->second;
  if (known != columns_.end()) columns_.erase(known);
  columns_[{table, renamed.to}] = before;
  if (converted_.erase({table, renamed.from}) > 0) converted_.insert({table, renamed.to});
}

}  // namespace aludel
