#include "migrate/batch_pace.hpp"

#include <algorithm>
#include <cmath>

namespace aludel {

namespace {

constexpr double weight_of_newest = 0.3;
constexpr double aim = 0.5;          // of the target: what is above it is the room of the slow ones
constexpr double fixed_share = 0.5;  // of a batch's time that is fixed, at most
constexpr double largest_growth = 1.5;
constexpr double half_life_seconds = 120;

double average(double before, double now) {
  return weight_of_newest * now + (1 - weight_of_newest) * before;
}

}  // namespace

void BatchPace::took(long long rows, Duration time, Duration fixed) {
  if (rows <= 0) return;
  const bool first = fixed_ < 0;
  const double whole = time.count();
  const double for_rows = std::max(whole - fixed.count(), 1e-6) / static_cast<double>(rows);
  fixed_ = first ? fixed.count() : average(fixed_, fixed.count());
  per_row_ = first ? for_rows : average(per_row_, for_rows);
  const double least = fixed_ / fixed_share;
  const double share = alone_ ? alone_share_ : aim;
  if (whole > std::max({target_, 2 * share * target_, 2 * least})) return halve(size_);
  const double goal = std::max(share * target_, least);
  const double wanted = (goal - fixed_) / per_row_;
  const double most = held_ ? 1 : largest_growth;
  const double size = std::clamp(wanted, static_cast<double>(size_) / 2,
                                 std::ceil(static_cast<double>(size_) * most));
  size_ = std::clamp(static_cast<long long>(size), 1LL, largest);
}

void BatchPace::alone(bool is_so) {
  const bool has_come = alone_ && !is_so;
  if (has_come)
    size_ = std::max(static_cast<long long>(static_cast<double>(size_) * aim / alone_share_), 1LL);
  alone_ = is_so;
}

void BatchPace::halve(long long rows) {
  size_ = std::max(std::min(size_, rows) / 2, 1LL);
}

void BatchRate::add(long long rows, Duration time) {
  if (rows > 2 * first_rows_) {
    rows_ = seconds_ = 0;
    first_rows_ = rows;
  }
  const double kept = std::exp2(-time.count() / half_life_seconds);
  rows_ = rows_ * kept + static_cast<double>(rows);
  seconds_ = seconds_ * kept + time.count();
}

}  // namespace aludel
