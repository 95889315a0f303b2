#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrate/session.hpp"
#include "revision/repeatable.hpp"

namespace aludel {

/// What the journal says of one script.
struct ScriptRecord {
  std::string digest;      ///< of the text that ran to its end last, or was marked; empty: none was
  std::string at_utc;      ///< when that was, or when it was marked as to be run
  bool marked = false;     ///< it did not run: somebody said that its work was done, or is to be
  bool to_be_run = false;  ///< somebody said so since
  bool half_way = false;

  bool operator==(const ScriptRecord&) const = default;
};

/// By name, of journal rows of `kind`. Reads without a lock; empty where there is no journal.
[[nodiscard]] std::map<std::string, ScriptRecord> read_script_records(
    Session& session, std::string_view kind = script_kind);

enum class ScriptNeed {
  none,              ///< it ran as it reads now
  changed_but_once,  ///< it changed, and runs once: nothing is to be done
  other_database,    ///< it has no section for this kind of database
  never_run,
  changed,    ///< of a CSV file too, though that is looked at each time
  to_be_run,  ///< it ran, and was marked to run again
  always,
  half_way,
};

struct ScriptState {
  const RepeatableScript* script = nullptr;
  ScriptNeed need = ScriptNeed::none;
  ScriptRecord record;

  /// The next run runs it.
  [[nodiscard]] bool pending() const { return need >= ScriptNeed::never_run; }
  /// The database is behind it; one that runs always and ran is no news.
  [[nodiscard]] bool is_news() const { return pending() && need != ScriptNeed::always; }
};

/// In the order in which they run. Pure.
[[nodiscard]] std::vector<ScriptState> script_states(
    const std::vector<RepeatableScript>& scripts,
    const std::map<std::string, ScriptRecord>& records);

/// For a person: "new", "changed since 2026-11-21 10:00:00 UTC".
[[nodiscard]] std::string description_of(const ScriptState& state);

}  // namespace aludel
