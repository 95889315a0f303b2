#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/migrate.hpp"
#include "migrate/changed_files.hpp"
#include "migrate/consent.hpp"
#include "migrate/script.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"
#include "revision/plan_steps.hpp"

namespace aludel {

struct RunRequest {
  const RevisionGraph& graph;
  RevisionSet own;  ///< the revisions of this database
  Direction direction = Direction::up;
  std::string target;
  /// This revision alone, of which `target` is the id: all that it needs is applied (up), nothing
  /// that needs it is (down).
  std::optional<RevisionIndex> alone = {};
  VariableValues variables = {};
  bool one_transaction = false;  ///< all steps in one, or nothing
  Consent consent = {};
  /// What a `next` command needs to mean the same database: " --url sqlite:///a.db".
  std::string flags = {};
  /// What to type to do all of it again, where that is another command: "aludel deploy".
  std::string command = {};
  ReadRevision read;
  /// Whether a revision of another database is applied there. Not set: it is not known, and such a
  /// need is refused.
  std::function<bool(const Revision&)> applied_elsewhere = {};
};

/// What a run would do now. @throws Error(half_way) where a revision stopped half-way and the
/// target does not go on with it; (foreign_parent_missing); else as plan_upgrade and plan_downgrade
[[nodiscard]] std::vector<Step> plan_run(const RunRequest& request, const DatabaseState& state);

/// Whether `run` would do anything. Takes no lock and changes nothing; throws what `run` would
/// throw before its first change: files that cannot run, consent that is missing.
[[nodiscard]] bool has_work(Session& session, const RunRequest& request);

/// Brings the database to the target: state without a lock, and nothing more where nothing is to be
/// done; then the lock, the state again, and step after step. Every error says what is true of the
/// database then, and what to type next.
[[nodiscard]] Report run(Session& session, const RunRequest& request);

/// Before an upgrade: what was applied must be what the files say, otherwise nobody knows what
/// comes next is built on. @throws Error(changed_upgrade)
void refuse_changed_files(Session& session, const RunRequest& request, const DatabaseState& state);

/// @throws Error(half_way): a revision stopped half-way, and what was asked for does not go on with
/// it
[[noreturn]] void refuse_half_way(const InProgress& progress, const RunRequest& request);

/// The request as a command: "aludel upgrade", "aludel downgrade base", with its flags.
[[nodiscard]] std::string command_of(const RunRequest& request);
/// The command, without flags, that finishes a revision that stopped half-way, and does nothing
/// more where somebody else has finished it.
[[nodiscard]] std::string command_to_finish(const InProgress& progress, const RevisionGraph& graph);

/// The version rows are the truth: a revision that they count as applied is not half-way, whatever
/// the journal says (another tool finished it, or somebody wrote its row).
void forget_stale_progress(DatabaseState& state, const RevisionGraph& graph,
                           const RevisionSet& own);

}  // namespace aludel
