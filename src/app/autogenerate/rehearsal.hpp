#pragma once

#include <string>

#include "app/compare/compare.hpp"

namespace aludel {

/// A scratch database that holds what changes start from, but for rows: there they are run before
/// anybody relies on them.
class Rehearsal {
 public:
  /// @throws Error(no_scratch_database), as connecting does, and where the state cannot be made
  /// there
  Rehearsal(const ScratchPlace& place, SessionOptions options, const KnownState& from);

  /// @param title  "the upgrade", for messages
  /// @throws Error(statement_refused) with the statement and the database's words
  void run(const ComparedStates& changes, const std::string& title);
  [[nodiscard]] KnownState state() { return state_of(session_); }

 private:
  void send(const std::string& sql, int number, const std::string& title);

  ScratchDatabase scratch_;
  Session session_;
};

/// Whether a rehearsal is worth its time: what is only added to a large schema runs, while to make
/// that schema takes seconds.
[[nodiscard]] bool is_worth_rehearsing(const ComparedStates& changes, const KnownState& from);

/// Runs `up` and then `down` on what `from` is. What stays different behind `up` is added to its
/// refusals; what `down` fails at or does not bring back, to those of `down`.
/// @param down  null: there is no way back to try
/// @return why there was no rehearsal, a clause; empty: there was
/// @throws Error(statement_refused) of `up`
[[nodiscard]] std::string rehearse(const ScratchPlace& place, const SessionOptions& options,
                                   const KnownState& from, ComparedStates& up,
                                   ComparedStates* down);

}  // namespace aludel
