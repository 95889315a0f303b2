#include "migrate/locked_edit.hpp"
#include "migrate/scripts/run_scripts.hpp"

namespace aludel {

void mark_scripts(Session& session, const std::vector<RepeatableScript>& scripts,
                  const std::vector<std::string>& names, bool pending, const std::string& reason,
                  std::string_view kind) {
  std::vector<JournalEntry> entries;
  const auto records = read_script_records(session, kind);
  for (const std::string& name : names) {
    // One that stopped half-way and whose file is gone can be ended by its name alone.
    const auto record = records.find(name);
    const bool gone = find_script(scripts, name) == nullptr && record != records.end();
    const RepeatableScript* script = gone ? nullptr : &script_named(scripts, name, kind);
    JournalEntry entry;
    entry.kind = std::string(kind);
    entry.name = gone ? name : script->name;
    entry.event = "stamped";
    entry.upgrade_digest = pending || gone ? "" : script->digest;
    entry.reason = reason;
    entry.detail = pending ? "to be run" : "";
    entries.push_back(std::move(entry));
  }
  edit_bookkeeping(session, [&](const DatabaseState&) {
    std::vector<OwnedRequest> statements;
    for (const JournalEntry& entry : entries)
      statements.push_back(
          journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry));
    return statements;
  });
}

}  // namespace aludel
