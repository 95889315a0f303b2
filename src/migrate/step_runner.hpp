#pragma once

#include <map>
#include <string>
#include <vector>

#include "dialect/rebuild.hpp"
#include "migrate/script.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"

namespace aludel {

/// One revision to run in one direction, or one repeatable script.
struct StepWork {
  std::string revision;  ///< its id; of a script the name
  std::string message;
  const Script* script = nullptr;
  std::size_t index = 1;  ///< of the run's steps, from 1
  std::size_t total = 1;
  std::vector<std::string> rows_after;  ///< of the version table, sorted
  std::string reason = {};              ///< why it may lose data: kept in the journal
  bool opens_transaction =
      true;  ///< false: an earlier step of the run has opened the one transaction of all
  bool closes_transaction = true;                 ///< false: a later step does
  std::string kind = std::string(revision_kind);  ///< of its journal rows, and how it is called
  /// What cannot be told to have been applied is run again: it may run any number of times.
  bool repeatable = false;
  /// By segment, from 0: what its transaction does before its own statements and behind them.
  std::map<int, Rebuild> rebuilds = {};
  /// SQLite's count of changes to objects (`PRAGMA schema_version`) for which it was rendered,
  /// where it makes tables anew as they were seen; empty: whatever it is.
  std::string objects = {};
};

/// Thrown when the database is not any more as the plan found it: another runner was there. Nothing
/// of the attempt was kept.
struct StateMoved {};

/// How far a step came, for what a failure says.
struct StepProgress {
  int segments_done = 0;  ///< of this step, by this run or before it
  /// The autocommit statement that was begun, and of which it is not written down how it ended.
  int open_intent = 0;           ///< 0: none
  bool commit_in_doubt = false;  ///< a COMMIT failed so that it may have been kept all the same
  int statement = 0;             ///< the one that failed; 0: none
  std::string objects;           ///< SQLite: that count behind its newest transaction
  std::string batch_rows;  ///< "1,200,000 of 5,000,000 rows" of a segment that runs in batches
};

/// Runs one step: its segments one after the other, each with its bookkeeping, from where an
/// earlier run stopped.
///
/// @param state  what the database holds; kept up to date with every commit.
/// @param progress  tells how far it came, also when it throws.
/// @throws StateMoved; Error(statement_refused, lock_timeout, verify_failed, half_way,
/// needs_repair, connection_lost, interrupted, …)
///         without `now` and `next`, which the caller knows better
void run_step(Session& session, const StepWork& work, DatabaseState& state, StepProgress& progress);

}  // namespace aludel
