#include "migrate/run.hpp"

#include <algorithm>
#include <map>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/borrowed_session.hpp"
#include "migrate/changed_files.hpp"
#include "migrate/compile_steps.hpp"
#include "migrate/ensure_bookkeeping.hpp"
#include "migrate/failure.hpp"
#include "migrate/loss_review.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/one_transaction.hpp"
#include "migrate/own_tables.hpp"
#include "migrate/relative_run.hpp"
#include "migrate/resume.hpp"
#include "migrate/run_failure.hpp"
#include "migrate/step_runner.hpp"
#include "migrate/told_whole.hpp"
#include "revision/applied.hpp"
#include "revision/section.hpp"
#include "revision/target.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

class Run {
 public:
  Run(Session& session, const RunRequest& request)
      : session_(session), request_(request), graph_(request.graph) {}

  /// All that can be known without the lock. Relative targets count from here. A revision that is
  /// half-way may be another run's that is alive: only the lock tells.
  /// @return false where nothing is to be done
  bool prepare() {
    look();
    result_.rows_before = result_.rows_after = state_.rows;
    refuse_changed_files(session_, request_, state_);
    look_for_stopped_run();
    if (state_.in_progress) return true;
    plan();
    if (steps_.empty()) return stopped_.has_value();
    compile_all();
    review_.look(inputs(), shown_rows(state_.rows));
    return true;
  }

  Report execute() {
    if (!prepare()) return result_;
    const bool planned = !state_.in_progress;
    const MigrationLock lock(session_);
    check_ids_fit();
    ensure_bookkeeping(session_);
    if (planned) {
      replan();
    } else {
      look();
      plan();
      compile_all();
    }
    check_needs_no_session(session_, state_);
    total_ = steps_.size();
    review();
    begin_run();
    while (!steps_.empty()) {
      if (run_some()) continue;
      replan(true);
      review();
    }
    finish_run();
    result_.losses = review_.losses_of(result_.steps);
    result_.rows_after = state_.rows;
    return result_;
  }

  /// What fails outside of a step, in looking, in waiting for a turn, changes nothing.
  void complete(Error& error) const {
    const auto done = static_cast<long long>(result_.steps.size());
    const std::string now = done == 0 ? "nothing was changed by this run"
                                      : "this run did " + counted(done, "revision") +
                                            "; the database is at " + shown_rows(state_.rows);
    aludel::complete(error.diagnostic(), now, command_of(request_));
    complete_of_files(error, now, command_of(request_));
  }

 private:
  void look() {
    state_ = read_state(session_);
    forget_stale_progress(state_, graph_, request_.own);
    note_objects();
  }

  /// Where no lock is held between steps, whoever else changes objects is seen by their count.
  void note_objects() {
    if (session_.dialect().takes_turns())
      objects_ = session_.connection().query("PRAGMA schema_version").rows.at(0).at(0).value_or("");
  }

  [[nodiscard]] bool is_relative() const { return parse_target(request_.target).relative(); }

  /// The same command again goes on with what was stopped, and does no more than that run was to.
  void look_for_stopped_run() {
    if (is_relative() && !request_.one_transaction)
      stopped_ = steps_of_stopped_run(session_, request_);
  }

  void plan() {
    if (stopped_) {
      if (const auto left = steps_left(request_, state_, *stopped_)) {
        steps_ = *left;
        return;
      }
      stopped_.reset();
    }
    steps_ = plan_run(request_, state_);
  }

  void begin_run() {
    if (!is_relative() || request_.one_transaction || stopped_ || steps_.empty()) return;
    session_.in_transaction({journal_insert(session_.dialect(), session_.bookkeeping(),
                                            session_.run(), begin_of_run(request_, steps_))});
    begun_ = true;
    replan();  // where transactions are the lock others may have been faster
  }

  /// What would be lost, of the very steps that run: when they are other ones by now, it is looked
  /// at anew.
  void review() {
    const std::vector<PlanInput> steps = inputs();
    review_.look(steps, shown_rows(state_.rows));
    review_.tell(steps);
  }

