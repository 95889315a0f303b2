#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// What `--sql` is asked for: `FROM:TO`, or `TO` alone.
struct OfflineRange {
  std::string from;  ///< empty: not said
  std::string to;    ///< empty: not said
  bool is_range = false;
};

/// @throws Error(bad_target) for more than one colon, and for what only a database can tell:
/// `current`, and steps that count from nowhere
[[nodiscard]] OfflineRange parse_offline_range(std::string_view text);

/// The rows of the version table at `from`: `base`, `heads`, a target, or several by commas, as a
/// database with several rows stands.
/// @throws Error as plan_stamp; (bad_target) as above
[[nodiscard]] std::vector<std::string> rows_at(const RevisionGraph& graph, const RevisionSet& own,
                                               const std::string& from);

}  // namespace aludel
