#pragma once

#include <chrono>

namespace aludel {

/// How many rows the next batch takes, so that nearly every batch stays below a target time.
///
/// A batch takes a fixed time (the round trip, the disk's answer to COMMIT) and a time for each
/// row, of which a moving average is kept. It is meant to take half of the target in all, more
/// while nobody else writes, but at least twice the fixed time: where that is much, smaller batches
/// would only make it longer for all. It grows by at most half, and is halved when it took much
/// longer than it should.
class BatchPace {
 public:
  using Duration = std::chrono::duration<double, std::milli>;

  /// @param alone_share  of the target, that a batch takes while nobody else writes
  BatchPace(long long size, Duration target, double alone_share = 0.8)
      : size_(size), target_(target.count()), alone_share_(alone_share) {}

  [[nodiscard]] long long size() const { return size_; }
  /// Whether nobody else writes, as far as is known. The next batch is smaller at once where
  /// somebody has come.
  void alone(bool is_so);
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
  double alone_share_;
  double fixed_ = -1;  ///< milliseconds; negative: none was measured
  double per_row_ = 0;
  bool held_ = false;
  bool alone_ = false;
};

/// How fast rows go by, and how long the rest takes. Older times count less, with a half-life of
/// minutes, so that a load that changes is followed and a single slow batch is not. While batches
/// grow, a row takes longer than it will: a batch of twice as many begins anew.
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
  long long first_rows_ = 0;  ///< of the first batch that counts
};

}  // namespace aludel
