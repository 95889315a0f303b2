#pragma once

#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What is called otherwise in another state: a table, a column or a value of an enum.
struct Rename {
  enum class Kind { table, column, enum_value };
  Kind kind = Kind::table;
  ObjectName object;  ///< the table, as it was; of a column its table; of a value its enum
  std::string from;   ///< of a table its name without schema
  std::string to;

  bool operator==(const Rename&) const = default;
};

/// "table users", "column users.mail", "value new of enum mood"
[[nodiscard]] std::string describe(const Rename& rename);

[[nodiscard]] Operation operation_of(const Rename& rename);
/// What takes it back.
[[nodiscard]] Rename reversed(const Rename& rename);

/// What goes and what comes in its place so alike that it may be one thing by another name, which
/// only a person knows: as a drop and an addition its rows are lost. Each name is told once, with
/// the likeliest other one; columns of tables that are told are not looked at.
///
/// Tables are alike by their columns, columns by type, nullability, default, place and name, values
/// of enums by their place. Partitions of other bounds are never alike.
[[nodiscard]] std::vector<Rename> likely_renames(const Catalog& from, const Catalog& to,
                                                 const Rules& rules);

}  // namespace aludel
