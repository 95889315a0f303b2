#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/source.hpp"
#include "sql/token.hpp"

namespace aludel {

/// The text of `tokens` with each name written as "name" that stands in a form of which only the
/// context tells that it is one: PostgreSQL's U&"…" with its UESCAPE, and the strings that SQLite
/// takes for names (DROP TABLE 'p'). Nothing where there is none. Linear.
[[nodiscard]] std::optional<std::string> with_plain_names(const SourceText& source,
                                                          std::span<const Token> tokens,
                                                          SqlDialect dialect);

}  // namespace aludel
