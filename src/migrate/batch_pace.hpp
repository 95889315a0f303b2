#pragma once

#include <chrono>

namespace aludel {

/// How many rows the next batch takes, so that nearly every batch stays below a target time.
///
/// A batch takes a fixed time (the round trip, the disk's answer to COMMIT) and a time for each
/// row, of which a moving average is kept. It is meant to take half of the target in all, more of
/// it while nobody else writes, but at least twice the fixed time: where that is much, smaller
/// batches would only make it longer for all. It grows by at most half, and is halved when it took
/// longer than the target.
class BatchPace {
 public:
  using Duration = std::chrono::duration<double, std::milli>;

  BatchPace(long long size, Duration target) : size_(size), target_(target.count()) {}

  [[nodiscard]] long long size() const { return size_; }
  /// Whether nobody else writes, as far as is known.
  void alone(bool is_so) { alone_ = is_so; }
  /// A batch of `rows` rows was done in `time`, of which `fixed` did not depend on them.
  void took(long long rows, Duration time, Duration fixed);
  /// A batch of `rows` rows could not be done as large as it was.
  void halve(long long rows);
  /// Batches do not grow until `resume`.
  void hold() { held_ = true; }
  void resume() { held_ = false; }

  static constexpr long long largest = 200'000;

 private:
  long long size_;
  double target_;
  double fixed_ = -1;  ///< milliseconds; negative: none was measured
  double per_row_ = 0;
  bool held_ = false;
  bool alone_ = false;
};

/// How fast rows go by, and how long the rest takes. Older times count less, with a half-life of
/// minutes, so that a load that changes is followed and a single slow batch is not.
class BatchRate {
 public:
  using Duration = std::chrono::duration<double>;

  /// `rows` more were passed in `time`, pauses included.
  void add(long long rows, Duration time);
  /// Rows per second; 0: none was measured.
  [[nodiscard]] double per_second() const { return seconds_ > 0 ? rows_ / seconds_ : 0; }

 private:
  double rows_ = 0;
  double seconds_ = 0;
};

}  // namespace aludel
