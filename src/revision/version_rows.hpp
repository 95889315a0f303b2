#pragma once

#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// The rows that a database's version table holds when exactly `applied` is applied: the maximal
/// elements of (applied ∩ own), that is, every own revision of it that no other one needs (as
/// parent or by depends_on, directly or through revisions of other databases).
///
/// @param applied  closed: it holds what its members need. `graph.closure(rows)` gives such a set.
/// @param own      the revisions of the database at hand; `graph.all()` where there is one.
/// @return         in file order, so that equal input gives equal output on every machine.
/// Cost: linear in the edges below `applied`. Throws nothing.
/// Why from the whole set and not row by row: editing rows per step, as Alembic does, can lose one
/// below a merge.
[[nodiscard]] std::vector<RevisionIndex> version_rows(const RevisionGraph& graph,
                                                      const RevisionSet& applied,
                                                      const RevisionSet& own);

/// What one step changes in the version table; both in file order.
struct RowChange {
  std::vector<RevisionIndex> removed;
  std::vector<RevisionIndex> added;

  bool operator==(const RowChange&) const = default;
};

/// version_rows over a long run: the same rows, kept up to date step by step. Refers to `graph`,
/// which must outlive it. Cost of a step: the edges of its revision where the graph has one
/// database, else that of version_rows.
class RunningRows {
 public:
  /// @param applied  closed, as above.
  RunningRows(const RevisionGraph& graph, RevisionSet own, RevisionSet applied);

  [[nodiscard]] const RevisionSet& applied() const { return applied_; }
  [[nodiscard]] std::vector<RevisionIndex> rows() const;

  /// `revision` is applied now; what it needs was applied before. Nothing changes if it was.
  RowChange insert(RevisionIndex revision);
  /// `revision` is applied no more; nothing that is applied needs it. Nothing changes if it was
  /// not.
  RowChange erase(RevisionIndex revision);

 private:
  RowChange recompute();

  const RevisionGraph* graph_;
  RevisionSet own_;
  RevisionSet applied_;
  RevisionSet rows_;
  bool one_database_;
  std::vector<std::uint32_t> applied_dependents_;  ///< only kept where there is one database
};

}  // namespace aludel
