#include "migrate/batch_start.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "migrate/batch_look.hpp"
#include "migrate/batch_queries.hpp"
#include "migrate/failure.hpp"
#include "migrate/resume.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Where runs take turns, two of them would go through the table by turns, each finding every time
/// that the other one was there.
void wait_for_living_runner(StepBooks& books, const BatchState& found) {
  Session& session = books.session;
  if (!session.dialect().takes_turns()) return;
  if (!is_other_living_runner(session, found.backend, found.host)) return;
  const auto begin = StepBooks::Clock::now();
  const milliseconds limit = session.options().lock_wait;
  milliseconds next_told{1000};
  bool moved = false;
  while (StepBooks::elapsed(begin) < limit) {
    if (StepBooks::elapsed(begin) >= next_told) {
      next_told += seconds(10);
      session.tell(Waiting{WaitingFor::migration_lock,
                           "pid " + found.backend + ", which is at the same data migration",
                           StepBooks::elapsed(begin), limit});
    }
    pause(milliseconds(100), session.options().stop);
    const auto now = books.progress_now();
    const bool still = now && now->batch && now->batch->backend == found.backend;
    if (!still || !is_other_living_runner(session, found.backend, found.host)) throw StateMoved{};
    moved = moved || now->batch->position != found.position;
  }
  if (!moved) return;  // the process is another one by now, with the same id
  Diagnostic problem = diagnostic(Code::migration_lock_timeout,
                                  "another run is at this data migration: pid " + found.backend);
  problem.detail = "waited " + format_duration(limit) + "; it is getting on";
  throw Error(std::move(problem));
}

class Start {
 public:
  Start(StepBooks& books, int k, BatchThrottle& throttle)
      : books_(books),
        session_(books.session),
        k_(k),
        asked_(books.segment(k).batched->asked),
        throttle_(throttle) {}

  std::optional<BatchStart> run() {
    if (session_.dialect().takes_turns()) books_.replay(k_);  // until the next COMMIT
    const auto earlier = found_earlier();
    if (earlier) {
      wait_for_living_runner(books_, *earlier);
      books_.progress.batch_rows = shown_batch_rows(earlier->rows, earlier->detail);
    }
    TableFacts facts;
    look_at_rows(books_, k_, [&] {
      facts = session_.dialect().look_at_table(session_.connection(), asked_.table);
    });
    start_.key = check_batch_table(facts, asked_, books_.script.source, session_.dialect().sql());
    throttle_.watch_table(facts.name);
    const BatchQueries queries(session_.dialect(), asked_, start_.key);
    if (!start_.key.not_null && !ask(queries.null_key()).rows.empty())
      refuse_null_keys(asked_, books_.script.source);
    if (earlier && !earlier->position.empty()) {
      go_on(*earlier);
      return start_;
    }
    const Result last = ask(queries.last_key());
    if (last.rows.empty()) {
      run_on_no_rows();
      return std::nullopt;
    }
    start_.end = last.rows[0][0].value_or("");
    start_.detail.what = what_of(asked_);
    if (earlier && is_begun(*earlier)) {
      go_on(*earlier);
      return start_;
    }
    count(queries);
    record_begin(books_.moves_rows(k_) && books_.script.direction == Direction::down);
    return start_;
  }

 private:
  [[nodiscard]] std::optional<BatchState> found_earlier() const {
    const auto& progress = books_.state.in_progress;
    if (!progress || !progress->batch || progress->batch->segment != k_ + 1) return std::nullopt;
    return progress->batch;
  }

  /// Whether a begin that no row came behind says what the file and the table say now; else it is
  /// written anew, since all that it names may have been corrected.
  [[nodiscard]] bool is_begun(const BatchState& earlier) const {
    return earlier.detail.what == start_.detail.what && earlier.end == start_.end &&
           earlier.digest == books_.segment(k_).digest;
  }

  Result ask(const std::string& query) { return ask_about_rows(books_, k_, query); }

  void go_on(const BatchState& earlier) {
    const SqlDialect dialect = session_.dialect().sql();
    const bool readable =
        is_key(earlier.end, asked_.key.size(), dialect) &&
        (earlier.position.empty() || is_key(earlier.position, asked_.key.size(), dialect));
    if (!readable) {
      Diagnostic problem =
          diagnostic(Code::half_way, "the journal's rows of this data migration hold no keys: `" +
                                         earlier.end + "`, `" + earlier.position + "`");
      problem.place = books_.script.source.place(asked_.span);
      problem.next = "somebody wrote them by hand: put `position` back to what it was";
      throw Error(std::move(problem));
    }
    start_.end = earlier.end;
    start_.position = earlier.position;
    start_.rows = earlier.rows;
    start_.detail = earlier.detail;
    session_.tell(Remark{"going on behind " + books_.progress.batch_rows});
    if (earlier.digest == books_.segment(k_).digest) return reset();
    session_.tell(
        Remark{"the statement was changed since: the rows up to there were done as it "
               "read then, the others are done as it reads now"});
    record_begin(false);
  }

  void reset() {
    Pipeline pipeline;
    books_.add_reset(pipeline);
    std::size_t done = 0;
    if (session_.dialect().takes_turns()) pipeline.run(session_.connection(), done);
  }