  [[nodiscard]] std::vector<PlanInput> inputs() const {
    std::vector<PlanInput> result;
    for (const Step& step : steps_) {
      const Revision& revision = graph_[step.revision];
      const bool half_way = state_.in_progress && state_.in_progress->revision == revision.id;
      result.push_back({&revision, &scripts_.at(step.revision),
                        half_way ? state_.in_progress->done() : 0,
                        half_way ? state_.in_progress->batch : std::nullopt});
    }
    return result;
  }

  /// One step, or all in one transaction; false when another runner was there first.
  bool run_some() {
    try {
      request_.one_transaction ? run_all_while_locked() : run_next();
      return true;
    } catch (const StateMoved&) {
      // What a part of a revision did to the session is not the next one's.
      if (session_.connection().usable()) session_.clean();
      return false;
    } catch (Error& error) {
      tell_failed_step(session_,
                       {.command = command_of(request_),
                        .flags = request_.flags,
                        .variables = request_.variables,
                        .direction = request_.direction,
                        .one_transaction = request_.one_transaction},
                       {current_, progress_, state_, steps_.size()}, error.diagnostic());
      throw;
    }
  }

  void compile_all() {
    compile_steps(request_, steps_, session_.dialect(), session_.connection().server_version(),
                  {.session = &session_, .in_progress = state_.in_progress}, scripts_,
                  [this](const Script& script) {
                    check_needs_no_session(session_, script);
                    refuse_own_tables(script, session_.dialect(),
                                      session_.connection().server_version(),
                                      session_.bookkeeping(), session_.options().version_table);
                  });
  }

  void check_ids_fit() {
    const auto width = session_.bookkeeping().has_version ? session_.bookkeeping().version_width
                       : session_.bookkeeping().table == "alembic_version" ? std::optional<int>(32)
                                                                           : std::nullopt;
    if (!width) return;
    for (const Step& step : steps_) {
      const std::string& id = graph_[step.revision].id;
      if (character_count(id) <= static_cast<std::size_t>(*width)) continue;
      Diagnostic problem = diagnostic(Code::bad_revision_id,
                                      "the revision id " + id + " is longer than the column " +
                                          session_.bookkeeping().table + ".version_num (" +
                                          std::to_string(*width) + " characters)");
      problem.now = "nothing was changed";
      problem.next = "give the revision a shorter id, or widen the column";
      throw Error(std::move(problem));
    }
  }

  [[nodiscard]] RunningRows running_rows() const {
    return {graph_, request_.own, applied_and_half_down(graph_, request_.own, state_)};
  }

  [[nodiscard]] std::vector<std::string> rows_after(RunningRows& running, const Step& step) const {
    step.direction == Direction::up ? running.insert(step.revision) : running.erase(step.revision);
    return sorted_ids(graph_, running.rows());
  }

  [[nodiscard]] StepWork work_for(const Step& step, RunningRows& running) {
    const Revision& revision = graph_[step.revision];
    Script& script = scripts_.at(step.revision);
    if (state_.in_progress) fit_to_resume(script, *state_.in_progress);
    StepWork work;
    work.revision = revision.id;
    work.message = revision.message;
    work.script = &script;
    work.index = total_ - steps_.size() + 1;
    work.total = total_;
    work.rows_after = rows_after(running, step);
    work.reason = review_.reason_for(revision.id);
    // Of a revision that is half-way there is nothing but the text that was kept.
    if (script.foreign_keys_off && !state_.in_progress) work.objects = objects_;
    return work;
  }

  /// What stands before it has run by now.
  void render_at_its_turn(const Step& step) {
    if (!scripts_.at(step.revision).at_its_turn) return;
    scripts_.erase(step.revision);
    compile_all();
    review();
  }

