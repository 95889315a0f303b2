#pragma once

#include "dialect/objects.hpp"

/// What SQLite has not and a program would miss. All throw Error(bad_operation) with what to write
/// instead, or do nothing.
namespace aludel::sqlite {

void require_possible(const ObjectName& name);
void require_possible(const Table& table, int server_version);
void require_possible(const Index& index, const ObjectName& table);
void require_possible(const View& view);
void require_possible(const Trigger& trigger);
void require_possible(const TableChange& change, const Table& table);
/// A table that is to be made anew with all that it holds.
void require_rebuildable(const Table& table);

/// An operation that SQLite has nothing like.
[[noreturn]] void refuse_operation(const Operation& operation, const std::string& hint);

}  // namespace aludel::sqlite
