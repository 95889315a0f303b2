#pragma once

#include <string>
#include <vector>

#include "db/connection.hpp"

namespace aludel {

/// What a PostgreSQL database has beside what is in it, and its dump does not hold.
struct DatabaseProperties {
  std::string encoding;
  std::string collate;
  std::string ctype;
  std::string provider;  ///< "c", "i", "b"; empty before PostgreSQL 15
  std::string locale;    ///< of the provider
  std::string owner;
  std::string comment = {};
  std::vector<std::string> settings = {};   ///< "name=value", of ALTER DATABASE … SET
  std::vector<std::string> grants = {};     ///< "grantee|privilege"; an empty grantee is PUBLIC
  bool default_grants = true;               ///< `grants` counts only where this is false
  std::vector<std::string> roles = {};      ///< that own something in it, or were granted something
  std::vector<std::string> grantable = {};  ///< those of `grants` that are WITH GRANT OPTION
  int connection_limit = -1;                ///< -1: none
  std::string icu_rules = {};
  std::vector<std::string> role_settings = {};  ///< "role|name=value", of IN DATABASE … SET

  bool operator==(const DatabaseProperties&) const = default;
};

/// What a database of the server has. Its `roles` are those that own or were granted what is in
/// it, and what is said of them here; where it is not the current one, superusers may be missing.
/// @pre it is there
[[nodiscard]] DatabaseProperties read_properties(Connection& connection,
                                                 const std::string& database);

/// The CREATE DATABASE of an empty database like that.
/// @param model       the template
/// @param with_owner  the owner is set too
[[nodiscard]] std::string create_database(const DatabaseProperties& properties,
                                          const std::string& name, const std::string& model,
                                          int server_version, bool with_owner);

/// Gives a database the connection limit, the settings, the grants and the comment; inside a
/// transaction of the caller's.
/// @return the statements that the server refused for want of a right, or because it lacks the role
/// or the setting, each with its reason
[[nodiscard]] std::vector<std::string> give_properties(Connection& connection,
                                                       const DatabaseProperties& properties,
                                                       const std::string& name, bool with_grants);

}  // namespace aludel
