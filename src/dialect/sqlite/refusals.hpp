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
/// That no column of the key becomes one that may be NULL. SQLite would let it in some tables, and
/// has tables of old where it is so already; these stay as they are.
void require_key_without_null(const Table& before, const Table& after);
/// A table that is to be made anew with all that it holds.
void require_rebuildable(const Table& table);

/// An operation that SQLite has nothing like.
[[noreturn]] void refuse_operation(const Operation& operation, const std::string& hint);

}  // namespace aludel::sqlite
