#pragma once

#include "app/compare/compare.hpp"

namespace aludel {

/// Renames that somebody said, and what is left to be said.
struct AskedRenames {
  std::vector<Operation> operations;
  std::vector<Rename> renamed;  ///< what they do
  Catalog after;                ///< what they make of the first state
  std::vector<Rename> unclear;  ///< nobody has said whether these are renames
};

/// @throws Error(bad_usage) where nothing is called so, with the nearest name
[[nodiscard]] AskedRenames asked_renames(Catalog from, const Catalog& to,
                                         const CompareOptions& options, const Dialect& dialect,
                                         int server_version);

}  // namespace aludel
