#pragma once

#include <map>
#include <string>

#include "db/url.hpp"

namespace aludel {

/// How a started program connects. Its arguments hold no password.
struct ChildConnection {
  std::string conninfo;
  std::map<std::string, std::string> environment;
};
/// @param database  instead of the URL's; empty: the URL's
[[nodiscard]] ChildConnection child_connection(const DatabaseUrl& url,
                                               const std::string& database = {});

}  // namespace aludel
