#pragma once

#include <vector>

#include "diff/comparison.hpp"

namespace aludel {

// What compare_tables.cpp and compare_columns.cpp share.

using Facts = std::vector<Fact>;

inline void append(Facts& facts, const Facts& more) {
  facts.insert(facts.end(), more.begin(), more.end());
}

inline Facts without(Facts facts, const Facts& others) {
  std::erase_if(facts,
                [&](const Fact& fact) { return std::ranges::find(others, fact) != others.end(); });
  return facts;
}

/// A change of a table with what `facts` says of it.
inline void add_change(Comparison& all, const Table& table, Rank rank, TableChange change,
                       Alteration facts) {
  facts.operation = AlterTable{table.name, {std::move(change)}};
  facts.rank = rank;
  facts.needs.push_back(all.names.relation(table.name));
  all.add(std::move(facts));
}

/// What was made again last comes behind the old overload of a function that it calls.
inline void follow_calls(Comparison& all, const Facts& used) {
  append(all.alterations.back().makes, all.calls_of(used));
}

/// A sequence that goes with a column comes behind its table, and the column's default behind it:
/// takes such defaults from the columns of `table`. @return the changes that set them
[[nodiscard]] std::vector<TableChange> take_owned_defaults(const Comparison& all, Table& table);

/// The changes of columns that make the old table's the new one's.
void compare_columns(Comparison& all, const Table& from, const Table& to);

}  // namespace aludel
