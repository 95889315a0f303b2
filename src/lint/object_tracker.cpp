#include "lint/object_tracker.hpp"

#include <algorithm>

namespace aludel {

const ObjectTracker::Origin* ObjectTracker::origin_of_key(const ObjectName& key) const {
  const auto found = tables_.find(key);
  return found == tables_.end() ? nullptr : &found->second;
}

bool ObjectTracker::is_new(const ObjectName& name) const {
  const Origin* found = origin(name);
  return found != nullptr && !found->data_of;
}

/// True only where the database was asked and a name can mean but one thing.
bool ObjectTracker::is_absent(const ObjectName& name) const {
  if (facts_ == nullptr || lost_track_) return false;
  const SessionNames::Meaning meaning = names_.of(name);
  if (meaning.is_made) return true;
  return names_.may_be_absent(name) && facts_->absent(meaning.before);
}

bool ObjectTracker::is_as_found(const ObjectName& table, const std::string& column) const {
  const SessionNames::Meaning meaning = names_.of(table);
  if (lost_track_ || !meaning.sure || meaning.before != table || origin_of_key(meaning.key))
    return false;
  return column.empty() ||
         (!columns_.contains({meaning.key, column}) && !converted_.contains({meaning.key, column}));
}

ObjectName ObjectTracker::name_before(const ObjectName& name) const {
  const SessionNames::Meaning meaning = names_.of(name);
  const Origin* made = origin_of_key(meaning.key);
  if (made != nullptr && made->data_of && !made->is_copy) return made->before;
  return meaning.sure ? meaning.before : name;
}

/// Whether a table of before the run is still there, under whatever name.
bool ObjectTracker::is_left(const ObjectName& data) const {
  return !lost_.contains(data) && !going_lost_.contains(data) &&
         !lost_schemas_.contains(data.schema);
}

bool ObjectTracker::is_kept(const ObjectName& held) const {
  const auto copies = copies_.find(held);
  return copies != copies_.end() && std::ranges::any_of(copies->second, [&](const Copy& copy) {
           const Origin* made = origin_of_key(copy.to);
           if (made == nullptr || names_.is_temporary(copy.to)) return false;
           std::vector<PossibleLoss> left_out;
           add_left_out_columns(made, held, made->before, copy, left_out);
           return left_out.empty();
         });
}

void ObjectTracker::follow(StatementEffects& effects) {
  if (effects.foreign_keys) foreign_keys_ = *effects.foreign_keys;
  for (TouchedTable& table : effects.tables) table.is_new = is_new(table.name);
  add_calls(effects);
  judge_losses(effects);
  std::erase_if(effects.changes,
                [this](const ChangedRows& change) { return is_new(change.table); });
  for (ChangedRows& change : effects.changes) {
    if (!is_as_found(change.table)) change.count_sql.clear();
  }
  std::erase_if(effects.written, [this](const Written& each) { return is_new(each.table); });
  for (Written& each : effects.written) each.table = name_before(each.table);
  remember(effects);
}

/// From here on any object may have any name.
void ObjectTracker::lose_track() {
  lost_track_ = true;
  tables_.clear();
  gone_.clear();
  copies_.clear();
  types_.clear();
  columns_.clear();
}

}  // namespace aludel
