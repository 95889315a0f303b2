#include "app/databases/client_connection.hpp"

#include "base/text.hpp"
#include "db/url_parameters.hpp"

namespace aludel {

namespace {

/// A value as libpq's key=value text writes it.
std::string quoted_value(const std::string& value) {
  return "'" + replace_all(replace_all(value, "\\", "\\\\"), "'", "\\'") + "'";
}

}  // namespace

ChildConnection child_connection(const DatabaseUrl& url, const std::string& database) {
  ChildConnection connection;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    if (!connection.conninfo.empty()) connection.conninfo += ' ';
    connection.conninfo += name + '=' + quoted_value(value);
  };
  add("host", url.host);
  add("port", url.port);
  add("dbname", database.empty() ? url.database : database);
  add("user", url.user);
  for (const DatabaseUrl::Parameter& parameter : url.parameters)
    if (!is_secret_parameter(parameter.name)) add(parameter.name, parameter.value);
  if (!url.password.empty()) connection.environment["PGPASSWORD"] = url.password;
  return connection;
}

}  // namespace aludel
