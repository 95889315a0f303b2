#pragma once

#include <optional>
#include <string>

#include "lint/statement_effects.hpp"

namespace aludel {

/// How many rows or values are lost.
struct LossCount {
  std::optional<long long> number = {};  ///< none: not known
  bool exact = false;
  bool at_most = false;  ///< it is of the whole table
  bool operator==(const LossCount&) const = default;
};

/// "table prices with 1,200 rows", "about 40,000 rows of prices", "what EXECUTE runs".
[[nodiscard]] std::string shown(const PossibleLoss& loss, const LossCount& count);

/// "1,200"; of an estimate two digits count: "about 1.2 million".
[[nodiscard]] std::string shown_number(long long number, bool exact = true);
/// "98 MB"
[[nodiscard]] std::string shown_bytes(long long bytes);

}  // namespace aludel
