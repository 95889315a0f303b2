#pragma once

#include <string>
#include <vector>

#include "aludel/catalog.hpp"
#include "dialect/objects.hpp"

/// Objects as SQLite's CREATE statements; all names in quotes. Nothing is looked at here: what
/// SQLite has not is refused before (refusals.hpp).
namespace aludel::sqlite {

[[nodiscard]] std::string quoted(std::string_view name);
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& names);

/// `column` as it stands in CREATE TABLE and ADD COLUMN of `table`.
[[nodiscard]] std::string column_definition(const Column& column, const Table& table);
/// The statement for the table alone; `name` in place of its own.
[[nodiscard]] std::string create_table(const Table& table, const std::string& name,
                                       bool if_not_exists = false);
[[nodiscard]] std::string create_index(const Index& index, const std::string& table,
                                       bool if_not_exists = false);
[[nodiscard]] std::string create_view(const View& view);
[[nodiscard]] std::string create_trigger(const Trigger& trigger);

/// True for a default that is the same value whenever and wherever it is asked for.
[[nodiscard]] bool is_constant(const std::string& default_sql);

}  // namespace aludel::sqlite