  void run_next() {
    if (!running_) running_ = running_rows();
    const Step step = steps_.front();
    progress_ = {};
    render_at_its_turn(step);
    current_ = work_for(step, *running_);
    const auto begin = Clock::now();
    run_step(session_, current_, state_, progress_);
    if (!progress_.objects.empty()) objects_ = progress_.objects;
    state_.in_progress.reset();
    keep(step, begin);
    steps_.erase(steps_.begin());
  }

  /// A lock that is not had in time rolls all of it back, so all of it is tried again.
  void run_all_while_locked() {
    const auto begin = Clock::now();
    for (int attempt = 2;; ++attempt) {
      session_.watch().attempt(attempt - 1);
      try {
        return run_all_in_one();
      } catch (const Error& error) {
        const bool again = error.diagnostic().retryable && !session_.dialect().takes_turns() &&
                           Clock::now() - begin < session_.options().lock_retry;
        if (!again) throw;
        session_.tell(Retrying{error.diagnostic().message, attempt, std::chrono::seconds(1)});
      }
      pause(std::chrono::seconds(1), session_.options().stop);
    }
  }

  void run_all_in_one() {
    check_one_transaction(
        session_, graph_, steps_,
        [this](RevisionIndex revision) -> const Script& { return scripts_.at(revision); });
    RunningRows running = running_rows();
    const std::vector<Step> steps = steps_;
    const bool foreign_keys_off = may_make_tables_anew();
    bool changes_session = foreign_keys_off;
    const DatabaseState state = state_;
    std::vector<Event> done;  // told when it is true: at the end
    const EventSink sink = session_.options().sink;
    session_.replace_sink([&](const Event& event) {
      const bool is_done =
          std::holds_alternative<StepDone>(event) || std::holds_alternative<SegmentDone>(event);
      is_done ? done.push_back(event) : sink(event);
    });
    try {
      for (const Step& step : steps) {
        progress_ = {};
        render_at_its_turn(step);
        Script& script = scripts_.at(step.revision);
        script.foreign_keys_off = foreign_keys_off;
        // What one of them has set comes back behind the transaction, whatever step is its last.
        changes_session = script.changes_session = changes_session || script.changes_session;
        current_ = work_for(step, running);
        current_.opens_transaction = step == steps.front();
        current_.closes_transaction = step == steps.back();
        const auto begin = Clock::now();
        run_step(session_, current_, state_, progress_);
        state_.in_progress.reset();
        keep(step, begin);
        steps_.erase(steps_.begin());
      }
    } catch (...) {
      // With all steps that were in it; what fails between two of them has not done so. The row
      // that tells of the failure would commit them.
      session_.roll_back();
      session_.replace_sink(sink);
      state_ = state;
      steps_ = steps;
      result_.steps.clear();
      throw;
    }
    session_.replace_sink(sink);
    for (const Event& event : done) sink(event);
  }

  /// Foreign keys cannot be set in the midst of a transaction, and what is rendered at its turn may
  /// make tables of SQLite anew.
  [[nodiscard]] bool may_make_tables_anew() const {
    return std::ranges::any_of(steps_, [this](const Step& step) {
      const Script& script = scripts_.at(step.revision);
      return script.foreign_keys_off ||
             (script.at_its_turn && session_.dialect().sql() == SqlDialect::sqlite);
    });
  }

