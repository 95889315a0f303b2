#pragma once

#include <optional>
#include <string>

#include "aludel/catalog.hpp"

/// From the texts of sqlite_schema to values. SQLite keeps them as they were written but for the
/// first words (no IF NOT EXISTS, no schema), and edits them in place when something is renamed.
/// All throw Error(internal) for a text that SQLite would not keep.
namespace aludel::sqlite {

/// Constraints of a column become constraints of the table; names of NOT NULL, DEFAULT and COLLATE,
/// which mean nothing to SQLite, are dropped, and so is ON CONFLICT of a CHECK, which it ignores.
[[nodiscard]] Table read_table(const std::string& sql);

struct ReadIndex {
  std::string table;
  Index index;
};
[[nodiscard]] ReadIndex read_index(const std::string& sql);
[[nodiscard]] View read_view(const std::string& sql);
[[nodiscard]] Trigger read_trigger(const std::string& sql);

/// A default as a Catalog has it: without parentheses around it, and the current time by SQLite's
/// own words where another database's stand for it.
[[nodiscard]] std::string bare_default(const std::string& expression);
/// SQLite's own collations in capitals, others as they are.
[[nodiscard]] std::string collation_named(const std::string& name);
/// An index of `table` without collations that its columns have anyway; what is no column of the
/// table is the text that SQLite takes it for.
[[nodiscard]] Index settled(Index index, const Table& table);
/// A constraint of `table` that spells columns as the table does.
[[nodiscard]] Constraint settled(Constraint constraint, const Table& table);

}  // namespace aludel::sqlite
