#pragma once

#include "base/source.hpp"
#include "sql/splitter.hpp"

namespace aludel {

/// Whether a statement changes what stays when its database is dropped: roles, other databases,
/// settings of the server, rights on databases, files.
[[nodiscard]] bool reaches_beyond_database(const SourceText& source, const Statement& statement);

}  // namespace aludel
