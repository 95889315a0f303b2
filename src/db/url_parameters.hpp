#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel {

/// What becomes of a parameter of a `postgresql://` URL.
enum class UrlParameterUse {
  libpq,    ///< handed to libpq
  driver,   ///< tunes a driver or pool that Aludel does not have: left out
  ssl,      ///< asyncpg's and JDBC's spelling of libpq's sslmode
  refused,  ///< would change what is connected to, and libpq has another word for it
};

struct UrlParameter {
  std::string_view name;
  UrlParameterUse use;
  std::string_view instead;  ///< for refused ones: what to write
};

/// The parameter of that name; null if no driver is known to have it. Names are case-sensitive, as
/// in libpq.
[[nodiscard]] const UrlParameter* find_url_parameter(std::string_view name);
/// True also for the parameters of MariaDB's and MySQL's drivers.
[[nodiscard]] bool is_url_parameter(std::string_view name);
/// The names that libpq knows, for suggestions.
[[nodiscard]] std::vector<std::string> libpq_parameter_names();

/// True for names whose value is never shown: `password`, `sslpassword`, `PGPASSWORD`, `DB_PASSWD`
/// …
[[nodiscard]] bool is_secret_parameter(std::string_view name);

}  // namespace aludel
