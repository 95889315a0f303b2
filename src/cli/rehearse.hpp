#pragma once

#include "cli/compared_state.hpp"

namespace aludel {

/// Runs what was found in a scratch database before it is written or printed, unless
/// `--no-rehearsal` says otherwise; says what could not be tried.
/// @param down  null: the way back is nobody's business
/// @throws Error(statement_refused) where the database does not take it
void rehearse(Invocation& invocation, Workspace& workspace, ComparedWords& words,
              ComparedStates* down);

}  // namespace aludel
