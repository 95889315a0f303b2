#include "migrate/batch_pace.hpp"

#include <algorithm>
#include <cmath>

namespace aludel {

namespace {

constexpr double weight_of_newest = 0.3;
constexpr double aim = 0.5;  // of the target: what is above it is the room of the slow ones
constexpr double largest_growth = 1.5;
constexpr double half_life_seconds = 120;

}  // namespace

void BatchPace::took(long long rows, Duration time) {
  if (rows <= 0) return;
  const double now = time.count() / static_cast<double>(rows);
  per_row_ = per_row_ == 0 ? now : weight_of_newest * now + (1 - weight_of_newest) * per_row_;
  if (time > target_) return halve(size_);
  const double wanted = aim * target_.count() / std::max(per_row_, 1e-9);
  const double most = held_ ? 1 : largest_growth;
  const double size = std::clamp(wanted, static_cast<double>(size_) / 2,
                                 std::ceil(static_cast<double>(size_) * most));
  size_ = std::clamp(static_cast<long long>(size), 1LL, largest);
}

void BatchPace::halve(long long rows) {
  size_ = std::max(std::min(size_, rows) / 2, 1LL);
}

void BatchRate::add(long long rows, Duration time) {
  const double kept = std::exp2(-time.count() / half_life_seconds);
  rows_ = rows_ * kept + static_cast<double>(rows);
  seconds_ = seconds_ * kept + time.count();
}

}  // namespace aludel
