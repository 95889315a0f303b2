#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aludel/event.hpp"
#include "lint/facts.hpp"
#include "lint/loss_text.hpp"
#include "migrate/journal.hpp"
#include "migrate/script.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// Something that a statement throws away, with how much of it there is.
struct PlannedLoss {
  PossibleLoss what;
  LossCount count;
};

struct PlannedChange {
  ObjectName table;
  LossCount count;
};

/// A statement of a plan, and what it does.
struct PlannedStatement {
  const ScriptStatement* statement = nullptr;
  StatementEffects effects;
  std::vector<PlannedLoss> losses;
  std::vector<PlannedChange> changes;
};

struct PlannedSegment {
  const Segment* segment = nullptr;
  bool done = false;                         ///< by an earlier run
  std::vector<PlannedStatement> statements;  ///< none where it is done
};

struct PlannedStep {
  const Revision* revision = nullptr;
  const Script* script = nullptr;
  std::vector<PlannedSegment> segments;

  [[nodiscard]] bool loses() const;
};

/// What a run would do: ordered steps, each of segments of statements with their effects. It refers
/// to the revisions and scripts that it was made from.
struct Plan {
  SqlDialect dialect = SqlDialect::sqlite;
  std::vector<PlannedStep> steps;
  Facts facts;
  bool asked = false;  ///< the database told `facts`

  [[nodiscard]] bool loses() const;
};

struct PlanInput {
  const Revision* revision = nullptr;
  const Script* script = nullptr;
  int segments_done = 0;
  std::optional<BatchState> batch = std::nullopt;  ///< how far the next segment has come
};

struct PlanOptions {
  SqlDialect dialect = SqlDialect::sqlite;
  int server_version = 0;
  bool foreign_keys = false;  ///< SQLite: enforced when the run begins
};

/// Judges every statement by its text, and by `facts` where they are not null. Pure; one pass over
/// the tokens.
[[nodiscard]] Plan make_plan(std::span<const PlanInput> steps, const PlanOptions& options,
                             const Facts* facts = nullptr);

enum class LookFor { losses, everything };

/// The plan with what the database tells: what is there, how big it is, how much is lost. Where
/// nothing is lost and only losses are looked for, the database is not asked. It waits for no lock,
/// changes nothing, and takes a few seconds at most; what cannot be counted quickly is estimated.
/// @param may_call  functions that the statements call are looked for too
[[nodiscard]] Plan look_up(Connection& connection, std::span<const PlanInput> steps,
                           const PlanOptions& options, LookFor look_for, bool may_call);

/// What `plan` loses, in its order, as it is told; without what is only defined by it.
[[nodiscard]] std::vector<Loss> losses_of(const Plan& plan);

}  // namespace aludel
