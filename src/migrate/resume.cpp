#include "migrate/resume.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/code.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "migrate/made_by.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// The statement that was begun, as it was then: the file may have been corrected since.
struct BegunStatement {
  std::string sql;
  StatementTraits traits;
};

std::optional<BegunStatement> begun_statement(Session& session, const std::string& digest) {
  if (!session.bookkeeping().has_text) return std::nullopt;
  const Result found = session.connection().query(
      Request{.sql = "SELECT text FROM " + session.bookkeeping().text + " WHERE digest = $1",
              .parameters = {digest}});
  if (found.rows.empty()) return std::nullopt;
  const SourceText source("the journal", found.rows[0][0].value_or(""));
  const auto split = split_statements(source, {0, source.text().size()}, session.dialect().sql());
  if (split.statements.size() != 1) return std::nullopt;
  return BegunStatement{source.text(),
                        session.dialect().classify(source, split.statements[0],
                                                   session.connection().server_version())};
}

/// Every statement but CALL and DO is whole or not at all, so a refusal that was seen means that
/// nothing was applied.
bool may_be_partial(std::string_view sql) {
  const std::string word = lower(sql.substr(0, sql.find_first_of(" \t\n(")));
  return word == "call" || word == "do";
}

/// What the server said of it, where that says that it did not run to its end. What was cancelled
/// may have been done by then: only the database tells.
bool was_refused(const OpenIntent& intent, std::string_view sql) {
  return intent.failure.contains("(SQLSTATE ") && !intent.failure.contains("(SQLSTATE 57") &&
         !may_be_partial(sql);
}

/// The segment as the file has it now; the file itself where it has none there any more.
Place place_of_segment(const Script& script, std::size_t k) {
  if (k >= script.segments.size() || script.segments[k].statements.empty()) {
    return Place{.file = script.source.name(), .excerpt = {}, .label = {}};
  }
  return script.source.place(script.segments[k].statements.front().source.tokens.front().span,
                             "this stands in the file now");
}

/// Whether the file still makes the index `name`, which may be qualified.
bool makes(const Script& script, const std::string& name) {
  const std::string bare = name.substr(name.rfind('.') + 1);
  return made_earlier(script, std::numeric_limits<int>::max(), bare) != nullptr;
}

/// @param begun  the statement, where the file says something else by now
[[noreturn]] void ask(Place place, const InProgress& progress, const std::string& begun,
                      const std::string& finding) {
  const OpenIntent& intent = *progress.intent;
  Diagnostic problem =
      diagnostic(Code::needs_repair, "it cannot be told whether statement " +
                                         std::to_string(intent.statement) + " of " +
                                         progress.title() + " was applied");
  const std::string when =
      "begun " + intent.at_utc + " UTC by " + shown_writer(intent.who, intent.host, " on ");
  if (begun.empty()) place.label = when;
  problem.place = std::move(place);
  if (!begun.empty()) problem.notes.push_back(when + " was: " + begun);
  problem.notes.push_back("evidence: " + finding);
  if (!intent.failure.empty()) problem.notes.push_back("it failed then: " + intent.failure);
  problem.now = progress.title() + " is in progress (segment " + std::to_string(intent.segment) +
                " of " + std::to_string(progress.segments) + "); nothing was changed by this run";
  problem.next =
      progress.kind == script_kind
          ? "look at the database; then `aludel scripts mark " + progress.revision +
                "` if all of it is there, or `aludel scripts mark " + progress.revision +
                " --pending` to run it from its beginning"
      : progress.kind == seed_kind
          ? "look at the database; write the seed so that it can run again (`IF NOT EXISTS`, `ON "
            "CONFLICT`) and `-- aludel:run on-change` instead of `once`; then `aludel db seed`"
          : "look at the database; then `aludel repair --applied` if the statement has done its "
            "work, or `aludel repair --rolled-back` if nothing of it is there, or `aludel repair "
            "--resume` if it can be run again whatever it did";
  throw Error(std::move(problem));
}

/// What is done is a range of keys of a table: the rest can only go on along the same ones. The
/// statement itself may be corrected for the rows to come.
void fit_batches(const Script& script, const InProgress& progress) {
  const BatchState& batch = *progress.batch;
  const auto k = static_cast<std::size_t>(batch.segment - 1);
  const Segment* segment = k < script.segments.size() ? &script.segments[k] : nullptr;
  const bool same = segment != nullptr && segment->batched &&
                    what_of(segment->batched->asked) == batch.detail.what;
  if (same) return;
  Diagnostic problem = diagnostic(
      Code::half_way, "segment " + std::to_string(batch.segment) + " of " + progress.title() +
                          " is half done in batches (" + batch.detail.what +
                          "), and the file has something else there now");
  problem.place = place_of_segment(script, k);
  if (segment != nullptr && segment->batched)
    problem.place = script.source.place(segment->batched->asked.span, "now it says this");
  problem.now = progress.title() + " is in progress (segment " + std::to_string(batch.segment) +
                " of " + std::to_string(progress.segments) + ", " +
                shown_batch_rows(batch.rows, batch.detail) + "); nothing was changed by this run";
  problem.next = "put the line back: `-- aludel:batch " + batch.detail.what +
                 "`, with an UPDATE, DELETE or INSERT … SELECT below it; that may be corrected";
  throw Error(std::move(problem));
}

}  // namespace

Evidence evidence_of(Session& session, const OpenIntent& intent) {
  const auto begun = begun_statement(session, intent.digest);
  if (!begun) return {Verdict::unknown, "the text of the statement that was begun is not kept", {}};
  return session.dialect().examine(session.connection(), begun->traits, begun->sql);
}

