#include "migrate/compile_code.hpp"

#include <algorithm>

#include "aludel/migration.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/recording.hpp"
#include "migrate/inspect_session.hpp"
#include "migrate/journal_read.hpp"
#include "migrate/rendered_revision.hpp"
#include "migrate/section_text.hpp"
#include "revision/applied.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

constexpr std::size_t largest_kept_text = 1U << 20U;

bool rebuilds_tables(const Script& script) {
  return script.text.starts_with(foreign_keys_off_line);
}

void hand_rows(Script& script, const std::vector<RowsBeside>& rows) {
  for (Segment& segment : script.segments) {
    for (ScriptStatement& statement : segment.statements) {
      const auto found = std::ranges::find(rows, statement.source.span.begin, &RowsBeside::begin);
      if (found != rows.end()) statement.rows = found->rows;
    }
  }
}

/// The revisions may have been written for a database that held objects already.
void tell_what_is_known(Diagnostic& problem) {
  if (problem.code != info(Code::bad_operation).id) return;
  problem.notes.emplace_back(
      "no database is looked into: what none of the revisions makes is not known here");
  if (problem.next.empty())
    problem.next =
        "correct it; or, where the database holds it already, run this where it can be looked "
        "into (without `--sql`)";
}

[[noreturn]] void refuse_without_text(const InProgress& progress) {
  Diagnostic problem = diagnostic(
      Code::half_way, "the text of what was begun of " + progress.title() + " is not kept");
  problem.now = progress.title() + " is in progress: " + counted(progress.done(), "segment") +
                " of " + std::to_string(progress.segments) +
                " done; nothing was changed by this run";
  problem.next =
      "look at the database and do by hand what is missing; then `aludel repair --applied`";
  throw Error(std::move(problem));
}

}  // namespace

CodeCompiler::CodeCompiler(const RunRequest& request, const Dialect& dialect, int server_version,
                           StartState start)
    : request_(request),
      dialect_(dialect),
      server_version_(server_version),
      start_(std::move(start)),
      foreseen_(state_now()) {}

Foreseen CodeCompiler::state_now() const {
  if (start_.session == nullptr)
    return replayed(applied_state(request_.graph, request_.own, start_.rows).applied);
  return {dialect_, [session = start_.session] { return inspect(*session).catalog; },
          &start_.session->connection(), start_.session->options().stop};
}

Foreseen CodeCompiler::replayed(const RevisionSet& applied) const {
  Foreseen state(dialect_, [] { return Catalog{}; });
  for (const Step& step : plan_upgrade(request_.graph, request_.own, {}, "heads").steps) {
    if (!applied.contains(step.revision)) continue;
    const Revision& revision = request_.graph[step.revision];
    if (revision.kind == RevisionKind::cpp) {
      replay(revision, state);
    } else if (revision.kind == RevisionKind::sql) {
      state.pass(compile_script(read_body(request_.read(revision), dialect_.sql()), Direction::up,
                                dialect_, server_version_, request_.variables));
    } else {
      state.lose_sight();
    }
  }
  return state;
}

void CodeCompiler::replay(const Revision& revision, Foreseen& state) const {
  try {
    (void)render_upgrade(revision, record_upgrade(revision, dialect_.name()),
                         {dialect_, server_version_, true}, state);
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::bad_operation).id) throw;
    state.lose_sight();  // it has run: the database held what none of the revisions makes
  }
}

Script CodeCompiler::compile(const Step& step) {
  const Revision& revision = request_.graph[step.revision];
  // A part of it is there already, so it cannot be rendered for what is there.
  if (start_.in_progress && start_.in_progress->revision == revision.id) {
    foreseen_.lose_sight();
    auto kept = kept_sections(revision, step.direction);
    if (!kept) refuse_without_text(*start_.in_progress);
    Script script = compile_text(std::move(*kept), step.direction);
    if (step.direction == Direction::up) script.said = said_as_begun(revision);
    return script;
  }
  return step.direction == Direction::up ? compile_upgrade(revision)
                                         : compile_downgrade(step.revision);
}

void CodeCompiler::pass(const Step& step, const Script& script) {
  if (start_.in_progress && start_.in_progress->revision == request_.graph[step.revision].id)
    return foreseen_.lose_sight();
  foreseen_.pass(script);
}

Script CodeCompiler::compile_upgrade(const Revision& revision) {
  if (!foreseen_.is_whole() && start_.session != nullptr)
    return script_at_its_turn(revision, Direction::up);
  Recording recording = record_upgrade(revision, dialect_.name());
  Said said = said_by(recording);
  std::string way_back;
  Script script = compile_recorded(
      revision, Direction::up, std::move(recording), [&](const RevisionBody& body) {
        if (revision.code->downgrade == nullptr && body.downgrade && !body.downgrade->irreversible)
          way_back = text_of(body.source, *body.downgrade);
      });
  script.way_back = std::move(way_back);
  script.said = std::move(said);
  return script;
}

Script CodeCompiler::compile_downgrade(RevisionIndex index) {
  const Revision& revision = request_.graph[index];
  if (revision.code->downgrade == nullptr) {
    // What is there by then changes nothing of it: what cannot be undone is told before all else.
    std::optional<SourceText> kept = kept_sections(revision, Direction::down);
    Script script = compile_derived(kept ? *std::move(kept) : derived(index));
    // What was kept may be older than the consent.
    const std::string& agreed = revision.code->allow_data_loss;
    if (!agreed.empty()) script.allow_data_loss = agreed;
    foreseen_.pass(script);
    return script;
  }
  if (!foreseen_.is_whole() && start_.session != nullptr)
    return script_at_its_turn(revision, Direction::down);
  return compile_recorded(revision, Direction::down,
                          record(revision, revision.code->downgrade, dialect_.name()),
                          [](const RevisionBody&) {});
}

