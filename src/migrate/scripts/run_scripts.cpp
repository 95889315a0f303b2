#include "migrate/scripts/run_scripts.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/borrowed_session.hpp"
#include "migrate/ensure_bookkeeping.hpp"
#include "migrate/failure.hpp"
#include "migrate/journal_read.hpp"
#include "migrate/loss_review.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/own_tables.hpp"
#include "migrate/resume.hpp"
#include "migrate/run.hpp"
#include "migrate/run_failure.hpp"
#include "migrate/scripts/replaced_objects.hpp"
#include "migrate/scripts/script_rebuild.hpp"
#include "migrate/step_runner.hpp"
#include "migrate/told_whole.hpp"
#include "revision/applied.hpp"
#include "revision/resolve.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

void add_with_required(const ScriptRequest& request, const std::string& name,
                       std::set<std::string>& wanted) {
  const RepeatableScript& script = script_named(request.scripts, name, request.kind);
  if (!wanted.insert(script.name).second) return;
  for (const std::string& required : script.required) add_with_required(request, required, wanted);
}

class ScriptRun {
 public:
  ScriptRun(Session& session, const ScriptRequest& request)
      : session_(session), request_(request) {}

  /// Without the lock, and for a run that comes behind an upgrade: what that brings is not asked
  /// for.
  bool prepare() {
    look_at_states();
    check_revisions(false);
    if (pending_.empty()) return false;
    compile_all();
    review();
    return true;
  }

  ScriptReport execute() {
    look(false);
    if (pending_.empty()) return result_;
    compile_all();
    review();
    const MigrationLock lock(session_);
    ensure_bookkeeping(session_);
    const std::size_t planned = pending_.size();
    look(true);
    result_.by_others = static_cast<int>(planned - std::min(planned, pending_.size()));
    total_ = pending_.size();
    compile_all();
    review();
    review_.tell(inputs());
    while (!pending_.empty()) {
      if (!run_next()) look(true);
    }
    if (request_.rows.finish) request_.rows.finish(session_, state_);
    finish_run();
    result_.losses = review_.losses_of(result_.scripts);
    return result_;
  }

  void complete(Error& error) const {
    const auto done = static_cast<long long>(result_.scripts.size());
    const std::string now = done == 0 ? "nothing was changed by this run"
                                      : "this run did " + counted(done, request_.kind);
    aludel::complete(error.diagnostic(), now, request_.command);
    complete_of_files(error, now, request_.command);
  }

 private:
  void look(bool locked) {
    look_at_states();
    if (state_.in_progress) refuse_half_way_revision();
    check_revisions(true);
    if (request_.rows.arrange && !pending_.empty())
      request_.rows.arrange(session_, pending_, locked);
  }

  void look_at_states() {
    state_ = read_state(session_);
    forget_stale_progress(state_, request_.graph, request_.own);
    pending_ = pending_scripts(request_, read_script_records(session_, request_.kind));
    // What this run did is not done again, whatever the script says of itself.
    std::erase_if(pending_, [&](const ScriptState& state) {
      return std::ranges::find(result_.scripts, state.script->name, &RanStep::revision) !=
             result_.scripts.end();
    });
  }

  [[nodiscard]] std::string kind() const { return std::string(request_.kind); }

  /// What a script does not find may be what revisions make that are not applied.
  void tell_pending_revisions(Diagnostic& problem) const {
    constexpr std::array<std::string_view, 4> missing{"42P01", "42703", "42883", "42704"};
    const bool is_missing = std::ranges::find(missing, problem.sqlstate) != missing.end() ||
                            (problem.place && problem.place->label.starts_with("no such "));
    const RevisionSet pending =
        request_.own - applied_state(request_.graph, request_.own, state_.rows).applied;
    const auto count = std::distance(pending.begin(), pending.end());
    if (!is_missing || count == 0) return;
    problem.notes.push_back(counted(count, "revision is", "revisions are") +
                            " not applied, and may make what is missing");
    problem.next = "`aludel upgrade" + request_.flags + "`, then `" + request_.command + "`";
  }

  [[noreturn]] void refuse_half_way_revision() const {
    const InProgress& progress = *state_.in_progress;
    Diagnostic problem = diagnostic(Code::half_way, progress.title() + " stopped half-way, and " +
                                                        kind() + "s run on whole revisions");
    problem.now = "nothing was changed by this run";
    problem.next = "`" + command_to_finish(progress, request_.graph) + request_.flags +
                   "` finishes it; then `" + request_.command + "`";
    throw Error(std::move(problem));
  }

