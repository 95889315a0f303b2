#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "aludel/event.hpp"

namespace aludel {

/// What a session's running statement does, as seen from outside of it.
struct Activity {
  bool waits_for_lock = false;
  std::string object;                ///< the lock it waits for: "ACCESS EXCLUSIVE on prices"
  std::vector<Blocker> blockers;     ///< those that wait for nobody first
  std::vector<std::string> endable;  ///< ids of those that may be ended when that is asked for
  int waiting_behind = 0;            ///< sessions that it makes wait

  std::string command, relation, phase, unit;  ///< as StatementProgress has them
  std::optional<long long> done;
  std::optional<long long> total;
};

/// How closely to look: who waits for whom costs the server more than how far a statement is.
enum class Look { progress, everything };

/// A session to be ended because it is in the way.
struct EndRequest {
  std::string id;
  bool cancel = false;  ///< only its statement
  /// End it only if it is still idle in its transaction, and has been for so long.
  std::optional<std::chrono::milliseconds> idle_for;
};

/// "pid 812 (nightly report, ann, idle in transaction for 4 min, transaction of 10 min): UPDATE …"
/// and what else there is to know of it; one line, control characters hidden.
[[nodiscard]] std::string describe(const Blocker& blocker);

}  // namespace aludel