void clean_up(Session& session, const Evidence& evidence) {
  for (const std::string& sql : evidence.clean_up) {
    session.tell(Remark{"cleaning up: " + sql});
    session.connection().query(sql);
  }
}

void fit_to_resume(Script& script, const InProgress& progress) {
  for (std::size_t k = 0; k < progress.done_digests.size(); ++k) {
    const bool same =
        k < script.segments.size() && script.segments[k].digest == progress.done_digests[k];
    if (same) continue;
    Diagnostic problem =
        diagnostic(Code::half_way, "segment " + std::to_string(k + 1) + " of " + progress.title() +
                                       " was done and reads otherwise in the file now");
    if (k < script.segments.size() && !script.segments[k].statements.empty()) {
      problem.place =
          script.source.place(script.segments[k].statements.front().source.tokens.front().span,
                              "this was done already, in other words");
    }
    problem.now = progress.title() + " is in progress: " + counted(progress.done(), "segment") +
                  " of " + std::to_string(progress.segments) + " done";
    problem.next =
        "put the statements of the done segments back as they were; corrections belong behind them";
    if (progress.kind == revision_kind)
      problem.hint = "`aludel journal " + progress.revision + " --text` shows what ran";
    throw Error(std::move(problem));
  }
  if (progress.batch && !progress.batch->position.empty()) fit_batches(script, progress);
  if (progress.done_digests.size() == script.segments.size()) script.segments.emplace_back();
}

bool settle_intent(Session& session, const Script& script, const InProgress& progress,
                   bool repeatable) {
  const OpenIntent& intent = *progress.intent;
  const std::size_t k = static_cast<std::size_t>(intent.segment - 1);
  const bool unchanged = k < script.segments.size() && script.segments[k].autocommit &&
                         script.segments[k].digest == intent.digest;
  const auto begun = unchanged ? BegunStatement{script.segments[k].statements.front().sql,
                                                script.segments[k].statements.front().traits}
                               : begun_statement(session, intent.digest);
  const Place place = place_of_segment(script, k);
  if (!begun) ask(place, progress, {}, "the text of the statement that was begun is not kept");
  Evidence evidence = session.dialect().examine(session.connection(), begun->traits, begun->sql);
  if (evidence.verdict == Verdict::unknown && begun->traits.evidence == EvidenceKind::ask &&
      !intent.failure.empty() && !may_be_partial(begun->sql)) {
    evidence = {Verdict::not_applied, "the database refused it: " + intent.failure, {}};
  }
  if (evidence.verdict == Verdict::applied && was_refused(intent, begun->sql) &&
      begun->traits.evidence !=
          EvidenceKind::create_index) {  // whose whole definition was compared
    // What is not there never was: the statement did not do it.
    evidence = {Verdict::not_applied, "the database refused it: " + intent.failure, {}};
  }
  if (evidence.verdict == Verdict::unknown && repeatable)
    evidence = {Verdict::not_applied, "the script may run any number of times", {}};
  if (evidence.verdict == Verdict::applied && !unchanged && repeatable)
    evidence = {Verdict::not_applied, "the script was changed: it runs as it reads now", {}};
  if (evidence.verdict == Verdict::unknown)
    ask(place, progress, unchanged ? "" : begun->sql, evidence.finding);
  if (evidence.verdict == Verdict::applied && !unchanged) {
    Diagnostic problem =
        diagnostic(Code::half_way, "statement " + std::to_string(intent.statement) + " of " +
                                       progress.title() +
                                       " was applied, and the file says something else now");
    problem.place = place;
    problem.notes.push_back("applied was: " + begun->sql);
    problem.now = progress.title() + " is in progress; nothing was changed by this run";
    problem.next = "put the statement back as it was and correct what it did behind it";
    throw Error(std::move(problem));
  }
  if (!evidence.clean_up.empty() && begun->traits.evidence == EvidenceKind::create_index)
    evidence.finding += makes(script, begun->traits.object)
                            ? ": it is dropped and built again"
                            : ": it is dropped, since the file does not make it any more";
  session.tell(Remark{"going on with " + progress.title() + " at segment " +
                      std::to_string(intent.segment) + ": " + evidence.finding});
  clean_up(session, evidence);
  return evidence.verdict == Verdict::applied;
}

bool is_other_living_runner(Session& session, const std::string& backend, const std::string& host) {
  return host == session.run().host && backend != session.run().backend &&
         may_use(std::atol(backend.c_str()), session.options().url.sqlite_path);
}

bool begun_by_living_runner(Session& session, const OpenIntent& intent) {
  return session.dialect().takes_turns() && intent.failure.empty() &&
         is_other_living_runner(session, intent.backend, intent.host);
}

void check_result(Session& session, const Script& script, const ScriptStatement& statement,
                  const std::string& title) {
  if (statement.traits.evidence != EvidenceKind::create_index) return;
  const Evidence evidence =
      session.dialect().examine(session.connection(), statement.traits, statement.sql);
  if (evidence.verdict == Verdict::applied) return;
  Diagnostic problem =
      diagnostic(Code::statement_refused, "IF NOT EXISTS hides that the index of statement " +
                                              std::to_string(statement.number) + " of " + title +
                                              " is not as it says");
  problem.place = script.source.place(statement.source.tokens.front().span, evidence.finding);
  problem.hint =
      "drop the index that is in the way (`DROP INDEX CONCURRENTLY`), or give this one another "
      "name";
  throw Error(std::move(problem));
}

}  // namespace aludel
