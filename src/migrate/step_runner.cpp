#include "migrate/step_runner.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "migrate/failure.hpp"
#include "migrate/migration_lock.hpp"
#include "migrate/pipeline.hpp"
#include "migrate/resume.hpp"
#include "migrate/statement_watch.hpp"
#include "migrate/version_rows_sql.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class StepRunner {
 public:
  StepRunner(Session& session, const StepWork& work, DatabaseState& state, StepProgress& progress)
      : session_(session), work_(work), script_(*work.script), state_(state), progress_(progress) {}

  void run() {
    const auto begin = Clock::now();
    first_ = state_.in_progress ? state_.in_progress->done() : 0;
    progress_.segments_done = first_;
    session_.tell(StepStarted{work_.revision, first_line(), script_.direction, work_.index,
                              work_.total, count(), first_});
    if (session_.is_dirty()) session_.clean();
    if (state_.in_progress && state_.in_progress->intent) settle_open_intent();
    for (int k = first_; k < count(); ++k) run_segment(k);
    session_.tell(StepDone{work_.revision, first_line(), script_.direction, script_.statement_count,
                           count(), count() == 1, elapsed(begin)});
  }

 private:
  [[nodiscard]] int count() const { return static_cast<int>(script_.segments.size()); }
  [[nodiscard]] std::string first_line() const {
    return work_.message.substr(0, work_.message.find('\n'));
  }
  [[nodiscard]] const Segment& segment(int k) const {
    return script_.segments[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] bool is_last(int k) const { return k + 1 == count(); }
  static milliseconds elapsed(Clock::time_point begin) {
    return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
  }

  /// The version row comes with the last segment on the way up, and goes with the first on the way
  /// down.
  [[nodiscard]] bool moves_rows(int k) const {
    return script_.direction == Direction::up ? is_last(k) : k == 0;
  }

  void run_segment(int k) {
    const auto begin = Clock::now();
    if (segment(k).autocommit) {
      run_autocommit(k);
    } else {
      repeat_while_locked([&] { run_transaction(k); });
    }
    progress_.segments_done = k + 1;
    progress_.intent_open = false;
    session_.tell(
        SegmentDone{work_.revision, k + 1, count(), segment(k).autocommit, elapsed(begin)});
  }

  [[nodiscard]] TransactionOptions transaction_options() const {
    TransactionOptions options;
    options.lock_timeout = script_.timeouts.lock.value_or(session_.options().lock_timeout);
    options.statement_timeout = script_.timeouts.statement ? script_.timeouts.statement
                                                           : session_.options().statement_timeout;
    return options;
  }

  /// A lock that is not had in time rolls the whole transaction back, so all of it is tried again.
  template <typename Attempt>
  void repeat_while_locked(Attempt attempt) {
    const auto begin = Clock::now();
    std::minstd_rand jitter(static_cast<unsigned>(begin.time_since_epoch().count()));
    milliseconds delay{100};
    for (int tries = 1;; ++tries) {
      session_.watch().attempt(tries);
      try {
        return attempt();
      } catch (const Error& error) {
        const Diagnostic& problem = error.diagnostic();
        const bool again = problem.retryable && work_.opens_transaction &&
                           !session_.dialect().takes_turns() &&
                           elapsed(begin) < session_.options().lock_retry;
        if (!again) throw;
        session_.tell(Retrying{problem.message + (problem.place ? ": " + problem.place->label : ""),
                               tries + 1, delay});
      }
      pause(delay + milliseconds(jitter() % 100), session_.options().stop);
      delay = std::min(delay * 2, milliseconds(5000));
    }
  }

  /// @param current  the file's statement that runs now; null: one of ours
  [[nodiscard]] WatchedWork watched_work(int k, milliseconds lock_timeout,
                                         std::function<const ScriptStatement*()> current) const {
    WatchedWork work;
    work.revision = work_.revision;
    work.direction = script_.direction;
    work.segment = k + 1;
    work.statements = script_.statement_count;
    work.lock_timeout = lock_timeout;
    work.statement = [current] {
      const ScriptStatement* statement = current();
      return statement == nullptr ? 0 : statement->number;
    };
    work.bytes = [this, current]() -> std::optional<long long> {
      const ScriptStatement* statement = current();
      const auto rows = statement == nullptr ? std::nullopt : rows_of(*statement);
      return rows ? std::optional<long long>(rows->size()) : std::nullopt;
    };
    return work;
  }

  void run_transaction(int k) {
    const Segment& work = segment(k);
    Pipeline pipeline;
    owners_.clear();
    TransactionOptions options = transaction_options();
    // The run's own last row is committed synchronously, behind all of these.
    options.asynchronous_commit = true;
    const auto replayed = session_statements_before(k);
    const bool by_turns = session_.dialect().takes_turns();
    if (by_turns) {  // its PRAGMAs do nothing inside a transaction
      for (const ScriptStatement* statement : replayed) session_.connection().query(statement->sql);
    }
    auto own = work.statements.begin();
    open(pipeline, options,
         own != work.statements.end() && must_be_first(*own) ? &*own++ : nullptr);
    if (!by_turns) {
      for (const ScriptStatement* statement : replayed) add_statement(pipeline, *statement);
    }
    for (; own != work.statements.end(); ++own) add_statement(pipeline, *own);
    if (is_last(k)) {
      for (const ScriptStatement& query : script_.verify) add_verify(pipeline, query);
    }
    // Where only the client can measure, the journal row is made behind the statements.
    const bool server_measures = !session_.dialect().journal_expressions().duration.empty();
    if (server_measures) finish_segment(pipeline, k, std::nullopt);

    std::size_t done = 0;
    // The answers to our statements before the revision's first may come together with its own.
    const auto current = [&] {
      const auto owner = owners_.lower_bound(done);
      return owner == owners_.end() ? nullptr : owner->second;
    };
    const StatementWatch::During watched(session_.watch(),
                                         watched_work(k, options.lock_timeout, current));
    try {
      started_ = Clock::now();
      bool whole = pipeline.run(session_.connection(), done);
      if (whole && !server_measures) {
        Pipeline bookkeeping;
        finish_segment(bookkeeping, k, elapsed(started_));
        std::size_t ignored = 0;
        whole = bookkeeping.run(session_.connection(), ignored);
      }
      if (!whole) stop_here();
      check_still_inside();
    } catch (const Error& error) {
      roll_back();
      if (const auto owner = owners_.find(done); owner != owners_.end())
        fail(*owner->second, error.diagnostic());
      fail_bookkeeping(error.diagnostic());
    }
    if (work_.closes_transaction) commit();
    keep_journal_id();
    if (moves_rows(k)) state_.rows = work_.rows_after;
  }

  /// Every COMMIT is followed by a reset of the session, so that the bookkeeping runs as the user
  /// who connected: what the segments before this one did to the session is done again.
  [[nodiscard]] std::vector<const ScriptStatement*> session_statements_before(int k) const {
    std::vector<const ScriptStatement*> statements;
    for (int before = 0; before < k; ++before) {
      for (const ScriptStatement& statement : segment(before).statements) {
        if (statement.traits.session_state) statements.push_back(&statement);
      }
    }
    return statements;
  }

  /// SET TRANSACTION is refused behind the first query of a transaction, ours included.
  [[nodiscard]] bool must_be_first(const ScriptStatement& statement) const {
    const auto& tokens = statement.source.tokens;
    return tokens.size() > 2 && equal_ignoring_case(script_.source.slice(tokens[0].span), "SET") &&
           equal_ignoring_case(script_.source.slice(tokens[1].span), "TRANSACTION");
  }

  void finish_segment(Pipeline& pipeline, int k, std::optional<milliseconds> duration) {
    if (script_.may_change_role) {
      for (std::string& sql : session_.dialect().before_bookkeeping()) pipeline.add(std::move(sql));
    }
    JournalEntry entry = journal_entry(k, "done");
    if (duration) entry.duration_ms = duration->count();
    add_bookkeeping(pipeline, entry, moves_rows(k), k == first_);
    if (!work_.closes_transaction)
      add_reset(pipeline);  // the next step shares the transaction, not the settings
  }

  /// Begins the transaction, or, where an earlier step has begun the one of all, makes this step's
  /// settings in it.
  void open(Pipeline& pipeline, const TransactionOptions& options,
            const ScriptStatement* first = nullptr) {
    std::vector<std::string> begin = session_.dialect().begin(options);
    if (!work_.opens_transaction) begin.erase(begin.begin());
    for (std::size_t i = 0; i < begin.size(); ++i) {
      if (i == 1 && first != nullptr) add_statement(pipeline, *std::exchange(first, nullptr));
      pipeline.add(std::move(begin[i]));
    }
    if (first != nullptr) add_statement(pipeline, *first);
    if (!work_.opens_transaction) return;
    for (std::string& guard : session_.guards()) pipeline.add(std::move(guard));
    pipeline.add(
        {"SELECT version_num FROM " + session_.bookkeeping().version + " ORDER BY version_num", {}},
        [this](const Result& result) {
          std::vector<std::string> rows;
          for (const auto& row : result.rows) rows.push_back(row.at(0).value_or(""));
          std::ranges::sort(rows);
          moved_ = rows != state_.rows;
          return !moved_;
        });
    if (!session_.dialect().takes_turns()) return;
    pipeline.add({"SELECT coalesce(max(id), 0) FROM " + session_.bookkeeping().journal +
                      " WHERE version_table = $1",
                  {session_.bookkeeping().key}},
                 [this](const Result& result) {
                   moved_ = result.rows.at(0).at(0) != std::to_string(state_.last_journal_id);
                   return !moved_;
                 });
  }

  void add_statement(Pipeline& pipeline, const ScriptStatement& statement) {
    owners_[pipeline.size()] = &statement;
    const auto tell = [this, number = statement.number](const Result&) {
      session_.tell(StatementDone{work_.revision, number, script_.statement_count});
      return true;
    };
    pipeline.add_script(statement.sql, rows_of(statement), tell);
  }

  [[nodiscard]] std::optional<std::string_view> rows_of(const ScriptStatement& statement) const {
    if (!statement.source.is_copy_from_stdin) return std::nullopt;
    return script_.source.slice(statement.source.copy_data);
  }

  void add_verify(Pipeline& pipeline, const ScriptStatement& query) {
    owners_[pipeline.size()] = &query;
    pipeline.add({query.sql, {}}, [this, &query](const Result& result) {
      if (result.rows.empty()) return true;
      unverified_ = &query;
      unverified_rows_ = result;
      return false;
    });
  }

  void add_bookkeeping(Pipeline& pipeline, const JournalEntry& entry, bool with_rows,
                       bool with_text) {
    if (with_rows) {
      for (RowStatement& edit :
           row_statements(session_.bookkeeping(), row_edit(state_.rows, work_.rows_after))) {
        pipeline.add(std::move(edit.request), [this, wanted = edit.rows](const Result& result) {
          moved_ = result.affected != wanted;
          return !moved_;
        });
      }
    }
    if (with_text && !script_.text.empty())
      pipeline.add(text_insert(session_.bookkeeping(), script_.digest(), script_.text));
    pipeline.add(journal_insert(session_.dialect(), session_.bookkeeping(), session_.run(), entry),
                 [this](const Result& result) {
                   const std::string id = result.rows.at(0).at(0).value_or("0");
                   std::from_chars(id.data(), id.data() + id.size(), new_journal_id_);
                   return true;
                 });
  }

  [[nodiscard]] JournalEntry journal_entry(int k, std::string event) const {
    JournalEntry entry;
    entry.name = work_.revision;
    entry.direction = script_.direction;
    entry.segment = k + 1;
    entry.segments = count();
    entry.event = std::move(event);
    entry.upgrade_digest = script_.upgrade_digest;
    entry.downgrade_digest = script_.downgrade_digest;
    entry.statement_digest = segment(k).digest;
    entry.reason = work_.reason;
    if (segment(k).autocommit) entry.statement = segment(k).statements.front().number;
    return entry;
  }

  void keep_journal_id() {
    state_.last_journal_id = std::max(state_.last_journal_id, new_journal_id_);
  }

  /// A result said that the pipeline must not go on.
  [[noreturn]] void stop_here() {
    roll_back();
    if (moved_) throw StateMoved{};
    Diagnostic problem = diagnostic(
        Code::verify_failed,
        "a verify query of revision " + titled(work_.revision, work_.message) + " returned " +
            counted(static_cast<long long>(unverified_rows_.rows.size()), "row"));
    problem.place =
        script_.source.place(unverified_->source.tokens.front().span, "must return no row");
    for (std::size_t i = 0; i < std::min<std::size_t>(3, unverified_rows_.rows.size()); ++i) {
      std::string row;
      for (std::size_t c = 0; c < unverified_rows_.columns.size(); ++c) {
        row += (c == 0 ? "" : ", ") + unverified_rows_.columns[c] + " = " +
               unverified_rows_.rows[i][c].value_or("NULL");
      }
      problem.notes.push_back("row: " + row);
    }
    throw Error(std::move(problem));
  }

  /// ON CONFLICT ROLLBACK, a full disk and I/O errors end a transaction of SQLite without a word.
  void check_still_inside() {
    if (session_.connection().in_transaction()) return;
    throw Error(
        diagnostic(Code::statement_refused, "a statement ended the transaction of the revision"));
  }

  void roll_back() {
    Connection& connection = session_.connection();
    if (!connection.usable() || !connection.in_transaction()) return;
    connection.set_stop_token({});  // what was begun is undone, also when we are told to stop
    try {
      connection.query("ROLLBACK");
    } catch (const Error&) {
      // The connection is lost: the server rolls back when it notices.
    }
    connection.set_stop_token(session_.options().stop);
  }

  void add_reset(Pipeline& pipeline) {
    if (session_.dialect().takes_turns() && !script_.changes_session) return;
    for (std::string& sql :
         session_.dialect().reset_session(session_.connection(), session_.connect_options())) {
      pipeline.add(std::move(sql));
    }
  }

  void commit() {
    Pipeline pipeline;
    pipeline.add("COMMIT");
    add_reset(pipeline);
    std::size_t done = 0;
    try {
      pipeline.run(session_.connection(), done);
    } catch (const Error& error) {
      if (done >
          0) {  // with the COMMIT answered the segment is done; only the reset behind it failed
        session_.mark_dirty();
        return;
      }
      roll_back();
      Diagnostic problem = error.diagnostic();
      if (problem.code == info(Code::statement_refused).id) {
        problem.detail = problem.message + (problem.detail.empty() ? "" : "; " + problem.detail);
        problem.message =
            "the database refused the COMMIT of revision " + titled(work_.revision, work_.message);
      } else if (problem.connection_lost) {
        problem.message = "the connection was lost while revision " +
                          titled(work_.revision, work_.message) + " was committed";
      }
      throw Error(std::move(problem));
    }
  }

  [[noreturn]] void fail(const ScriptStatement& statement, const Diagnostic& from_server) {
    progress_.statement = statement.number;
    Diagnostic problem = statement_failure(session_, script_, statement,
                                           titled(work_.revision, work_.message), from_server);
    const std::string& blocker = session_.watch().last_seen();
    if (problem.code == info(Code::lock_timeout).id && !blocker.empty())
      problem.notes.push_back("in the way: " + blocker);
    throw Error(std::move(problem));
  }

  [[noreturn]] void fail_bookkeeping(Diagnostic problem) {
    if (problem.code == info(Code::lock_timeout).id) {
      const bool turns = session_.dialect().takes_turns();
      problem.code = info(turns ? Code::migration_lock_timeout : Code::lock_timeout).id;
      problem.detail = problem.message + (problem.detail.empty() ? "" : "; " + problem.detail);
      problem.message = turns ? "another process held the database's lock for " +
                                    format_duration(session_.options().lock_wait)
                              : "the version table was locked by another session";
      problem.retryable = !turns;
    }
    throw Error(bookkeeping_failure(session_, "written", std::move(problem)));
  }

  // Autocommit segments: intent, statement, done. What became of an open intent is found out before
  // anything else.

  /// True when another runner is, or was until now, at the statement: what it did must be read
  /// again.
  bool wait_for_living_runner(const OpenIntent& intent) {
    if (!begun_by_living_runner(session_, intent)) return false;
    for (auto begin = Clock::now(); elapsed(begin) < session_.options().lock_wait;) {
      pause(milliseconds(50), session_.options().stop);
      const DatabaseState now = read_state(session_);
      const bool same = now.in_progress && now.in_progress->intent &&
                        now.in_progress->intent->at_utc == intent.at_utc;
      if (!same || !begun_by_living_runner(session_, intent)) return true;
    }
    return false;  // the process is another one by now, with the same id
  }

  /// What became of a statement that was begun is found out before anything else, whatever the file
  /// says by now.
  void settle_open_intent() {
    const OpenIntent intent = *state_.in_progress->intent;
    if (wait_for_living_runner(intent)) throw StateMoved{};
    progress_.intent_open = true;
    progress_.statement = intent.statement;
    replay(first_);
    const bool applied = settle_intent(session_, script_, *state_.in_progress);
    session_.clean();
    progress_.intent_open = false;
    progress_.statement = 0;
    state_.in_progress->intent.reset();
    if (!applied) return;
    record(first_, "done", script_.direction == Direction::up);
    progress_.segments_done = ++first_;
  }

  void replay(int segments) {
    for (const ScriptStatement* statement : session_statements_before(segments)) {
      session_.connection().query(statement->sql);
    }
  }

  void run_autocommit(int k) {
    const ScriptStatement& statement = segment(k).statements.front();
    record(k, "intent", script_.direction == Direction::down);
    progress_.intent_open = true;
    progress_.statement = statement.number;
    started_ = Clock::now();
    const auto run = [&] {
      replay(k);
      for (const std::string& sql :
           session_.dialect().before_autocommit(statement.traits, transaction_options())) {
        session_.connection().query(sql);
      }
      const StatementWatch::During watched(
          session_.watch(), watched_work(k, milliseconds(0), [&] { return &statement; }));
      try {
        session_.connection().query(
            Request{.sql = statement.sql, .copy_data = rows_of(statement), .keep_rows = false});
      } catch (const Error& error) {
        fail(statement, error.diagnostic());
      }
    };
    if (statement.traits.evidence == EvidenceKind::run_again) {
      repeat_while_locked(run);
    } else {
      run();
    }
    session_.tell(StatementDone{work_.revision, statement.number, script_.statement_count});
    // What the statement did is done: that is written down also when we are told to stop now.
    session_.connection().set_stop_token({});
    if (statement.traits.if_exists_clause) {
      check_result(session_, script_, statement, titled(work_.revision, work_.message));
    }
    progress_.statement = 0;
    if (script_.changes_session) session_.clean();
    record(k, "done", script_.direction == Direction::up);
    session_.connection().set_stop_token(session_.options().stop);
  }

  void record(int k, const std::string& event, bool may_move_rows) {
    repeat_while_locked([&] {
      Pipeline pipeline;
      open(pipeline, TransactionOptions{.lock_timeout = session_.options().lock_timeout,
                                        .statement_timeout = {}});
      const bool with_rows = may_move_rows && moves_rows(k);
      if (event == "intent")
        pipeline.add(text_insert(
            session_.bookkeeping(), segment(k).digest,
            std::string(script_.source.slice(segment(k).statements.front().source.span))));
      JournalEntry entry = journal_entry(k, event);
      if (event == "done") entry.duration_ms = elapsed(started_).count();
      add_bookkeeping(pipeline, entry, with_rows, event == "intent");
      std::size_t done = 0;
      try {
        if (!pipeline.run(session_.connection(), done)) stop_here();
      } catch (const Error& error) {
        roll_back();
        fail_bookkeeping(error.diagnostic());
      }
      commit();
      keep_journal_id();
      if (with_rows) state_.rows = work_.rows_after;
    });
  }

  Session& session_;
  const StepWork& work_;
  const Script& script_;
  DatabaseState& state_;
  StepProgress& progress_;
  int first_ = 0;  ///< the segment that this run begins with
  Clock::time_point started_ = Clock::now();
  bool moved_ = false;
  long long new_journal_id_ = 0;
  std::map<std::size_t, const ScriptStatement*>
      owners_;  ///< the file's statements by their place in the pipeline
  const ScriptStatement* unverified_ = nullptr;
  Result unverified_rows_;
};

}  // namespace

void run_step(Session& session, const StepWork& work, DatabaseState& state,
              StepProgress& progress) {
  StepRunner(session, work, state, progress).run();
}

}  // namespace aludel
