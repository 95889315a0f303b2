#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "aludel/migrate.hpp"
#include "dialect/activity.hpp"

namespace aludel {

/// Since when each session is in the way, and what is to be done about it by now. Pure: it asks no
/// clock and ends nobody.
class BlockerTimes {
 public:
  using Clock = std::chrono::steady_clock;

  struct Due {
    Blocker blocker;
    EndRequest request;
    std::chrono::milliseconds in_the_way{};
    bool is_hidden = false;  ///< the server does not show this user what it does: it is let be
  };

  /// What to do now with those of `seen` that may be ended. One that works is cancelled first, and
  /// terminated if it is still there five seconds later; one that is idle inside a transaction has
  /// nothing to cancel.
  [[nodiscard]] std::vector<Due> due(const Activity& seen, const KillBlockers& wish,
                                     Clock::time_point now);
  /// It cannot or must not be ended: do not ask for it again.
  void give_up(const std::string& id) { sessions_[id].given_up = true; }

 private:
  struct Times {
    Clock::time_point first;
    Clock::time_point last;
    std::optional<Clock::time_point> cancelled;
    bool given_up = false;
  };
  void see(const Activity& seen, Clock::time_point now);

  std::map<std::string, Times> sessions_;
};

}  // namespace aludel
