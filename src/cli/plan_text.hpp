#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "migrate/preview.hpp"

namespace aludel {

struct PlanTextOptions {
  bool verbose = false;  ///< also what is harmless, however much there is
  std::size_t width = 96;
};

/// Steps, segments and statements, with what each does, for a person; then what is lost, what stops
/// others, and the way back.
[[nodiscard]] std::vector<std::string> plan_text(const Preview& preview,
                                                 const PlanTextOptions& options);

/// docs/formats.md, "JSON".
[[nodiscard]] nlohmann::ordered_json plan_json(const Preview& preview);

/// Whether others have to wait for as long as the statement works, on a table that is not small.
[[nodiscard]] bool stops_others(const TouchedTable& table, const Facts& facts);

/// A statement's text on one line, without comments.
[[nodiscard]] std::string one_line(const SourceText& source, const Statement& statement);

}  // namespace aludel
