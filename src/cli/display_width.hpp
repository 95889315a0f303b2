#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aludel {

/// How many columns of a terminal `text` (UTF-8, one line) takes: two for the wide characters of
/// East Asia and for emoji (Unicode Standard Annex 11), none for combining marks, one for the rest.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The beginning of `text` that takes at most `columns`, never a part of a character; `…` is its
/// end where something was left out.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace aludel
