#pragma once

#include "migrate/script.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"

namespace aludel {

/// Where a pooler lends the session for one transaction at a time: that no statement of `script`
/// needs one that stays. Else nothing is to be said.
/// @throws Error(pooler_refused) for each statement that does, with its place and the way out
void check_needs_no_session(const Session& session, const Script& script);

/// The same of a revision that stopped half-way: what became of an autocommit statement is looked
/// up, and its rest cleaned up, by the lock of a session only.
void check_needs_no_session(const Session& session, const DatabaseState& state);

}  // namespace aludel
