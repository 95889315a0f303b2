#pragma once

#include <string>
#include <string_view>

namespace aludel {

/// One side of a comparison.
struct DiffSide {
  std::string_view name;  ///< what stands behind `---` or `+++`
  std::string_view text;
  int first_line = 1;  ///< the number of its first line, in the file that it is a part of
};

/// The unified diff of two texts, line by line, with three lines of context, without a line end at
/// its end; empty where they are equal. Shortest for texts that differ in up to 1,000 lines; beyond
/// that everything between the first and the last difference is shown as replaced.
/// Format: POSIX `diff -u`. Algorithm: E. Myers, "An O(ND) Difference Algorithm" (1986).
[[nodiscard]] std::string unified_diff(const DiffSide& before, const DiffSide& after);

}  // namespace aludel
