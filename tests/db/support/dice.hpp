#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace aludel::testing {

/// Where random cases begin; a test prints the seed of a case that fails. ALUDEL_SEED runs one
/// again.
inline std::uint64_t first_seed() {
  const char* seed = std::getenv("ALUDEL_SEED");
  return seed != nullptr ? std::strtoull(seed, nullptr, 10) : std::random_device{}();
}

/// Twenty times as many in `make proof`.
inline int number_of_cases(int usual) {
  return std::getenv("ALUDEL_PROOF") != nullptr ? 20 * usual : usual;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(engine_); }
  bool happens(int percent) { return up_to(99) < percent; }
  template <typename Values>
  auto one_of(const Values& values) {
    return values[static_cast<std::size_t>(up_to(static_cast<int>(values.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace aludel::testing
