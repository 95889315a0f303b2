#pragma once

#include <string>
#include <vector>

#include "aludel/catalog.hpp"

namespace aludel {

class Connection;

/// Whose an object is.
struct Owned {
  ObjectKind kind = ObjectKind::table;
  std::string word;  ///< "table", "statistics": for a person
  ObjectName name;
  std::string target;  ///< for ALTER: "TABLE app.prices", "ROUTINE total(integer)"
  std::string owner;   ///< a role's name, as an identifier
};

/// What new objects of a role may be done with by others, beside what the server allows anyway.
struct DefaultPrivilege {
  std::string give;  ///< ALTER DEFAULT PRIVILEGES … GRANT …
  std::string take;  ///< … REVOKE …
  bool operator==(const DefaultPrivilege&) const = default;
};

/// Of a database, what differs from one environment to the next: compared only when asked for.
struct Rights {
  std::string user;  ///< whose everything new is
  std::vector<Owned> owned = {};
  std::vector<DefaultPrivilege> default_privileges = {};
};

/// Of PostgreSQL, but of what extensions own; from 13 on.
/// Source: https://www.postgresql.org/docs/current/catalog-pg-default-acl.html
[[nodiscard]] Rights read_rights(Connection& connection, const std::vector<ObjectName>& left_out);

}  // namespace aludel
