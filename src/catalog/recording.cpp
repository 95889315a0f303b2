#include "catalog/recording.hpp"

#include <utility>

namespace aludel {

void Recording::add(Operation operation, std::source_location at) {
  auto* change = std::get_if<AlterTable>(&operation);
  if (change == nullptr) {
    operations.push_back({std::move(operation), at});
    return;
  }
  std::vector<std::source_location> places(change->changes.size(), at);
  auto* last = operations.empty() ? nullptr : std::get_if<AlterTable>(&operations.back().operation);
  if (last == nullptr || last->name != change->name) {
    operations.push_back({std::move(operation), at, std::move(places)});
    return;
  }
  for (TableChange& one : change->changes) last->changes.push_back(std::move(one));
  std::vector<std::source_location>& all = operations.back().changes_at;
  all.insert(all.end(), places.begin(), places.end());
}

}  // namespace aludel
