#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// A stretch of work on one database that needs nothing which is not applied by then.
struct DatabaseLeg {
  std::size_t database = 0;  ///< which of the given sets
  /// What to upgrade to, in order: ids, or `heads` where nothing of the database is left over.
  std::vector<std::string> targets;

  bool operator==(const DatabaseLeg&) const = default;
};

/// The order in which empty databases are brought to the heads of all their revisions, so that
/// every parent in another database is applied before it is needed: mostly one leg a database, more
/// where they need each other both ways.
///
/// @param own  the revisions of each database, disjoint. What is in none of them is taken to be
///             applied.
/// @return     at least one leg for each, as early as the order of `own` allows. Linear.
[[nodiscard]] std::vector<DatabaseLeg> database_legs(const RevisionGraph& graph,
                                                     std::span<const RevisionSet> own);

}  // namespace aludel
