#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/compare/rendered_changes.hpp"
#include "db/connection.hpp"

namespace aludel {

/// Something that a person should know of a change before it runs on tables with rows.
struct Hazard {
  /// Stable: "data-loss", "table-rewrite", "blocking-scan". docs/formats.md, "Hazards".
  std::string_view code;
  std::string text;  ///< "loses column day of prices (1,200 values)"
  bool operator==(const Hazard&) const = default;
};

/// Of each change; judged by its statements, and by what the database holds.
/// @param live  what the changes are for, asked for sizes and counts; null: nobody can be asked
/// @throws Error where the database does not answer
[[nodiscard]] std::vector<std::vector<Hazard>> hazards_of(
    const std::vector<RenderedChange>& changes, const Dialect& dialect, int server_version,
    Connection* live);

}  // namespace aludel
