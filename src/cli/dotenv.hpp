#pragma once

#include <vector>

#include "base/source.hpp"
#include "cli/variables.hpp"

namespace aludel {

/// Reads a .env file: lines `NAME=value` or `export NAME=value`, `#` comments, blank lines.
/// - without quotes the value ends at ` #` or the line's end and is trimmed; `${NAME}` and
/// `${NAME:-default}` are expanded;
/// - in "double quotes" they are too, and \n \t \" \\ \$ are escapes; the value may span lines;
/// - in 'single quotes' everything stands for itself.
/// A variable means the process's, else the one set further up; one that is not set makes the entry
/// `undefined`.
///
/// @throws Error(config_syntax) with the line; excerpts never show a value. Linear.
[[nodiscard]] std::vector<DotenvEntry> parse_dotenv(const SourceText& source,
                                                    const VariableMap& process);

}  // namespace aludel
