#pragma once

#include "migrate/step_runner.hpp"

namespace aludel {

/// The run, for what its failure says.
struct FailedRun {
  std::string command;  ///< with its flags: "aludel upgrade --database shop"
  std::string flags;
  const VariableValues& variables;
  Direction direction = Direction::up;
  bool one_transaction = false;
};

/// The step that it stopped in.
struct FailedStep {
  const StepWork& work;  ///< without a revision: the run had not begun with any
  const StepProgress& progress;
  const DatabaseState& state;
  std::size_t steps_left = 0;  ///< the failed one included
  bool ran_before = false;     ///< a script that was changed: what is there may be its own
};

/// Writes the failure into the journal, where there still is a way to it, and completes what is
/// told: what is true of the database now, and what to type next.
void tell_failed_step(Session& session, const FailedRun& run, const FailedStep& failed,
                      Diagnostic& problem);

}  // namespace aludel
