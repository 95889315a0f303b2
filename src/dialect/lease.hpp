#pragma once

#include <chrono>
#include <string>

namespace aludel {

/// The migration lock of a run whose session is lent for one transaction at a time: a row with an
/// end (docs/formats.md, "aludel_lease"), renewed while the run lives. `fence` grows with every
/// holder, so that one who was stopped and wakes behind another is told apart.
struct Lease {
  std::string holder;  ///< of this run alone, in words for those who wait
  std::chrono::milliseconds time{std::chrono::seconds(30)};  ///< from one renewal to its end
  long long fence = 0;                                       ///< 0: not held

  bool operator==(const Lease&) const = default;
};

}  // namespace aludel