  /// The revisions that pending scripts come after are there, and where it matters applied.
  void check_revisions(bool are_applied) const {
    const RevisionSet applied = applied_state(request_.graph, request_.own, state_.rows).applied;
    std::vector<Diagnostic> problems;
    for (const ScriptState& state : pending_) {
      const SourceText& source = state.script->body.source;
      for (const Directive& directive : state.script->after) {
        for (const std::string& word : directive.words) {
          try {
            const RevisionIndex revision = find_revision(request_.graph, word);
            if (!are_applied || applied.contains(revision)) continue;
            Diagnostic problem = diagnostic(
                Code::script_too_early,
                kind() + " " + state.script->name + " comes after revision " +
                    titled(request_.graph[revision].id, request_.graph[revision].message) +
                    ", which is not applied");
            problem.next =
                "`aludel upgrade" + request_.flags + "`, then `" + request_.command + "`";
            problem.place = source.place(directive.span);
            problems.push_back(std::move(problem));
          } catch (const Error& error) {
            problems.push_back(error.diagnostic());
            problems.back().place = source.place(directive.span);
          }
        }
      }
    }
    for (Diagnostic& problem : problems) problem.now = "nothing was changed by this run";
    if (!problems.empty()) throw Error(std::move(problems));
  }

  void compile_all() {
    std::vector<Diagnostic> problems;
    for (const ScriptState& state : pending_) {
      const RepeatableScript& script = *state.script;
      if (script.csv || compiled_.contains(script.name)) continue;
      try {
        const Script& made =
            compiled_
                .emplace(script.name,
                         compile_script(script.body, Direction::up, session_.dialect(),
                                        session_.connection().server_version(), request_.variables))
                .first->second;
        check_needs_no_session(session_, made);
        refuse_own_tables(made, session_.dialect(), session_.connection().server_version(),
                          session_.bookkeeping(), session_.options().version_table);
        called_.emplace(script.name, as_revision(script));
      } catch (const Error& error) {
        for (Diagnostic problem : error.report()) {
          problem.message = kind() + " " + script.name + ": " + problem.message;
          if (problem.now.empty()) problem.now = "nothing was changed";
          problems.push_back(std::move(problem));
        }
      }
    }
    if (!problems.empty()) throw Error(std::move(problems));
  }

  static Script one_segment() {
    Script script;
    script.segments.emplace_back();
    return script;
  }

  /// What a review of losses calls it by.
  static Revision as_revision(const RepeatableScript& script) {
    Revision revision;
    revision.id = script.name;
    revision.message = script.message;
    revision.path = script.path;
    return revision;
  }

  [[nodiscard]] std::vector<PlanInput> inputs() const {
    std::vector<PlanInput> result;
    for (const ScriptState& state : pending_) {
      if (!state.script->csv)
        result.push_back({&called_.at(state.script->name), &compiled_.at(state.script->name), 0});
    }
    return result;
  }

  void review() { review_.look(inputs(), shown_rows(state_.rows)); }

  /// Where the next one is to begin. One that was changed since it stopped begins anew, if it may
  /// run any number of times.
  void resume(const ScriptState& next, Script& script) {
    state_.in_progress = read_progress(session_, request_.kind, next.script->name);
    if (!state_.in_progress) return;
    try {
      Script fitted = script;
      fit_to_resume(fitted, *state_.in_progress);
      script = std::move(fitted);
    } catch (const Error&) {
      if (next.script->run == RunWhen::once) throw;
      session_.tell(Remark{kind() + " " + next.script->name +
                           " was changed since it stopped half-way: it begins anew"});
      // What an index build left behind is cleaned up; what it did otherwise may be done again.
      if (state_.in_progress->intent)
        (void)settle_intent(session_, script, *state_.in_progress, true);
      state_.in_progress.reset();
    }
  }

  /// @return false where another runner was there first
  bool run_next() {
    const ScriptState next = pending_.front();
    const auto begin = Clock::now();
    StepProgress progress;
    StepWork work;
    work.kind = kind();
    work.repeatable = next.script->run != RunWhen::once;
    work.revision = next.script->name;
    work.message = next.script->message;
    work.index = total_ - std::min(total_, pending_.size()) + 1;
    work.total = total_;
    work.rows_after = state_.rows;
    work.reason = review_.reason_for(next.script->name);
    std::size_t done = 1;
    try {
      if (next.script->csv) {
        work.script = &whole_;
        done = request_.rows.run(session_, state_, pending_, total_, progress);
      } else {
        Script& script = compiled_.at(next.script->name);
        work.script = &script;
        resume(next, script);
        run_replacing(next, work, progress);
        tell_left_behind(next.record.digest, script);
      }
    } catch (const StateMoved&) {
      if (session_.connection().usable()) session_.clean();
      return false;
    } catch (Error& error) {
      tell_failed_step(session_,
                       {.command = request_.command,
                        .flags = request_.flags,
                        .variables = request_.variables,
                        .direction = Direction::up,
                        .one_transaction = false},
                       {work, progress, state_, pending_.size(), !next.record.digest.empty()},
                       error.diagnostic());
      tell_pending_revisions(error.diagnostic());
      throw;
    }
    state_.in_progress.reset();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    for (; done > 0; --done) {
      const RepeatableScript& script = *pending_.front().script;
      result_.scripts.push_back({script.name, script.message, Direction::up, took});
      pending_.erase(pending_.begin());
    }
    return true;
  }

