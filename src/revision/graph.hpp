#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/edges.hpp"
#include "revision/graph_check.hpp"
#include "revision/graph_problem.hpp"
#include "revision/labels.hpp"
#include "revision/revision.hpp"
#include "revision/revision_set.hpp"

namespace aludel {

/// The revisions of a project and how they need each other. Immutable once built; does no I/O; a
/// graph may be read by several threads at once. Words:
///   parents        what down_revision names       children    the other way round
///   dependencies   what depends_on names          dependents  the other way round of `needs`
///   needs          parents and dependencies, each once
/// Every list that is not written in a file is in file order. An index that is not below size() is
/// undefined behaviour.
class RevisionGraph {
 public:
  /// Never throws on bad input: what is wrong is collected, all of it, in problems(), and the graph
  /// stands without the edges concerned (missing ends, circles), so that every algorithm ends on
  /// it. Planning on a graph with problems is the caller's to refuse.
  /// @param revisions  in file order, which breaks every tie.
  /// Cost: linear in revisions and edges, the latter times a 64th of the number of labels.
  explicit RevisionGraph(std::vector<Revision> revisions);

  /// Duplicate ids, missing parents and dependencies, circles, labels used twice or equal to an id,
  /// ids and labels that cannot be ones. In file order, then by line.
  [[nodiscard]] const std::vector<GraphProblem>& problems() const { return problems_; }

  [[nodiscard]] std::size_t size() const { return revisions_.size(); }
  [[nodiscard]] const Revision& operator[](RevisionIndex revision) const {
    return revisions_[revision];
  }
  [[nodiscard]] std::span<const Revision> revisions() const { return revisions_; }

  /// By its whole id; of several files with the same id the first.
  [[nodiscard]] std::optional<RevisionIndex> find(std::string_view id) const;
  /// The revision that a branch label is written in.
  [[nodiscard]] std::optional<RevisionIndex> find_label(std::string_view label) const;

  [[nodiscard]] std::span<const RevisionIndex> parents(RevisionIndex revision) const {
    return parents_[revision];
  }
  [[nodiscard]] std::span<const RevisionIndex> dependencies(RevisionIndex revision) const {
    return dependencies_[revision];
  }
  [[nodiscard]] std::span<const RevisionIndex> needs(RevisionIndex revision) const {
    return needs_[revision];
  }
  [[nodiscard]] std::span<const RevisionIndex> children(RevisionIndex revision) const {
    return children_[revision];
  }
  [[nodiscard]] std::span<const RevisionIndex> dependents(RevisionIndex revision) const {
    return dependents_[revision];
  }
  /// Parents, then those dependencies that no ancestor by down_revision names as well: what
  /// Alembic's order goes by.
  [[nodiscard]] std::span<const RevisionIndex> normalized_needs(RevisionIndex revision) const {
    return normalized_needs_[revision];
  }

  [[nodiscard]] bool is_branch_point(RevisionIndex revision) const {
    return children(revision).size() > 1;
  }
  [[nodiscard]] bool is_merge_point(RevisionIndex revision) const {
    return parents(revision).size() > 1;
  }
  [[nodiscard]] bool is_head(RevisionIndex revision) const { return children(revision).empty(); }
  /// A head that another revision depends on, so that it has no row of its own once that one is
  /// applied; Alembic says "effective head".
  [[nodiscard]] bool is_implied_head(RevisionIndex revision) const {
    return is_head(revision) && !dependents(revision).empty();
  }

  /// The labels of the branches that a revision belongs to: of itself, of its ancestors by
  /// down_revision, and of its descendants as long as no branch point lies between. In file order
  /// of where they are written.
  [[nodiscard]] std::vector<std::string> labels_of(RevisionIndex revision) const {
    return labels_.of(revision);
  }

  [[nodiscard]] RevisionSet all() const;
  /// The revisions whose header or location says this database.
  [[nodiscard]] RevisionSet of_database(std::string_view database) const;

  /// The given revisions and all that they need, directly or not.
  [[nodiscard]] RevisionSet closure(const RevisionSet& revisions) const;
  [[nodiscard]] RevisionSet closure(std::span<const RevisionIndex> revisions) const;
  /// The given revisions and all that need them, directly or not.
  [[nodiscard]] RevisionSet descendants(const RevisionSet& revisions) const;
  [[nodiscard]] RevisionSet descendants(std::span<const RevisionIndex> revisions) const;

 private:
  std::vector<Revision> revisions_;
  std::vector<GraphProblem> problems_;
  Names names_;
  Edges parents_;
  Edges dependencies_;
  Edges needs_;
  Edges children_;
  Edges dependents_;
  Edges normalized_needs_;
  Labels labels_;
};

}  // namespace aludel
