#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// Whether everybody has the privilege of a new object of this kind, and of `public`
/// (https://www.postgresql.org/docs/current/ddl-priv.html).
[[nodiscard]] inline bool is_given_to_all(const Grant& grant, std::string_view privilege) {
  if (grant.role != "PUBLIC") return false;
  switch (grant.kind) {
    case ObjectKind::function:
    case ObjectKind::procedure: return privilege == "EXECUTE";
    case ObjectKind::enumeration:
    case ObjectKind::domain: return privilege == "USAGE";
    case ObjectKind::schema: return grant.object.name == "public" && privilege == "USAGE";
    default: return false;
  }
}

// A privilege on one column stands as GRANT writes it: SELECT (price).

/// SELECT of "SELECT (price)" and of "SELECT".
[[nodiscard]] inline std::string_view word_of_privilege(std::string_view privilege) {
  return privilege.substr(0, privilege.find(" ("));
}

/// The column, without quotes; empty: of the whole table.
[[nodiscard]] inline std::string column_of_privilege(std::string_view privilege) {
  const std::size_t begin = privilege.find(" (");
  if (begin == std::string_view::npos) return {};
  std::string name(privilege.substr(begin + 2, privilege.size() - begin - 3));
  if (!name.starts_with('"')) return name;
  return replace_all(name.substr(1, name.size() - 2), "\"\"", "\"");
}

/// Whether it goes where `revoked` are revoked: with one on a table those on its columns go.
[[nodiscard]] inline bool goes_with(const std::string& privilege, const auto& revoked) {
  return std::ranges::find(revoked, privilege) != revoked.end() ||
         std::ranges::find(revoked, word_of_privilege(privilege)) != revoked.end();
}

/// What makes a grant that a catalog holds.
[[nodiscard]] inline Operation granting(Grant grant) {
  if (!grant.withheld) return GrantPrivileges{std::move(grant)};
  grant.withheld = false;
  return RevokePrivileges{std::move(grant)};
}

}  // namespace aludel
