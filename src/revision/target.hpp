#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel {

/// A target as typed, cut into its parts:
///
///   target := [branch "@"] symbol | [branch "@"] [symbol] ("+"|"-") digits
///   symbol := id | prefix of an id | branch label | "head" | "heads" | "base" | "current"
///   branch := branch label | id | prefix of an id
///
/// Anchored at both ends, unlike Alembic's: `+1foo`, `head-1x`, `a+1+1` are errors.
struct Target {
  std::string text;    ///< all of it
  std::string branch;  ///< before the `@`; empty: none
  std::string symbol;  ///< empty: relative to what is applied
  std::int64_t steps =
      0;  ///< with its sign; 0: absolute. Larger numbers than 1,000,000,000 are taken as that.

  [[nodiscard]] bool relative() const { return steps != 0; }
  bool operator==(const Target&) const = default;
};

/// @throws Error  bad_target: empty, an empty part, `+0`, several `@`, a colon, text after the
/// number.
[[nodiscard]] Target parse_target(std::string_view text);

}  // namespace aludel
