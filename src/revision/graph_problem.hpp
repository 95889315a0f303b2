#pragma once

#include <string>

#include "base/code.hpp"
#include "revision/revision_set.hpp"

namespace aludel {

/// One thing that is wrong with the revision files as a whole.
struct GraphProblem {
  Code code;
  std::string message;
  std::string hint;
  RevisionIndex revision = 0;  ///< whose file it stands in
  int line = 0;                ///< from 1; 0 where the header has no such line

  bool operator==(const GraphProblem&) const = default;
};

}  // namespace aludel