  /// Exact where that does not take long.
  void count(const BatchQueries& queries) {
    constexpr milliseconds longest{3000};
    const std::string query = queries.count_all();
    std::optional<long long> found;
    try {
      const TimeLimit limit(session_.connection(), longest);
      found = std::atoll(ask(query).rows.at(0).at(0).value_or("0").c_str());
    } catch (const Error& error) {
      if (error.diagnostic().code != info(Code::statement_refused).id) throw;
    }
    start_.detail.estimated = !found;
    if (!found) {
      const std::string all = "SELECT" + query.substr(std::string_view("SELECT count(*)").size());
      look_at_rows(books_, k_,
                   [&] { found = session_.dialect().estimated_rows(session_.connection(), all); });
    }
    start_.detail.total = found.value_or(0);
    start_.detail.estimated = start_.detail.estimated && found.has_value();
    look_whether_dense(queries);
  }

  static bool is_quoted(std::string_view literal) { return literal.starts_with('\''); }

  /// Of PostgreSQL, whose literals are all quoted: in a column of text '10' comes before '9'.
  static bool is_integer(std::string_view type) {
    return type == "smallint" || type == "integer" || type == "bigint";
  }

  void look_whether_dense(const BatchQueries& queries) {
    if (start_.detail.estimated || asked_.key.size() != 1 || !start_.key.unique) return;
    if (!asked_.where.empty()) return;
    if (is_quoted(start_.end) && !is_integer(start_.key.types.front())) return;
    const auto last = whole_number(start_.end);
    if (!last) return;
    const auto first = whole_number(ask(queries.first_key()).rows.at(0).at(0).value_or(""));
    // Far below any overflow: no table has as many rows.
    constexpr long long bound = 1LL << 61;
    if (!first || *first < -bound || *last > bound) return;
    if (*last - *first + 1 == start_.detail.total) start_.first_of_dense = first;
  }

  /// The end is fixed, and the statement's text kept: also when it is another one than before.
  void record_begin(bool with_rows) {
    books_.repeat_while_locked([&] {
      Pipeline pipeline;
      books_.open(pipeline, options());
      const Segment& segment = books_.segment(k_);
      const Span span = segment.statements.front().source.span;
      pipeline.add(text_insert(session_.bookkeeping(), segment.digest,
                               std::string(books_.script.source.slice(span))));
      JournalEntry entry = books_.journal_entry(k_, "begin");
      entry.position = start_.end;
      entry.detail = write_batch_detail(start_.detail);
      books_.add_bookkeeping(pipeline, entry, with_rows, true);
      run_and_commit(pipeline, with_rows);
    });
    books_.progress.batch_rows = shown_batch_rows(start_.rows, start_.detail);
  }

  /// That the statement is right is seen on an empty table too.
  void run_on_no_rows() {
    books_.repeat_while_locked([&] {
      Pipeline pipeline;
      const bool by_turns = session_.dialect().takes_turns();
      books_.forget_owners();
      books_.open(pipeline, options());
      if (!by_turns) {
        for (const ScriptStatement* before : books_.session_statements_before(k_))
          books_.add_statement(pipeline, *before);
      }
      const Batched& batched = *books_.segment(k_).batched;
      ScriptStatement statement =
          with_condition(books_.segment(k_).statements.front(), batched, "(1 = 0)");
      books_.add_statement(pipeline, statement);
      books_.add_own_role(pipeline);
      JournalEntry entry = books_.journal_entry(k_, "done");
      entry.detail = write_batch_rows(0);
      entry.duration_ms = 0;
      books_.add_bookkeeping(pipeline, entry, books_.moves_rows(k_), k_ == books_.first);
      run_and_commit(pipeline, books_.moves_rows(k_));
    });
  }

  [[nodiscard]] TransactionOptions options() const {
    TransactionOptions options = books_.transaction_options();
    options.asynchronous_commit = true;
    return options;
  }

  void run_and_commit(Pipeline& pipeline, bool with_rows) {
    std::size_t done = 0;
    try {
      if (!pipeline.run(session_.connection(), done)) books_.stop_here();
    } catch (const Error& error) {
      books_.session.roll_back();
      if (const ScriptStatement* owner = books_.owner(done))
        books_.fail(*owner, error.diagnostic());
      books_.fail_bookkeeping(error.diagnostic());
    }
    books_.commit();
    books_.keep(with_rows);
  }

  StepBooks& books_;
  Session& session_;
  int k_;
  const BatchDirective& asked_;
  BatchThrottle& throttle_;
  BatchStart start_;
};

}  // namespace

std::optional<BatchStart> begin_batches(StepBooks& books, int k, BatchThrottle& throttle) {
  return Start(books, k, throttle).run();
}

Diagnostic batch_failure(StepBooks& books, const ScriptStatement& statement, const Batched& batched,
                         const KeyRange& range, long long rows, const Diagnostic& from_server) {
  books.progress.statement = statement.number;
  Diagnostic problem = statement_failure(
      books.session, books.script,
      with_condition(statement, batched, condition_on(batched.asked, batched.alias, range)),
      books.title(), from_server);
  if (problem.connection_lost || problem.code == info(Code::interrupted).id) return problem;
  const std::string condition = condition_on(batched.asked, "", range);
  const std::string shown = condition.substr(1, condition.size() - 2);
  problem.notes.push_back(rows == 1 ? "the row: " + key_of(batched.asked, range.upper)
                                    : "the batch: " + shown);
  return problem;
}

}  // namespace aludel