  void keep(const Step& step, Clock::time_point begin) {
    result_.steps.push_back(
        {graph_[step.revision].id, graph_[step.revision].message, step.direction,
         std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin)});
  }

  /// The database is not as the plan found it. An absolute target is planned anew; a relative one
  /// counts from what was seen first, so what others did is taken off its plan.
  /// @param moved  the objects may be others, whatever the rows say
  void replan(bool moved = false) {
    const DatabaseState seen = state_;
    const std::string seen_objects = objects_;
    const std::size_t before = steps_.size();
    look();
    running_.reset();
    if (is_relative()) {
      keep_what_is_left();
    } else {
      steps_ = plan_run(request_, state_);
    }
    if (moved || state_ != seen) forget_rendered();
    compile_all();
    if (steps_.size() < before) result_.by_others += static_cast<int>(before - steps_.size());
    const bool same = state_ == seen && objects_ == seen_objects && steps_.size() == before;
    refused_ = same ? refused_ + 1 : 0;
    if (refused_ > 3) {
      refuse(
          "the version table did not take the change, and nobody else changed it: a rule, a "
          "trigger or a policy may stand before it");
    }
  }

  /// What is in C++ was rendered for a database that is another one by now.
  void forget_rendered() {
    std::erase_if(scripts_, [this](const auto& each) {
      return graph_[each.first].kind == RevisionKind::cpp;
    });
  }

  void keep_what_is_left() {
    if (steps_.empty()) return;
    std::optional<std::vector<Step>> left = steps_left(request_, state_, steps_);
    if (!left) refuse("another run changed the database in a way that this one cannot go on from");
    steps_ = std::move(*left);
  }

  [[noreturn]] void refuse(std::string message) const {
    Diagnostic problem = diagnostic(Code::rows_moved, std::move(message));
    problem.now = "the database is at " + shown_rows(state_.rows) + "; this run did " +
                  counted(static_cast<long long>(result_.steps.size()), "revision");
    problem.next = "`aludel status" + request_.flags + "`, then this command again";
    throw Error(std::move(problem));
  }

  /// The run's own row is the one that is committed synchronously: with it all before it is on
  /// disk.
  void finish_run() {
    if (result_.steps.empty() && !stopped_ && !begun_) return;
    if (result_.steps.empty() && stopped_)
      session_.tell(Remark{"the run of `" + command_of(request_) +
                           "` that was stopped had done all of it; the same command again counts "
                           "from here"});
    JournalEntry entry;
    entry.kind = "run";
    entry.name = request_.target;
    entry.direction = request_.direction;
    entry.event = "done";
    entry.detail = counted(static_cast<long long>(result_.steps.size()), "revision");
    entry.duration_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_).count();
    try {
      session_.in_transaction(
          {journal_insert(session_.dialect(), session_.bookkeeping(), session_.run(), entry)});
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      problem.now = session_.dialect().takes_turns()
                        ? "all steps ran and are kept; the journal may lack its row of this run"
                        : "all steps ran; that they are on the server's disk was not confirmed";
      problem.next = "`" + command_of(request_) + "` again: it looks at what is there";
      throw;
    }
  }

  Session& session_;
  const RunRequest& request_;
  const RevisionGraph& graph_;
  DatabaseState state_;
  std::vector<Step> steps_;                   ///< what is left
  std::optional<std::vector<Step>> stopped_;  ///< of an earlier run that this one finishes
  std::size_t total_ = 0;
  Scripts scripts_;
  bool begun_ = false;  ///< in the journal
  LossReview review_{session_, request_.consent};
  std::optional<RunningRows> running_;
  StepWork current_;
  StepProgress progress_;
  Report result_;
  std::string objects_;  ///< SQLite's count of changes to them, when they were seen last
  int refused_ = 0;      ///< times in a row that nothing had changed
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

void refuse_changed_files(Session& session, const RunRequest& request, const DatabaseState& state) {
  if (request.direction == Direction::down) return;
  const auto changed =
      changed_files(session, request.graph,
                    applied_state(request.graph, request.own, state.rows).applied, request.read);
  auto problems = changed_upgrades(session, request.graph, changed, request.read, request.flags);
  for (Diagnostic& problem : problems)
    problem.now = "nothing was changed; the database is at " + shown_rows(state.rows);
  if (!problems.empty()) throw Error(std::move(problems));
  if (changed.empty()) return;
  session.tell(Remark{counted(static_cast<long long>(changed.size()), "applied file") +
                      " changed since, in comments or downgrades alone (`aludel status" +
                      request.flags + "`)"});
}

bool has_work(Session& session, const RunRequest& request) {
  return told_whole(Run(session, request), [](Run& work) { return work.prepare(); });
}

Report run(Session& session, const RunRequest& request) {
  return told_whole(Run(session, request), [](Run& work) { return work.execute(); });
}

}  // namespace aludel
