#include "migrate/batch_throttle.hpp"

#include <algorithm>
#include <utility>

#include "base/code.hpp"

namespace aludel {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// What cannot be looked at (a right is missing) is not looked at again.
BatchLoad BatchThrottle::look() {
  last_look_ = Clock::now();
  if (!can_look_) return {};
  try {
    BatchLoad load = session_.dialect().batch_load(session_.connection(), table_);
    compare(load);
    return load;
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    if (problem.connection_lost || problem.code == info(Code::interrupted).id) throw;
    can_look_ = false;
    return {};
  }
}

void BatchThrottle::compare(const BatchLoad& load) {
  if (seen_) {
    const bool wrote =
        load.other_writers != seen_->other_writers ||
        load.transactions.value_or(0) - seen_->transactions.value_or(0) > own_transactions_;
    if (wrote) others_wrote_ = Clock::now();
    compared_ = true;
  }
  seen_ = load;
  own_transactions_ = 0;
}

bool BatchThrottle::alone() const {
  return compared_ && (!others_wrote_ || Clock::now() - *others_wrote_ > seconds(60));
}

void BatchThrottle::wait(std::chrono::microseconds time) {
  const auto begin = Clock::now();
  pause(time, session_.options().stop);
  waited_ += Clock::now() - begin;
}

void BatchThrottle::wait_while_loaded() {
  if (session_.dialect().takes_turns()) return;
  if (Clock::now() - last_look_ < seconds(1)) return;
  const auto begin = Clock::now();
  auto next_told = begin;
  for (std::string reason = look().reason_to_wait; !reason.empty();
       reason = look().reason_to_wait) {
    if (Clock::now() >= next_told) {
      next_told = Clock::now() + seconds(10);
      session_.tell(BatchPaused{revision_, reason,
                                std::chrono::duration_cast<milliseconds>(Clock::now() - begin)});
    }
    wait(milliseconds(500));
  }
}

void BatchThrottle::watch_table(std::string name) {
  table_ = std::move(name);
  wait_while_loaded();
}

std::chrono::microseconds BatchThrottle::gap(std::chrono::microseconds last_batch) {
  using std::chrono::microseconds;
  // SQLite's own busy handler looks at most 100 ms apart, and waits for 5 s where nothing is said.
  constexpr milliseconds long_gap{110};
  const auto now = Clock::now();
  static_cast<void>(look());
  if (others_wrote_ && now - *others_wrote_ < seconds(5))
    return std::max(last_batch / 2, microseconds(10'000));
  if (now - last_long_gap_ < seconds(2)) return microseconds(200);
  last_long_gap_ = now;
  return long_gap;
}

void BatchThrottle::make_room(std::chrono::microseconds last_batch) {
  wait_while_loaded();
  if (std::exchange(first_, false)) {  // nothing was in anybody's way yet
    seen_.reset();                     // what was written since then is the begin of this run
    static_cast<void>(look());
    ++own_transactions_;
    return;
  }
  ++own_transactions_;
  if (session_.dialect().takes_turns()) wait(gap(last_batch));
  if (own_.count() > 0) pause(own_, session_.options().stop);
}

}  // namespace aludel
