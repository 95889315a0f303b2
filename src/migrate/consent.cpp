#include "migrate/consent.hpp"

#include <set>

#include "base/code.hpp"

namespace aludel {

void check_consent(const Plan& plan, const Consent& consent, const std::string& at) {
  if (!consent.needed || !consent.reason.empty()) return;
  std::vector<std::string> notes;
  std::set<RevisionKind> kinds;
  for (const PlannedStep& step : plan.steps) {
    if (step.script->allow_data_loss || !step.loses()) continue;
    const Plan alone{.dialect = plan.dialect, .steps = {step}, .facts = {}, .asked = plan.asked};
    for (const Loss& loss : losses_of(alone)) {
      kinds.insert(step.revision->kind);
      // A script is named as its file is: once is enough.
      const std::string of =
          loss.file.ends_with(loss.revision) ? "" : "  (revision " + loss.revision + ")";
      notes.push_back(loss.file + ":" + std::to_string(loss.line) + ": " +
                      (loss.certain ? "" : "may lose ") + loss.what + of);
    }
  }
  if (notes.empty()) return;
  Diagnostic problem =
      diagnostic(Code::consent_needed, consent.database.empty()
                                           ? "this run would lose data, and nobody agreed to that"
                                           : "the database " + consent.database +
                                                 " is protected, and this run would lose data");
  problem.notes = std::move(notes);
  problem.now = "nothing was changed; the database is at " + at;
  const std::string in_code = "`.allow_data_loss = \"REASON\"` into its Migration";
  const std::string in_sql = "`-- aludel:allow-data-loss REASON` into the file";
  problem.next = consent.how + "; or, where it is meant to be lost, write " +
                 (!kinds.contains(RevisionKind::cpp) ? in_sql
                  : kinds.size() == 1                ? in_code
                                                     : in_sql + " (in C++ " + in_code + ")");
  throw Error(std::move(problem));
}

std::string reason_for(const PlannedStep& step, const Consent& consent) {
  if (!step.loses()) return {};
  if (step.script->allow_data_loss) return *step.script->allow_data_loss;
  return consent.reason;
}

}  // namespace aludel
