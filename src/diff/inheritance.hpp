#pragma once

#include <string>
#include <vector>

#include "diff/comparison.hpp"

namespace aludel {

/// The column that the parents of `table` have; null where none does.
/// @param tables  of the state that `table` is in
[[nodiscard]] const Column* inherited_by(const Comparison& all, const Comparison::Tables& tables,
                                         const Table& table, const std::string& name);

/// The columns of this name that tables of the old state have from `table`, by their facts.
/// @param with_own  also where the column is their own, too
[[nodiscard]] std::vector<Fact> columns_of_heirs(const Comparison& all, const Table& table,
                                                 const std::string& name, bool with_own = true);

/// Whether the column decides about the partitions of the table, or of a partition.
[[nodiscard]] bool decides_about_partitions(const Comparison& all, const Table& table,
                                            const std::string& column);

/// What is done to a parent's column is done to those of its heirs as well (manual page ALTER
/// TABLE): the column as it is when that is done, which is where its own changes begin.
/// @param own  the column of the table `from`, which becomes `to`
[[nodiscard]] Column behind_parents(const Comparison& all, const Table& from, const Table& to,
                                    const Column& own);

/// Behind what is done to the columns of parents.
[[nodiscard]] std::vector<Fact> parents_are_done(const Comparison& all, const Table& table,
                                                 const std::string& column);
[[nodiscard]] Fact is_done(const Comparison& all, const Table& table, const std::string& column);

}  // namespace aludel
