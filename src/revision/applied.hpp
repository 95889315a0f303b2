#pragma once

#include <span>
#include <string>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// What a database's version table says.
struct AppliedState {
  RevisionSet applied;  ///< closure of the rows, revisions of other databases included
  std::vector<RevisionIndex>
      rows;  ///< as they should be: no row that another one implies, in file order
};

/// The rows of a version table that no revision file has the id of.
[[nodiscard]] std::vector<std::string> rows_without_file(const RevisionGraph& graph,
                                                         std::span<const std::string> rows);

/// Reads the rows of a version table. Rows of which one is implied by another, as defects of
/// Alembic leave them, are accepted: they say nothing else than the closure.
///
/// @param own   the revisions of this database.
/// @param rows  whole ids; order and repetition do not matter.
/// @throws Error  row_without_file, naming every row that no file has;
///                inconsistent_rows for a row that is a revision of another database.
[[nodiscard]] AppliedState applied_state(const RevisionGraph& graph, const RevisionSet& own,
                                         std::span<const std::string> rows);

}  // namespace aludel
