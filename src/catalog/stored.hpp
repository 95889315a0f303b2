#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aludel/catalog.hpp"

namespace aludel {

/// A catalog as bytes, for this version of the program alone to read again.
[[nodiscard]] std::string stored(const Catalog& catalog);

/// @return what `stored` was given; none where these bytes are nothing of it
[[nodiscard]] std::optional<Catalog> read_stored(std::string_view bytes);

}  // namespace aludel
