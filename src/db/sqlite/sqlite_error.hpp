#pragma once

#include <string>
#include <string_view>

#include "aludel/error.hpp"

struct sqlite3;

namespace aludel {

/// What SQLite's (extended) result code and message mean for a person. `database` may be null (out
/// of memory on open), `sql` empty (while opening), `path` empty (in memory).
[[nodiscard]] Diagnostic sqlite_diagnostic(sqlite3* database, int result, std::string_view sql,
                                           const std::string& path);

}  // namespace aludel
