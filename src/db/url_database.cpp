#include "db/url_database.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/host.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

DatabaseUrl with_database(DatabaseUrl url, std::string name) {
  url.database = std::move(name);
  url.libpq_conninfo.clear();
  finish_postgresql(url);
  return url;
}

std::string database_name(const DatabaseUrl& url) {
  if (!url.database.empty()) return url.database;
  const bool service =
      std::ranges::any_of(url.parameters,
                          [](const auto& each) { return each.name == "service"; }) ||
      !variable("PGSERVICE").empty();
  if (service) {
    throw bad_url("the database's name stands in the service file, and this command must know it",
                  {}, "write it into the URL: `postgresql:///NAME?service=…`");
  }
  for (const std::string& name : {variable("PGDATABASE"), url.user, variable("PGUSER")}) {
    if (!name.empty()) return name;
  }
  return user_name();
}

}  // namespace aludel
