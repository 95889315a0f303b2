// What runs behind a statement: routines that it calls, triggers and rules that it fires.
#include <algorithm>
#include <deque>

#include "lint/object_tracker.hpp"

namespace aludel {

namespace {

/// Losses of something that runs now, `where`.
void add_losses(std::span<const PossibleLoss> losses, const std::string& where,
                std::vector<PossibleLoss>& all) {
  for (PossibleLoss loss : losses) {
    loss.when_called = false;
    loss.words += (loss.words.empty() ? "" : ", ") + ("in " + where);
    all.push_back(std::move(loss));
  }
}

template <typename Range, typename Queue>
void append(const Range& range, Queue& queue) {
  queue.insert(queue.end(), range.begin(), range.end());
}

}  // namespace

const std::vector<StoredTrigger>* ObjectTracker::stored_triggers(const ObjectName& table) const {
  if (facts_ == nullptr || is_new(table)) return nullptr;
  const auto found = facts_->triggers.find(name_before(table));
  return found == facts_->triggers.end() ? nullptr : &found->second;
}

void ObjectTracker::add_calls(StatementEffects& effects) {
  std::set<std::string> called;
  std::set<std::string> fired;
  std::deque<std::string> calls(effects.called.begin(), effects.called.end());
  std::deque<Written> writes(effects.written.begin(), effects.written.end());
  while (!calls.empty() || !writes.empty()) {
    if (!writes.empty()) {
      const Written written = std::move(writes.front());
      writes.pop_front();
      if (const auto fires = fires_.find(key(written.table)); fires != fires_.end()) {
        for (const Fires& each : fires->second) {
          if ((each.events & written.events) != 0) calls.push_back(each.routine.name);
        }
      }
      const auto* stored = stored_triggers(written.table);
      if (stored == nullptr) continue;
      for (const StoredTrigger& each : *stored) {
        const bool fires = (each.events & written.events) != 0;
        if (!fires || !fired.insert(shown(written.table) + " " + each.words).second) continue;
        add_losses(each.effects.losses, each.words, effects.losses);
        append(each.effects.called, calls);
        append(each.effects.written, writes);
      }
      continue;
    }
    const std::string name = std::move(calls.front());
    calls.pop_front();
    if (!called.insert(name).second) continue;
    if (const auto found = routines_.find(name); found != routines_.end()) {
      const Routine& routine = found->second;
      add_losses(routine.losses, name.find(' ') == std::string::npos ? name + "()" : name,
                 effects.losses);
      append(routine.calls, calls);
      append(routine.writes, writes);
      effects.moves_objects = effects.moves_objects || routine.moves_objects;
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

}  // namespace aludel
