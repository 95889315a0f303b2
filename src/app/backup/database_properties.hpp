#pragma once

#include <string>
#include <vector>

#include "app/backup/manifest.hpp"
#include "db/connection.hpp"

namespace aludel {

/// What the current database of a PostgreSQL server has beside what is in it.
[[nodiscard]] DatabaseProperties read_properties(Connection& connection);

/// The CREATE DATABASE of an empty database like that.
/// @param with_owner  the owner is set too
[[nodiscard]] std::string create_database(const DatabaseProperties& properties,
                                          const std::string& name, int server_version,
                                          bool with_owner);
/// Settings, grants and the comment, as statements; they fit into a transaction.
[[nodiscard]] std::vector<std::string> property_statements(const DatabaseProperties& properties,
                                                           const std::string& name,
                                                           bool with_grants);

}  // namespace aludel
