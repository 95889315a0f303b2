#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <string>
#include <thread>

#include "db/support/process.hpp"

namespace aludel::testing {

/// SIGKILLs at random moments of a program that runs again and again. The span they fall into
/// follows the program: one that ended before its kill makes it shorter, one that was killed makes
/// it longer. So most runs are killed on a fast and on a slow machine, at their end as well.
class RandomKills {
 public:
  using microseconds = std::chrono::microseconds;

  /// @param undisturbed  how long one run takes, the first guess of the span
  explicit RandomKills(microseconds undisturbed, unsigned seed = std::random_device{}())
      : span_(undisturbed), seed_(seed), random_(seed) {}

  /// @return false where it had ended before
  bool kill(Process process) {
    std::this_thread::sleep_for(
        microseconds(random_() % static_cast<unsigned>(std::max<long>(span_.count(), 1))));
    process.signal(SIGKILL);
    const bool hit = process.wait().signal == SIGKILL;
    killed_ += hit ? 1 : 0;
    span_ = hit ? span_ * 8 / 7 : span_ * 2 / 3;
    return hit;
  }
  [[nodiscard]] int killed() const { return killed_; }
  [[nodiscard]] unsigned seed() const { return seed_; }
  /// What a failing test prints, so that its moments can be had again.
  [[nodiscard]] std::string trace() const { return "seed " + std::to_string(seed_); }

 private:
  microseconds span_;
  unsigned seed_;
  std::mt19937 random_;
  int killed_ = 0;
};

/// How long `run` takes.
template <typename Run>
[[nodiscard]] RandomKills::microseconds time_of(const Run& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration_cast<RandomKills::microseconds>(std::chrono::steady_clock::now() -
                                                               begin);
}

}  // namespace aludel::testing
