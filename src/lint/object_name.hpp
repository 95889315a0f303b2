#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "sql/token.hpp"

namespace aludel {

/// The name of a table, index, type … as the database keeps it: folded, without quotes.
struct ObjectName {
  std::string schema;  ///< empty: as the session resolves it
  std::string name;    ///< empty: no name

  [[nodiscard]] bool empty() const { return name.empty(); }
  auto operator<=>(const ObjectName&) const = default;
};

/// The name that `written` stands for: `shop."T"`. Of more than two parts the last two count.
[[nodiscard]] ObjectName object_name(std::string_view written, SqlDialect dialect);

/// One identifier, folded; one that is quoted, as it is.
[[nodiscard]] std::string folded(std::string_view identifier, SqlDialect dialect);

/// For SQL: each part quoted.
[[nodiscard]] std::string quoted(const ObjectName& name, SqlDialect dialect);

/// For a person: `shop.prices`.
[[nodiscard]] std::string shown(const ObjectName& name);

}  // namespace aludel
