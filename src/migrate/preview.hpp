#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/compile_steps.hpp"
#include "migrate/plan.hpp"

namespace aludel {

/// What undoing a step would do, once it is applied.
struct WayBack {
  std::string revision;
  bool reversible = true;
  std::string reason;              ///< why there is none
  std::vector<std::string> loses;  ///< "table prices", "column prices.day"
};

/// What a run would do, looked at without doing any of it.
struct Preview {
  DatabaseState state;
  std::vector<Step> steps;
  Scripts scripts;
  Plan plan;                      ///< refers to `scripts`
  std::vector<WayBack> way_back;  ///< of an upgrade's steps
  std::vector<std::string> rows_after;
  std::optional<Diagnostic> not_asked;  ///< why sizes and counts are missing
};

/// Reads, plans, compiles and looks: writes nothing, takes no lock. Throws what the run would throw
/// before its first step, but for a consent that is missing.
/// @param session  null: an SQLite file that is not there yet
[[nodiscard]] Preview preview(Session* session, const Dialect& dialect, int server_version,
                              const RunRequest& request, bool foreign_keys);

}  // namespace aludel
