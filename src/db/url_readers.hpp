#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "aludel/error.hpp"
#include "db/url.hpp"
#include "db/url_parts.hpp"

namespace aludel {

// The pieces of parse_url, one file each. All throw Error(bad_url).

/// `text` begins with a sqlite scheme and a colon; `rest` is what follows the colon.
[[nodiscard]] DatabaseUrl read_sqlite_url(std::string_view rest,
                                          const std::filesystem::path& relative_to);
/// User, password, hosts, ports, database and parameters, decoded; `url` passed check_encoding.
void read_server_url(DatabaseUrl& result, std::string_view url, const UrlParts& parts);
/// Applies parameters as libpq does, and writes libpq_conninfo.
void finish_postgresql(DatabaseUrl& result);
/// `host=… dbname=…`
[[nodiscard]] DatabaseUrl read_conninfo(std::string_view text);

/// Refuses, with an explanation, characters that must be percent-encoded where they stand.
void check_encoding(std::string_view url, const UrlParts& parts);

[[nodiscard]] Error bad_url(std::string message, std::string hint = {}, std::string next = {});

}  // namespace aludel
