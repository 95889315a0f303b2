#pragma once

#include "catalog/apply.hpp"

namespace aludel {

// A catalog tells of a partition what its parents do not tell already.

/// `table` as a partition of `partition.parent`: without the columns, constraints and indexes that
/// it has in common with it.
[[nodiscard]] Table attached(Table table, const PartitionOf& partition, const Catalog& catalog,
                             const Rules& rules);

/// Whether the server has to make keys or indexes for `table` when it is attached, which then stay
/// on it.
[[nodiscard]] bool lacks_members(const Table& table, const PartitionOf& partition,
                                 const Catalog& catalog, const Rules& rules);

/// `table` as one of its own: with all that its parents have told of it. What a server gives a name
/// of its own in each partition (keys, indexes) has none.
[[nodiscard]] Table detached(Table table, const Catalog& catalog, const Rules& rules);

/// Whether a column that an heir has says nothing beyond the parent's.
[[nodiscard]] bool is_told_by(const Column& parent, const Column& column);
/// Whether a column stands in a partition, or as its parents', without saying anything.
[[nodiscard]] bool is_told_by_parents(const Column& column, const Table& table,
                                      const Catalog& catalog, const Rules& rules);

/// A table that inherits from `parents` from here on. What it has from one that goes is its own
/// then; what it has itself stays its own beside a new one's.
[[nodiscard]] Table with_parents(Table table, const std::vector<ObjectName>& parents,
                                 const Catalog& catalog, const Rules& rules);

}  // namespace aludel
