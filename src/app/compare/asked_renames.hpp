#pragma once

#include "app/compare/compare.hpp"

namespace aludel {

/// Renames that somebody said.
struct AskedRenames {
  std::vector<Operation> operations;
  std::vector<Rename> renamed;  ///< what they do
  Catalog after;                ///< what they make of the first state
  std::vector<Rename> dropped;  ///< what goes, whatever may look like it: with nothing in `to`
};

/// @throws Error(bad_usage) where nothing is called so, with the nearest name
[[nodiscard]] AskedRenames asked_renames(Catalog from, const CompareOptions& options,
                                         const Dialect& dialect, int server_version);

/// What may be renames, and nobody has said so.
[[nodiscard]] std::vector<Rename> unclear_renames(const AskedRenames& asked, const Catalog& to,
                                                  const Rules& rules);

}  // namespace aludel
