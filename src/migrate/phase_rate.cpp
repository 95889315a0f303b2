#include "migrate/phase_rate.hpp"

namespace aludel {

std::optional<std::chrono::milliseconds> PhaseRate::remaining(const std::string& phase,
                                                              std::optional<long long> done,
                                                              std::optional<long long> total,
                                                              Clock::time_point now) {
  if (!done || !total) {
    seen_ = false;
    return std::nullopt;
  }
  if (!seen_ || phase != phase_ || *done < first_done_) {
    seen_ = true;
    phase_ = phase;
    first_done_ = *done;
    first_seen_ = now;
    return std::nullopt;
  }
  const auto seen = std::chrono::duration_cast<std::chrono::milliseconds>(now - first_seen_);
  const long long progress = *done - first_done_;
  if (seen < std::chrono::seconds(3) || progress * 50 < *total || *done > *total)
    return std::nullopt;
  const double left = static_cast<double>(*total - *done) / static_cast<double>(progress);
  return std::chrono::milliseconds(
      static_cast<long long>(static_cast<double>(seen.count()) * left));
}

}  // namespace aludel
