#pragma once

#include <map>
#include <vector>

#include "catalog/fact.hpp"

namespace aludel {

/// Which of some tables refer to each other in a circle, by foreign keys over any number of them.
class Circles {
 public:
  /// Linear in the tables and their foreign keys, but for a logarithm.
  /// Source: R. Tarjan, Depth-first search and linear graph algorithms, 1972.
  Circles(const std::vector<const Table*>& tables, const FactNames& names);

  /// Whether foreign keys lead from table `to` back to another one, `from`.
  [[nodiscard]] bool lead_back(const Fact& from, const Fact& to) const;

 private:
  std::map<Fact, std::size_t> circle_of_;
};

}  // namespace aludel
