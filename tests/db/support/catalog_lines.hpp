#pragma once

#include <string>
#include <vector>

#include "aludel/catalog.hpp"

namespace aludel::testing {

/// Everything that a catalog holds, one line a fact, so that a test that fails shows which differ.
[[nodiscard]] std::vector<std::string> lines_of(const Catalog& catalog);
/// The lines that only one of them has: "- " what is expected, "+ " what is found instead.
[[nodiscard]] std::string differences(const Catalog& expected, const Catalog& found);

}  // namespace aludel::testing
