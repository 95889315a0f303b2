#include "migrate/accept.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "catalog/recording.hpp"
#include "migrate/failure.hpp"
#include "migrate/locked_edit.hpp"
#include "migrate/said.hpp"
#include "revision/applied.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse(std::string message, std::string next) {
  Diagnostic problem = diagnostic(Code::bad_target, std::move(message));
  problem.now = "nothing was changed";
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

/// What counts from now on.
struct Accepted {
  std::string text;
  std::string upgrade_digest;
  std::string downgrade_digest = {};
};

Accepted accepted_now(const Session& session, const Revision& revision, const std::string& title,
                      const ReadRevision& read) {
  if (revision.kind == RevisionKind::cpp) {
    Said said = said_by(record_upgrade(revision, session.dialect().name()));
    return {.text = std::move(said.text), .upgrade_digest = std::move(said.digest)};
  }
  const RevisionBody body = read_body(read(revision), session.dialect().sql());
  if (!body.upgrade)
    refuse(title + " has no upgrade section for this database any more",
           "put the section back; an empty one says that nothing is to be done");
  Accepted now{.text = text_of(body.source, *body.upgrade),
               .upgrade_digest = digest_of(body.source, *body.upgrade)};
  if (body.downgrade) now.downgrade_digest = digest_of(body.source, *body.downgrade);
  return now;
}

}  // namespace

bool accept_file(Session& session, const RevisionGraph& graph, const RevisionSet& own,
                 RevisionIndex revision, const std::string& reason, const ReadRevision& read) {
  const Revision& accepted = graph[revision];
  const std::string title = "revision " + titled(accepted.id, accepted.message);
  bool anything = false;
  edit_bookkeeping(session, [&](const DatabaseState& state) {
    std::vector<OwnedRequest> statements;
    if (state.in_progress && state.in_progress->revision == accepted.id)
      refuse(title +
                 " is half-way: what of it is done must read as it ran, and the rest may be "
                 "corrected",
             "`aludel status` says how far it is, `aludel journal " + accepted.id +
                 " --text` what ran");
    const RevisionSet applied = applied_state(graph, own, state.rows).applied;
    if (!applied.contains(revision) || !own.contains(revision))
      refuse(title + " is not applied: its file may be changed as you like", "`aludel status`");
    RevisionSet only(graph.size());
    only.insert(revision);
    const auto changed = changed_files(session, graph, only, read);
    // The text is kept once per digest, so that of other comments there is nothing to record.
    if (changed.empty() || changed.front().what == ChangedFile::What::comment) return statements;
    const Accepted now = accepted_now(session, accepted, title, read);
    JournalEntry entry;
    entry.name = accepted.id;
    entry.direction = Direction::up;
    entry.event = "accepted";
    entry.upgrade_digest = now.upgrade_digest;
    entry.downgrade_digest = now.downgrade_digest;
    entry.reason = reason;
    statements.push_back(text_insert(session.bookkeeping(), now.upgrade_digest, now.text));
    statements.push_back(
        journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry));
    anything = true;
    return statements;
  });
  return anything;
}

}  // namespace aludel
