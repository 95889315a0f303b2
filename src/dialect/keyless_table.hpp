#pragma once

#include <string>

namespace aludel {

/// Batches go along a key, and no index can be made on `table`.
/// @param kind  `a view`
/// @throws Error(bad_directive), without a place
[[noreturn]] void refuse_without_key(const std::string& table, const std::string& kind);

}  // namespace aludel
