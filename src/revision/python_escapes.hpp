#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel {

/// What the content of a Python string literal without the prefix r means (Python
/// reference 2.4.1.1). An escape that Python does not know keeps its backslash, and so does
/// \N{NAME}, whose names would need a table. Nothing for a malformed \x, \u or \U and for a
/// surrogate. Linear.
[[nodiscard]] std::optional<std::string> decode_python_escapes(std::string_view content);

}  // namespace aludel
