#include "migrate/blocker_times.hpp"

#include <algorithm>

namespace aludel {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Between two attempts to get a lock nobody is in the way for a while.
constexpr seconds forgotten_after{15};
constexpr seconds terminated_after_cancel{5};

}  // namespace

void BlockerTimes::see(const Activity& seen, Clock::time_point now) {
  std::erase_if(sessions_,
                [&](const auto& each) { return now - each.second.last > forgotten_after; });
  for (const std::string& id : seen.endable) {
    const auto [session, is_new] = sessions_.try_emplace(id);
    if (is_new) session->second.first = now;
    session->second.last = now;
  }
}

std::vector<BlockerTimes::Due> BlockerTimes::due(const Activity& seen, const KillBlockers& wish,
                                                 Clock::time_point now) {
  see(seen, now);
  std::vector<Due> result;
  for (const Blocker& blocker : seen.blockers) {
    const auto found = sessions_.find(blocker.id);
    if (found == sessions_.end() || found->second.given_up ||
        now - found->second.first < wish.after)
      continue;
    Times& times = found->second;
    Due due{.blocker = blocker, .request = {.id = blocker.id, .cancel = false, .idle_for = {}}};
    due.in_the_way = std::chrono::duration_cast<milliseconds>(now - times.first);
    const bool is_idle = blocker.state.starts_with("idle in transaction");
    if (blocker.state.empty()) {
      due.is_hidden = true;
    } else if (wish.only == KillBlockers::Only::idle) {
      if (!is_idle || blocker.state_age.value_or(milliseconds(0)) < wish.after) continue;
      due.request.idle_for = wish.after;
    } else if (!is_idle && !times.cancelled) {
      times.cancelled = now;
      due.request.cancel = true;
    } else if (times.cancelled && now - *times.cancelled < terminated_after_cancel) {
      continue;
    }
    result.push_back(std::move(due));
  }
  return result;
}

}  // namespace aludel
