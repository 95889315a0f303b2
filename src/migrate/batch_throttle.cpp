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
    return session_.dialect().batch_load(session_.connection(), table_);
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    if (problem.connection_lost || problem.code == info(Code::interrupted).id) throw;
    can_look_ = false;
    return {};
  }
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
  const std::string writers = look().other_writers;
  if (writers_ && *writers_ != writers) generous_until_ = now + seconds(5);
  writers_ = writers;
  if (now < generous_until_) return std::max(last_batch / 2, microseconds(10'000));
  if (now - last_long_gap_ < seconds(2)) return std::max(last_batch / 100, microseconds(200));
  last_long_gap_ = now;
  return long_gap;
}

void BatchThrottle::make_room(std::chrono::microseconds last_batch) {
  wait_while_loaded();
  if (std::exchange(first_, false)) return;  // nothing was in anybody's way yet
  if (session_.dialect().takes_turns()) wait(gap(last_batch));
  if (own_.count() > 0) pause(own_, session_.options().stop);
}

}  // namespace aludel
