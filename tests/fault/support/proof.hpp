#pragma once

#include <cstdlib>
#include <random>
#include <string>

namespace aludel::testing {

/// True under `make proof`: everything is tried, where `make test` takes samples.
inline bool proof() {
  return std::getenv("ALUDEL_PROOF") != nullptr;
}

/// ALUDEL_SEED, to see a failure again; else another one each time. Who uses it prints it.
inline unsigned chosen_seed() {
  const char* given = std::getenv("ALUDEL_SEED");
  return given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
}

}  // namespace aludel::testing
