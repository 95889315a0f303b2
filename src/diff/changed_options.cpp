#include "diff/changed_options.hpp"

#include <algorithm>

namespace aludel {

std::vector<SetTableOption> changed_options(const WithList& from, const WithList& to) {
  if (from == to) return {};
  std::vector<SetTableOption> changes;
  for (const auto& [name, value] : from) {
    const auto is_it = [&](const auto& option) { return option.first == name; };
    if (std::ranges::none_of(to, is_it)) changes.push_back({name, std::nullopt});
  }
  auto stays = to.begin();
  for (auto at = from.begin(); stays != to.end(); ++stays, ++at) {
    at = std::find(at, from.end(), *stays);
    if (at == from.end()) break;
  }
  for (; stays != to.end(); ++stays) changes.push_back({stays->first, stays->second});
  return changes;
}

}  // namespace aludel
