#pragma once

#include "migrate/script.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// Makes `script` fit to go on after the segments that are done: what was done must stand in the
/// file unchanged; the rest may have been corrected, batches too of which none is done. Adds an
/// empty last segment where nothing is left to run.
/// @throws Error(half_way) where a done segment reads otherwise now
void fit_to_resume(Script& script, const InProgress& progress);

/// Finds out what became of the autocommit statement that was begun and not seen to end, cleans up
/// behind it, and says what was found. The file may have been corrected since: what counts is the
/// statement that was begun.
/// @return true when it is applied, false when what stands in the file now is to be run
/// @throws Error(needs_repair) where nothing tells; (half_way) where it was applied and the file
/// says something else now
/// @param repeatable  where nothing tells it is run again
[[nodiscard]] bool settle_intent(Session& session, const Script& script, const InProgress& progress,
                                 bool repeatable);

/// What the database tells of a statement that was begun, as its text was kept then.
[[nodiscard]] Evidence evidence_of(Session& session, const OpenIntent& intent);
/// Removes what a broken attempt left, or finishes it. Outside of a transaction.
void clean_up(Session& session, const Evidence& evidence);

/// Where runners take turns, the one that began an autocommit statement may still be at it: true
/// when it runs on this machine.
[[nodiscard]] bool begun_by_living_runner(Session& session, const OpenIntent& intent);

/// True where `backend` on `host` is another process than this one and runs on this machine.
[[nodiscard]] bool is_other_living_runner(Session& session, const std::string& backend,
                                          const std::string& host);

/// IF NOT EXISTS accepts an INVALID index, and one of another definition: looks whether what the
/// statement says is there.
/// @throws Error(statement_refused) where it is not
void check_result(Session& session, const Script& script, const ScriptStatement& statement,
                  const std::string& title);

}  // namespace aludel
