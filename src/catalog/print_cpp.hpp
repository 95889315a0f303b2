#pragma once

#include <string>
#include <string_view>

#include "catalog/operation.hpp"

namespace aludel {

/// An operation as the calls of an `Operations& op` that say it, each with its semicolon and on
/// lines of its own: `op.drop_table("users");`. Said again it is the same operation, but for what
/// no call says: a comment on a trigger, policy, constraint or extension is printed as SQL, and
/// CREATE EXTENSION always has its IF NOT EXISTS.
///
/// The tokens stay as they are from version to version, since their digest is kept in databases
/// (docs/formats.md, "Digests"); what is added to operations later is left out where it is not set.
/// @param database  "sqlite": what types are on others is left out; empty: for all
[[nodiscard]] std::string print_cpp(const Operation& operation, std::string_view database = {});
[[nodiscard]] std::string print_cpp(const TableChange& change, const ObjectName& table,
                                    std::string_view database = {});

}  // namespace aludel
