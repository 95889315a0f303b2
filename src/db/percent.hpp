#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel {

/// `text` so that it stands for itself in any part of a URL: all but letters, digits and `- . _ ~`
/// (RFC 3986 section 2.3) as %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// The same, but a %XX that is there already is kept: for showing how a half-encoded text has to be
/// written.
[[nodiscard]] std::string percent_encode_rest(std::string_view text);

/// `text` with each %XX replaced by its byte; none where a `%` is not followed by two hexadecimal
/// digits, or for %00, which no name, path or password can hold.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

}  // namespace aludel
