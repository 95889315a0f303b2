#pragma once

#include <string>

#include "db/url.hpp"

namespace aludel {

/// The same server, asked as the same user, and another database of it. PostgreSQL only.
/// `text_without_password` stays as it was given.
[[nodiscard]] DatabaseUrl with_database(DatabaseUrl url, std::string name);

/// The name of the database that libpq connects to: what the URL says, else PGDATABASE, else the
/// user's name. PostgreSQL only.
/// @throws Error(bad_url) where a service file says it, which only libpq reads
[[nodiscard]] std::string database_name(const DatabaseUrl& url);

}  // namespace aludel
