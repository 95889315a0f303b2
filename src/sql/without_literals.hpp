#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sql/token.hpp"

namespace aludel {

/// A statement of somebody else as it may be shown: one line of at most `limit` characters, `?` in
/// place of every literal (they hold data, passwords among them), no comments. A text that was cut
/// off on its way, or that cannot be read for sure, ends with `…` before the doubtful part.
[[nodiscard]] std::string without_literals(std::string_view statement, SqlDialect dialect,
                                           std::size_t limit = 120);

}  // namespace aludel
