#pragma once

#include <string>
#include <string_view>

#include "base/source.hpp"

namespace aludel {

/// Where the parts of a URL stand in its text, read the way its author most likely meant it: the
/// user information ends at the last `@` that is not inside a well-formed query, so that a password
/// with an unencoded `@`, `/`, `?` or `#` is seen as a whole. A strict reader then looks for what
/// must not stand in a part and can explain it; for hiding passwords this reading is the safe one.
struct UrlParts {
  Span scheme;
  bool has_user = false;      ///< there is an `@`
  bool has_password = false;  ///< `user:password@`, or what looks like it where the `@` is missing
  Span user;
  Span password;
  Span hosts;  ///< up to the first `/`, `?` or `#`
  bool has_path = false;
  Span path;  ///< without its leading `/`
  bool has_query = false;
  Span query;  ///< without the `?`
};

/// @param url  holds "://". Linear; throws nothing.
[[nodiscard]] UrlParts take_apart(std::string_view url);

/// `url` as it may be shown: its password as ***, the values of parameters that are secrets too.
[[nodiscard]] std::string url_without_password(std::string_view url, const UrlParts& parts);

}  // namespace aludel
