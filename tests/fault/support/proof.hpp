#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
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

/// Says what a suite has done: on the output, and in the file that ALUDEL_FIGURES names, which
/// `make` shows at the end.
inline void tell_figures(const std::string& text) {
  std::cout << text << "\n";
  if (const char* file = std::getenv("ALUDEL_FIGURES"); file != nullptr)
    std::ofstream(file, std::ios::app) << text << "\n";
}

}  // namespace aludel::testing
