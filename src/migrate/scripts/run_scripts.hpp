#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aludel/migrate.hpp"
#include "migrate/consent.hpp"
#include "migrate/script.hpp"
#include "migrate/scripts/script_states.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"
#include "migrate/step_runner.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// What runs those among the scripts that are not SQL: CSV files of rows.
struct RowFiles {
  /// Looks whether all of `pending` can run, and puts it into the order in which it does.
  /// @param locked  false: nothing is to be run yet
  std::function<void(Session&, std::vector<ScriptState>& pending, bool locked)> arrange = {};
  /// Runs the first of `pending`, and those that have to go with it: how many they are.
  std::function<std::size_t(Session&, DatabaseState&, const std::vector<ScriptState>& pending,
                            std::size_t total, StepProgress&)>
      run = {};
  /// Behind the last one.
  std::function<void(Session&, DatabaseState&)> finish = {};
};

struct ScriptRequest {
  const std::vector<RepeatableScript>& scripts;  ///< as read_scripts orders them
  std::vector<std::string> only = {};            ///< these, with what they require; empty: all
  bool again = false;  ///< those of `only` also where they ran as they read now
  const RevisionGraph& graph;
  RevisionSet own;  ///< the revisions of this database
  VariableValues variables = {};
  Consent consent = {};
  std::string command;                  ///< what to type to do the same again: "aludel scripts run"
  std::string flags = {};               ///< as RunRequest
  std::string_view kind = script_kind;  ///< of the journal's rows, and what messages call them
  RowFiles rows = {};
};

struct ScriptReport {
  std::vector<RanStep> scripts;  ///< by name, in order
  std::vector<Loss> losses;
  int by_others = 0;
};

/// Those that `request` would run now, in order, and only them.
/// @throws Error(unknown_script)
[[nodiscard]] std::vector<ScriptState> pending_scripts(
    const ScriptRequest& request, const std::map<std::string, ScriptRecord>& records);

/// Whether a run behind an upgrade would do anything. Takes no lock and changes nothing; throws
/// what can be known of that run before its first change: files that cannot run, consent that is
/// missing, a revision to come after that is not there.
[[nodiscard]] bool scripts_have_work(Session& session, const ScriptRequest& request);

/// Runs what is new or has changed: the state without a lock, and nothing more where nothing is to
/// be done; then the lock, the state again, and script after script, each journalled like a
/// revision. A repeatable script that stopped half-way and was changed begins anew.
/// @throws Error(script_too_early) before anything runs; (half_way) where a revision stopped
/// half-way; else as `run`
[[nodiscard]] ScriptReport run_scripts(Session& session, const ScriptRequest& request);

/// Writes down, without running it, that the work of each of `names` is done as its file reads now;
/// with `pending` that it is to run. One that the journal knows needs no file any more.
/// @throws Error(unknown_script)
void mark_scripts(Session& session, const std::vector<RepeatableScript>& scripts,
                  const std::vector<std::string>& names, bool pending, const std::string& reason,
                  std::string_view kind = script_kind);

}  // namespace aludel
