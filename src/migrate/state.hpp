#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/journal.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// What is true of a database, as its bookkeeping tables say.
struct DatabaseState {
  std::vector<std::string> rows;  ///< of the version table, sorted
  std::optional<InProgress> in_progress;
  long long last_journal_id = 0;  ///< 0: no row

  bool operator==(const DatabaseState&) const = default;
};

/// Reads it without a lock; creates nothing. Two round trips where a revision stopped half-way,
/// else one.
/// @throws Error(newer_format) where a newer Aludel wrote the journal
[[nodiscard]] DatabaseState read_state(Session& session);

/// How far the revision, or the script, has come that stopped half-way; none where it has not. A
/// stamp ends what any revision was at, and what its own script was.
[[nodiscard]] std::optional<InProgress> read_progress(Session& session, std::string_view kind,
                                                      const std::string& name);

/// Where rows say that a database is, for a person: "base" or the ids.
[[nodiscard]] std::string shown_rows(const std::vector<std::string>& rows);

/// Where a revision stands, for a person: "segment 2 of 3, 1,200,000 of 5,000,000 rows".
[[nodiscard]] std::string how_far(const InProgress& progress);

/// Ids as the version table's rows are kept in a DatabaseState.
[[nodiscard]] std::vector<std::string> sorted_ids(const RevisionGraph& graph,
                                                  const std::vector<RevisionIndex>& revisions);

/// All that is applied, with a revision that is half-way down: it has no row any more, and is still
/// to be undone.
[[nodiscard]] RevisionSet applied_and_half_down(const RevisionGraph& graph, const RevisionSet& own,
                                                const DatabaseState& state);

}  // namespace aludel
