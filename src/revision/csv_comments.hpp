#pragma once

#include <filesystem>

#include "revision/repeatable.hpp"

namespace aludel {

/// Reads what a CSV file says of itself: in its name (`010_shop.prices.csv`: the number is for the
/// order, the table is `shop.prices`), and in lines `# aludel:NAME …` before the header. `body`
/// gets the comments as its source, and the directives that scripts have too.
/// @throws Error(bad_directive, unknown_directive) at their place; (bad_csv)
[[nodiscard]] CsvSeed read_csv_comments(const std::filesystem::path& path, RevisionBody& body);

}  // namespace aludel
