#pragma once

#include <string_view>

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

/// What makes a grant that a catalog holds.
[[nodiscard]] inline Operation granting(Grant grant) {
  if (!grant.withheld) return GrantPrivileges{std::move(grant)};
  grant.withheld = false;
  return RevokePrivileges{std::move(grant)};
}

}  // namespace aludel
