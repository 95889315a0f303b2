#include "migrate/changed_files.hpp"

#include <algorithm>
#include <optional>

#include "base/code.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "base/unified_diff.hpp"
#include "migrate/failure.hpp"
#include "migrate/journal_read.hpp"

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
/// back.
std::vector<Pair> what_ran(Session& session, const RevisionGraph& graph,
                           const RevisionSet& applied) {
  const Bookkeeping& tables = session.bookkeeping();
  const Result result = session.connection().query(Request{
      .sql = "SELECT j.name, j.upgrade_digest, j.downgrade_digest, " +
             session.dialect().journal_expressions().at_utc +
             ", j.who, j.host, "
             "CASE WHEN length(t.text) <= 65536 AND (j.statement IS NULL OR j.statement_digest <> "
             "j.upgrade_digest) THEN t.text END, j.event FROM (SELECT max(id) AS id FROM " +
             tables.journal +
             " WHERE version_table = $1 AND kind = 'revision' AND event IN ('done', 'intent', "
             "'accepted') GROUP BY name) newest JOIN " +
             tables.journal + " j ON j.id = newest.id LEFT JOIN " + tables.text +
             " t ON t.digest = j.upgrade_digest WHERE j.direction = 'upgrade' AND "
             "j.upgrade_digest IS NOT NULL",
      .parameters = {tables.key}});
  std::vector<Pair> pairs;
  for (const auto& row : result.rows) {
    const auto revision = graph.find(row.at(0).value_or(""));
    if (!revision || !applied.contains(*revision) || graph[*revision].kind != RevisionKind::sql)
      continue;
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

void compare(Pair& pair, const Revision& revision, SqlDialect dialect, const ReadRevision& read) {
  ChangedFile changed{.revision = pair.revision,
                      .what = ChangedFile::What::upgrade,
                      .digest = pair.upgrade_digest,
                      .at_utc = pair.at_utc,
                      .by = pair.by,
                      .accepted = pair.accepted,
                      .unreadable = {}};
  try {
    const RevisionBody body = read_body(read(revision), dialect);
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

/// The upgrade of the file as it is now, and the line that it begins at.
struct FileText {
  std::string text;
  int line = 1;
};
FileText text_now(const Revision& revision, SqlDialect dialect, const ReadRevision& read) {
  const RevisionBody body = read_body(read(revision), dialect);
  if (!body.upgrade) return {};
  FileText result{.text = text_of(body.source, *body.upgrade)};
  const std::size_t begin = body.source.text().find(result.text, body.upgrade->header.end);
  if (begin != std::string_view::npos) result.line = body.source.place({begin, begin + 1}, "").line;
  return result;
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
    const FileText now = text_now(revision, session.dialect().sql(), read);
    const std::string ran_as = (changed.accepted ? "what was accepted " : "what ran ") +
                               shown_time(changed.at_utc) + " UTC, by " + changed.by;
    if (ran) {
      problem.notes.push_back(unified_diff({ran_as, *ran}, {revision.path, now.text, now.line}));
    } else {
      problem.notes.push_back(ran_as + ": its text is not kept any more (aludel_text has no row " +
                              changed.digest + "), so the difference cannot be shown");
    }
  }
  problem.next =
      "put the file back as it was, and write the change as a new revision (`aludel "
      "revision -m …`); if the database is already as the file says: `aludel repair "
      "--accept " +
      revision.id + " --reason …" + flags + "`";
  return problem;
}

}  // namespace

std::vector<ChangedFile> changed_files(Session& session, const RevisionGraph& graph,
                                       const RevisionSet& applied, const ReadRevision& read) {
  std::vector<ChangedFile> changed;
  if (!session.bookkeeping().has_journal || !session.bookkeeping().has_text) return changed;
  std::vector<Pair> pairs = what_ran(session, graph, applied);
  const SqlDialect dialect = session.dialect().sql();
  for_each_in_parallel(pairs.size(), 200, [&](std::size_t i) {
    compare(pairs[i], graph[pairs[i].revision], dialect, read);
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
