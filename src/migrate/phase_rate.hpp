#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace aludel {

/// How long a phase of a statement will take from now on, by what was done of it while it was
/// watched. Says nothing until it has seen three seconds and a fiftieth of the phase.
class PhaseRate {
 public:
  using Clock = std::chrono::steady_clock;

  /// @param phase  what is counted; another one begins anew
  [[nodiscard]] std::optional<std::chrono::milliseconds> remaining(const std::string& phase,
                                                                   std::optional<long long> done,
                                                                   std::optional<long long> total,
                                                                   Clock::time_point now);

 private:
  std::string phase_;
  long long first_done_ = 0;
  Clock::time_point first_seen_;
  bool seen_ = false;
};

}  // namespace aludel