SourceText CodeCompiler::derived(RevisionIndex index) const {
  const Revision& revision = request_.graph[index];
  RevisionSet only(request_.graph.size());
  only.insert(index);
  RevisionSet below = request_.graph.closure(only);
  below.erase(index);
  try {
    Foreseen before = replayed(below);
    return render_upgrade(revision, record_upgrade(revision, dialect_.name()),
                          {dialect_, server_version_}, before)
        .source;
  } catch (const Error& error) {
    const Diagnostic& found = error.diagnostic();
    if (found.code != info(Code::bad_operation).id) throw;
    Diagnostic problem = diagnostic(
        Code::not_reversible,
        (start_.session == nullptr
             ? std::string("the way back is derived from the revisions, since no database is asked")
             : "no way back was kept when it ran, and none can be derived from the revisions") +
            ": by what they make, " + found.message);
    problem.place = found.place;
    problem.next = "write a downgrade into " + revision.path;
    if (start_.session == nullptr)
      problem.next += "; or run it where a database tells what was kept (without `--sql`)";
    throw Error(std::move(problem));
  }
}

template <typename LookAtBody>
Script CodeCompiler::compile_recorded(const Revision& revision, Direction direction,
                                      Recording recording, const LookAtBody& look) {
  const auto render = [&](Recording said, bool rows_beside, Foreseen& foreseen) {
    const RenderingFor target{dialect_, server_version_, rows_beside};
    RenderedRevision rendered;
    try {
      rendered = direction == Direction::up
                     ? render_upgrade(revision, std::move(said), target, foreseen)
                     : render_downgrade(revision, std::move(said), target, foreseen);
    } catch (Error& error) {
      if (start_.session == nullptr) tell_what_is_known(error.diagnostic());
      throw;
    }
    RevisionBody body = read_body(std::move(rendered.source), dialect_.sql());
    look(body);
    Script script = compile_body(std::move(body), direction);
    hand_rows(script, rendered.rows);
    return script;
  };
  if (start_.session == nullptr || !has_many_rows(recording))
    return render(std::move(recording), false, foreseen_);
  Foreseen beyond = foreseen_;
  Script script = render(std::move(recording), true, beyond);
  // A run that ends between two segments goes on with the text that was kept: it needs the rows.
  if (script.segments.size() > 1) {
    const Migration& code = *revision.code;
    const auto say = direction == Direction::up ? code.upgrade : code.downgrade;
    return render(record(revision, say, dialect_.name()), false, foreseen_);
  }
  foreseen_ = std::move(beyond);
  return script;
}

Script CodeCompiler::compile_derived(SourceText source) const {
  const std::string file = source.name();
  try {
    Script script = compile_text(std::move(source), Direction::down);
    script.is_derived = true;
    return script;
  } catch (Error& error) {
    // No line of the C++ file says it.
    if (error.diagnostic().code == info(Code::not_reversible).id)
      error.diagnostic().place = Place{.file = file, .excerpt = {}, .label = {}};
    throw;
  }
}

Script CodeCompiler::compile_text(SourceText source, Direction direction) const {
  return compile_body(read_body(std::move(source), dialect_.sql()), direction);
}

Script CodeCompiler::compile_body(RevisionBody body, Direction direction) const {
  Script script = compile_script(std::move(body), direction, dialect_, server_version_, {});
  script.foreign_keys_off = rebuilds_tables(script);
  // Rows that a program inserts are in the database already, and the program can say them again.
  if (script.text.size() > largest_kept_text && script.segments.size() == 1) script.text.clear();
  // The settings come back behind it.
  script.changes_session = script.changes_session || script.foreign_keys_off;
  return script;
}

std::optional<SourceText> CodeCompiler::kept_sections(const Revision& revision,
                                                      Direction needed) const {
  if (start_.session == nullptr) return std::nullopt;
  const std::vector<JournalRecord> rows =
      read_journal(*start_.session, {.name = revision.id, .run_id = {}, .limit = 0});
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->event == "said" || row->event == "accepted") continue;  // their text is C++
    const std::string& digest =
        needed == Direction::up ? row->upgrade_digest : row->downgrade_digest;
    if (digest.empty()) continue;
    if (const auto text = kept_text(*start_.session, digest))
      return SourceText(revision.path, "-- aludel:" + std::string(name_of(needed)) + "\n" + *text,
                        {1});
  }
  return std::nullopt;
}

std::optional<Said> CodeCompiler::said_as_begun(const Revision& revision) const {
  std::optional<Said> said;
  try {
    said = said_by(record_upgrade(revision, dialect_.name()));
  } catch (const Error&) {
    return said;  // what it was begun with is kept, and runs whatever the program says now
  }
  if (!said->text.empty() && !kept_text(*start_.session, said->digest)) said.reset();
  return said;
}

Script CodeCompiler::script_at_its_turn(const Revision& revision, Direction direction) const {
  Script script = compile_text(
      SourceText(revision.path, "-- aludel:" + std::string(name_of(direction)), {1}), direction);
  script.at_its_turn = true;
  return script;
}

}  // namespace aludel
