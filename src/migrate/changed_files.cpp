#include "migrate/changed_files.hpp"

#include <algorithm>
#include <optional>

#include "base/code.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "base/unified_diff.hpp"
#include "catalog/recording.hpp"
#include "migrate/failure.hpp"
#include "migrate/journal_read.hpp"
#include "migrate/said.hpp"

namespace aludel {

namespace {

constexpr std::size_t shown_in_full = 5;

/// What the journal says of one applied revision, and what its file says now.
struct Pair {
  RevisionIndex revision;
  std::string upgrade_digest, downgrade_digest, at_utc, by;
  bool accepted = false;
  Value text;  ///< none: not kept, long, or without its comments
  std::optional<ChangedFile> changed;
};

/// Of one autocommit statement the text is kept without what stands around it, under the same
/// digest as the section's: it does not tell what the comments were.
/// The newest row of each revision tells: where that is of a downgrade, something else brought it
/// back. Of one in C++ it is what its upgrade said, behind `done`; where that is missing it cannot
/// be compared.
std::vector<Pair> what_ran(Session& session, const RevisionGraph& graph,
                           const RevisionSet& applied) {
  const Bookkeeping& tables = session.bookkeeping();
  const Result result = session.connection().query(Request{
      .sql = "SELECT j.name, j.upgrade_digest, j.downgrade_digest, " +
             session.dialect().journal_expressions().at_utc +
             ", j.who, j.host, "
             "CASE WHEN j.event <> 'said' AND length(t.text) <= 65536 AND (j.statement IS NULL OR "
             "j.statement_digest <> "
             "j.upgrade_digest) THEN t.text END, j.event FROM (SELECT max(id) AS id FROM " +
             tables.journal +
             " WHERE version_table = $1 AND kind = 'revision' AND event IN ('done', 'intent', "
             "'accepted', 'said') GROUP BY name) newest JOIN " +
             tables.journal + " j ON j.id = newest.id LEFT JOIN " + tables.text +
             " t ON t.digest = j.upgrade_digest WHERE j.direction = 'upgrade' AND "
             "j.upgrade_digest IS NOT NULL",
      .parameters = {tables.key}});
  std::vector<Pair> pairs;
  for (const auto& row : result.rows) {
    const auto revision = graph.find(row.at(0).value_or(""));
    if (!revision || !applied.contains(*revision)) continue;
    const RevisionKind kind = graph[*revision].kind;
    const bool tells_of_code = row.at(7) == "said" || row.at(7) == "accepted";
    if (kind == RevisionKind::alembic || (kind == RevisionKind::cpp && !tells_of_code)) continue;
    pairs.push_back({.revision = *revision,
                     .upgrade_digest = row.at(1).value_or(""),
                     .downgrade_digest = row.at(2).value_or(""),
                     .at_utc = row.at(3).value_or(""),
                     .by = shown_writer(row.at(4).value_or(""), row.at(5).value_or("")),
                     .accepted = row.at(7) == "accepted",
                     .text = row.at(6),
                     .changed = {}});
  }
  std::ranges::sort(pairs, {}, &Pair::revision);
  return pairs;
}

std::string digest_or_none(const SourceText& source, const std::optional<Section>& section) {
  return section ? digest_of(source, *section) : std::string();
}

void compare(Pair& pair, const Revision& revision, const Dialect& dialect,
             const ReadRevision& read) {
  ChangedFile changed{.revision = pair.revision,
                      .what = ChangedFile::What::upgrade,
                      .digest = pair.upgrade_digest,
                      .at_utc = pair.at_utc,
                      .by = pair.by,
                      .accepted = pair.accepted,
                      .unreadable = {}};
  try {
    if (revision.kind == RevisionKind::cpp) {
      if (said_by(record_upgrade(revision, dialect.name())).digest == pair.upgrade_digest) return;
      pair.changed = std::move(changed);
      return;
    }
    const RevisionBody body = read_body(read(revision), dialect.sql());
    if (digest_or_none(body.source, body.upgrade) != pair.upgrade_digest) {
      changed.what = ChangedFile::What::upgrade;
    } else if (digest_or_none(body.source, body.downgrade) != pair.downgrade_digest) {
      changed.what = ChangedFile::What::downgrade;
    } else if (pair.text && text_of(body.source, *body.upgrade) != *pair.text) {
      changed.what = ChangedFile::What::comment;
    } else {
      return;
    }
  } catch (const Error& error) {
    changed.unreadable = error.diagnostic().message;
  }
  pair.changed = std::move(changed);
}

/// What the upgrade is now, what that is called, and the line that it begins at.
struct TextNow {
  std::string name;
  std::string text;
  int line = 1;
};
TextNow text_now(const Revision& revision, const Dialect& dialect, const ReadRevision& read) {
  if (revision.kind == RevisionKind::cpp)
    return {.name = "what " + revision.path + " says now",
            .text = said_by(record_upgrade(revision, dialect.name())).text};
  const RevisionBody body = read_body(read(revision), dialect.sql());
  if (!body.upgrade) return {.name = revision.path, .text = {}};
  TextNow result{.name = revision.path, .text = text_of(body.source, *body.upgrade)};
  const std::size_t begin = body.source.text().find(result.text, body.upgrade->header.end);
  if (begin != std::string_view::npos) result.line = body.source.place({begin, begin + 1}, "").line;
  return result;
}

/// @param flags  of the command, for the next one
std::string next_of(const Revision& revision, const std::string& flags) {
  const bool is_code = revision.kind == RevisionKind::cpp;
  return (is_code ? std::string("put the code back as it was, build the program again")
                  : std::string("put the file back as it was")) +
         ", and write the change as a new revision (`aludel revision -m …`); if the database is "
         "already as the file says: `aludel repair --accept " +
         revision.id + " --reason …" + flags + "`";
}

Diagnostic problem_of(Session& session, const Revision& revision, const ChangedFile& changed,
                      const ReadRevision& read, const std::string& flags) {
  Diagnostic problem =
      diagnostic(Code::changed_upgrade,
                 "the upgrade of revision " + titled(revision.id, revision.message) +
                     " was changed after it was " + (changed.accepted ? "accepted" : "applied"));
  problem.place = Place{.file = revision.path, .excerpt = {}, .label = {}};
  if (!changed.unreadable.empty()) {
    problem.detail = "it cannot be read any more: " + changed.unreadable;
  } else {
    // An empty section has no text to keep.
    const std::optional<std::string> ran =
        changed.digest == digest_of(SourceText("", ""), std::span<const Statement* const>{})
            ? std::string()
            : kept_text(session, changed.digest);
    const TextNow now = text_now(revision, session.dialect(), read);
    const std::string ran_as = (changed.accepted ? "what was accepted " : "what ran ") +
                               shown_time(changed.at_utc) + " UTC, by " + changed.by;
    if (ran) {
      problem.notes.push_back(unified_diff({ran_as, *ran}, {now.name, now.text, now.line}));
    } else {
      problem.notes.push_back(ran_as + ": its text is not kept any more (aludel_text has no row " +
                              changed.digest + "), so the difference cannot be shown");
    }
  }
  problem.next = next_of(revision, flags);
  return problem;
}

}  // namespace

std::vector<ChangedFile> changed_files(Session& session, const RevisionGraph& graph,
                                       const RevisionSet& applied, const ReadRevision& read) {
  std::vector<ChangedFile> changed;
  if (!session.bookkeeping().has_journal || !session.bookkeeping().has_text) return changed;
  std::vector<Pair> pairs = what_ran(session, graph, applied);
  const auto look = [&](Pair& pair) {
    compare(pair, graph[pair.revision], session.dialect(), read);
  };
  // What a program's functions say is asked by one thread alone.
  const auto is_code = [&](const Pair& pair) {
    return graph[pair.revision].kind == RevisionKind::cpp;
  };
  for (Pair& pair : pairs) {
    if (is_code(pair)) look(pair);
  }
  for_each_in_parallel(pairs.size(), 200, [&](std::size_t i) {
    if (!is_code(pairs[i])) look(pairs[i]);
  });
  for (Pair& pair : pairs) {
    if (pair.changed) changed.push_back(std::move(*pair.changed));
  }
  return changed;
}

std::vector<Diagnostic> changed_upgrades(Session& session, const RevisionGraph& graph,
                                         const std::vector<ChangedFile>& changed,
                                         const ReadRevision& read, const std::string& flags) {
  std::vector<Diagnostic> problems;
  for (const ChangedFile& each : changed) {
    if (each.what != ChangedFile::What::upgrade) continue;
    if (problems.size() < shown_in_full) {
      problems.push_back(problem_of(session, graph[each.revision], each, read, flags));
    } else {
      problems.back().notes.push_back(
          "changed too: " + titled(graph[each.revision].id, graph[each.revision].message));
    }
  }
  return problems;
}

std::string_view description_of(ChangedFile::What what) {
  switch (what) {
    case ChangedFile::What::upgrade: return "its upgrade";
    case ChangedFile::What::downgrade: return "its downgrade, which counts as it is now";
    case ChangedFile::What::comment: break;
  }
  return "comments or directives only";
}

}  // namespace aludel