  /// A script that may run again replaces what it defines, and what depends on that is made again:
  /// where the text says so, and where the database refuses a definition for that reason.
  void run_replacing(const ScriptState& state, StepWork& work, StepProgress& progress) {
    const SqlDialect dialect = session_.dialect().sql();
    std::vector<Replacement> replacements;
    // What is there before a script ran for the first time is somebody else's.
    const bool may_replace =
        work.repeatable && (!state.record.digest.empty() || state.record.half_way);
    if (may_replace) replacements = replaced_by_text(*work.script, dialect);
    while (true) {
      plan_rebuilds(work, replacements);
      try {
        run_step(session_, work, state_, progress);
        break;
      } catch (const Error& error) {
        const bool again = may_replace && add_replaced(*work.script, progress.statement,
                                                       error.diagnostic(), dialect, replacements);
        if (!again) throw;
      }
      session_.clean();  // fails where the connection was lost on the way back
      resume(pending_.front(), compiled_.at(work.revision));
      progress = {};
    }
    for (const auto& [segment, rebuild] : work.rebuilds) {
      if (!rebuild.dependents.empty())
        session_.tell(
            Remark{"made again behind " + work.revision + ": " + join(rebuild.dependents, ", ")});
    }
  }

  std::string text_before(const std::string& digest) {
    try {
      return kept_text(session_, digest).value_or("");
    } catch (const Error&) {
      return {};  // the script has run: what goes wrong now is the next statement's to tell
    }
  }

  /// What the text that ran before made and no script makes now is there still, and is named.
  void tell_left_behind(const std::string& digest_before, const Script& script) {
    if (digest_before.empty() || digest_before == script.digest()) return;
    const SqlDialect dialect = session_.dialect().sql();
    std::vector<ReplacedObject> now;
    for (const RepeatableScript& each : request_.scripts) {
      if (!each.body.upgrade || each.csv) continue;
      const auto made = made_objects(text_of(each.body.source, *each.body.upgrade), dialect);
      now.insert(now.end(), made.begin(), made.end());
    }
    const auto before = made_objects(text_before(digest_before), dialect);
    for (const LeftBehind& each : left_behind(session_, script, before, now))
      session_.tell(Remark{each.object + " is left from how " + pending_.front().script->name +
                           " read before; where nothing needs it: `" + each.drop + "`"});
  }

  void plan_rebuilds(StepWork& work, const std::vector<Replacement>& replacements) {
    for (const Replacement& each : replacements) {
      Rebuild rebuild = plan_rebuild(session_, *work.script, each);
      if (!rebuild.impossible.empty()) refuse_rebuild(work, rebuild);
      work.rebuilds[each.segment] = std::move(rebuild);
    }
  }

  [[noreturn]] void refuse_rebuild(const StepWork& work, const Rebuild& rebuild) const {
    Diagnostic problem = diagnostic(
        Code::statement_refused, kind() + " " + work.revision +
                                     " replaces what others depend on that cannot be made again by "
                                     "themselves");
    for (const std::string& object : rebuild.impossible) problem.notes.push_back(object);
    problem.next = "drop and make these in the script, or change the definition in a revision";
    throw Error(std::move(problem));
  }

  /// As a run of revisions: the one commit that is not asynchronous.
  void finish_run() {
    if (result_.scripts.empty()) return;
    JournalEntry entry;
    entry.kind = "run";
    entry.name = kind() + "s";
    entry.direction = Direction::up;
    entry.event = "done";
    entry.detail = counted(static_cast<long long>(result_.scripts.size()), request_.kind);
    entry.duration_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_).count();
    session_.in_transaction(
        {journal_insert(session_.dialect(), session_.bookkeeping(), session_.run(), entry)});
  }

  Session& session_;
  const ScriptRequest& request_;
  DatabaseState state_;
  std::vector<ScriptState> pending_;
  std::map<std::string, Script> compiled_;
  const Script whole_ = one_segment();  ///< stands for a file that is not SQL
  std::map<std::string, Revision> called_;
  LossReview review_{session_, request_.consent};
  ScriptReport result_;
  std::size_t total_ = 0;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

std::vector<ScriptState> pending_scripts(const ScriptRequest& request,
                                         const std::map<std::string, ScriptRecord>& records) {
  std::set<std::string> wanted;
  for (const std::string& name : request.only) add_with_required(request, name, wanted);
  std::vector<ScriptState> pending;
  for (ScriptState& state : script_states(request.scripts, records)) {
    const std::string& name = state.script->name;
    if (!request.only.empty() && !wanted.contains(name)) continue;
    const bool named = std::ranges::any_of(request.only, [&](const std::string& only) {
      return find_script(request.scripts, only)->name == name;
    });
    const bool again = request.again && named && state.need != ScriptNeed::other_database;
    if (state.pending() || again) pending.push_back(std::move(state));
  }
  return pending;
}

bool scripts_have_work(Session& session, const ScriptRequest& request) {
  return told_whole(ScriptRun(session, request), [](ScriptRun& work) { return work.prepare(); });
}

ScriptReport run_scripts(Session& session, const ScriptRequest& request) {
  return told_whole(ScriptRun(session, request), [](ScriptRun& work) { return work.execute(); });
}

}  // namespace aludel
