#include "migrate/scripts/script_states.hpp"

#include "migrate/failure.hpp"
#include "migrate/journal_read.hpp"

namespace aludel {

namespace {

bool is_end(const std::vector<Value>& row) {
  return row.at(1) == "stamped" ||
         (row.at(1) == "done" && integer(row.at(4)).value_or(1) >= integer(row.at(5)).value_or(1));
}

}  // namespace

std::map<std::string, ScriptRecord> read_script_records(Session& session, std::string_view kind) {
  std::map<std::string, ScriptRecord> records;
  const Bookkeeping& tables = session.bookkeeping();
  if (!tables.has_journal) return records;
  // Of each script the newest row of all, the newest one that ended it, and the newest one that
  // knows its text: a mark that it is to run does not.
  const std::string newest = "SELECT max(id) FROM " + tables.journal +
                             " WHERE version_table = $1 AND kind = $2 AND event IN "
                             "('intent', 'begin', 'progress', 'done', 'stamped')";
  const std::string ended = " AND (event = 'stamped' OR event = 'done' AND segment >= segments)";
  const std::string sql =
      "SELECT name, event, upgrade_digest, " + session.dialect().journal_expressions().at_utc +
      ", segment, segments FROM " + tables.journal + " WHERE id IN (" + newest +
      " GROUP BY name) OR id IN (" + newest + ended + " GROUP BY name) OR id IN (" + newest +
      ended + " AND upgrade_digest <> '' GROUP BY name) ORDER BY id";
  try {
    const Result found = session.connection().query(
        Request{.sql = sql, .parameters = {tables.key, std::string(kind)}});
    for (const auto& row : found.rows) {
      ScriptRecord& record = records[row.at(0).value_or("")];
      record.half_way = !is_end(row);
      if (record.half_way) continue;
      const std::string digest = row.at(2).value_or("");
      record.at_utc = row.at(3).value_or("");
      record.marked = row.at(1) == "stamped";
      record.to_be_run = digest.empty();
      if (!record.to_be_run) record.digest = digest;
    }
  } catch (const Error& error) {
    throw Error(bookkeeping_failure(session, "read", error.diagnostic()));
  }
  return records;
}

std::vector<ScriptState> script_states(const std::vector<RepeatableScript>& scripts,
                                       const std::map<std::string, ScriptRecord>& records) {
  std::vector<ScriptState> states;
  for (const RepeatableScript& script : scripts) {
    ScriptState state{&script, ScriptNeed::none, {}};
    if (const auto found = records.find(script.name); found != records.end())
      state.record = found->second;
    if (script.digest.empty()) {
      state.need = ScriptNeed::other_database;
    } else if (state.record.half_way) {
      state.need = ScriptNeed::half_way;
    } else if (state.record.digest.empty()) {
      state.need = ScriptNeed::never_run;
    } else if (state.record.to_be_run) {
      state.need = ScriptNeed::to_be_run;
    } else if (script.run == RunWhen::always &&
               (!script.csv || state.record.digest == script.digest)) {
      state.need = ScriptNeed::always;
    } else if (state.record.digest != script.digest) {
      state.need = script.run == RunWhen::once ? ScriptNeed::changed_but_once : ScriptNeed::changed;
    }
    states.push_back(std::move(state));
  }
  return states;
}

std::string description_of(const ScriptState& state) {
  const std::string at = shown_time(state.record.at_utc) + " UTC";
  const std::string ended = (state.record.marked ? "marked " : "ran ") + at;
  switch (state.need) {
    case ScriptNeed::none: return ended;
    case ScriptNeed::changed_but_once: return ended + "; changed since, and runs once";
    case ScriptNeed::other_database: return "has no section for this database";
    case ScriptNeed::never_run: return "new";
    case ScriptNeed::changed: return "changed since it " + ended;
    case ScriptNeed::to_be_run: return "marked " + at + " to run again";
    case ScriptNeed::always: return "runs always; " + ended;
    case ScriptNeed::half_way: return "stopped half-way";
  }
  return {};
}

}  // namespace aludel
