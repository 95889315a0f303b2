#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "revision/graph.hpp"

namespace aludel {

/// What one line about a revision shows; Alembic's commands show different parts.
struct LineParts {
  bool parents = false;
  bool labels = false;
  bool tree_marks = true;  ///< (branchpoint), (mergepoint)
  bool message = false;
  bool current = false;  ///< it has a row in the version table
};

/// Alembic's one-line form: `PARENTS (DEPENDS) -> REV (LABELS) (head) (current) (branchpoint),
/// MESSAGE`. Scripts read it.
[[nodiscard]] std::string revision_line(const RevisionGraph& graph, RevisionIndex revision,
                                        const LineParts& parts);

/// Alembic's verbose block, with a blank line at its end.
[[nodiscard]] std::string revision_block(const RevisionGraph& graph, RevisionIndex revision,
                                         bool current);

/// docs/formats.md, "JSON".
[[nodiscard]] nlohmann::ordered_json revision_json(const RevisionGraph& graph,
                                                   RevisionIndex revision);

/// The message up to its first blank line, on one line.
[[nodiscard]] std::string short_message(const Revision& revision);

}  // namespace aludel
