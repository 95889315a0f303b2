#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "revision/revision.hpp"

namespace aludel::testing {

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}
inline bool chance(Random& random, int percent) {
  return below(random, 100) < static_cast<std::size_t>(percent);
}

/// What a random graph is made of: chances in percent for each revision.
struct Mixture {
  std::size_t revisions = 12;
  int root = 8;
  int fork = 25;  ///< a parent from anywhere instead of the newest revision
  int merge = 15;
  int dependency = 20;
  int label = 12;
  int databases = 1;
};

/// Valid revisions, in a file order that is not the order of their making.
inline std::vector<Revision> random_revisions(Random& random, const Mixture& mixture) {
  std::vector<Revision> made;
  for (std::size_t i = 0; i < mixture.revisions; ++i) {
    Revision revision;
    revision.id = "r" + std::to_string(1000 + i) + "x" + std::to_string(below(random, 90) + 10);
    const auto any = [&] { return made[below(random, made.size())].id; };
    if (!made.empty() && !chance(random, mixture.root)) {
      revision.down_revision.push_back(chance(random, mixture.fork) ? any() : made.back().id);
      while (chance(random, mixture.merge)) revision.down_revision.push_back(any());
    }
    while (!made.empty() && chance(random, mixture.dependency))
      revision.depends_on.push_back(any());
    if (chance(random, mixture.label))
      revision.branch_labels.push_back("label" + std::to_string(i));
    if (mixture.databases > 1) {
      revision.database =
          "db" + std::to_string(below(random, static_cast<std::size_t>(mixture.databases)));
    }
    made.push_back(std::move(revision));
  }
  std::shuffle(made.begin(), made.end(), random);
  return made;
}

}  // namespace aludel::testing
