// One statement, batch by batch. Each batch is a transaction that holds the statement for one range
// of keys and the journal's row with the range's end: whatever ends the run, the next one goes on
// behind the last row. The end of all ranges is fixed when the segment begins.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/range_settings.hpp"
#include "migrate/batch_look.hpp"
#include "migrate/batch_pace.hpp"
#include "migrate/batch_queries.hpp"
#include "migrate/batch_start.hpp"
#include "migrate/batch_throttle.hpp"
#include "migrate/failure.hpp"
#include "migrate/segment_books.hpp"
#include "migrate/segments.hpp"

namespace aludel {

namespace {

using Clock = StepBooks::Clock;
using std::chrono::milliseconds;

// Of the target, while nobody else writes: who comes waits for one batch of this size, once. The
// larger one where nobody said how long that may be, and where a batch holds rows and not the whole
// file: each commit costs the server a pause.
constexpr double share_of_the_target = 0.8;
constexpr double share_of_the_default = 4;

class BatchRun {
 public:
  BatchRun(StepBooks& books, int k, BatchStart start, BatchThrottle& throttle,
           const std::string& update_clause)
      : books_(books),
        session_(books.session),
        k_(k),
        statement_(with_clause(books, k, update_clause)),
        batched_(with_clause(*books.segment(k).batched, statement_)),
        queries_(session_.dialect(), batched_.asked, start.key),
        range_settings_(range_settings(session_.dialect().sql())),
        end_(std::move(start.end)),
        detail_(start.detail),
        position_(std::move(start.position)),
        rows_(start.rows),
        first_of_dense_(start.first_of_dense),
        by_turns_(session_.dialect().takes_turns()),
        pace_(batched_.asked.size, batched_.asked.target,
              by_turns_ || batched_.asked.target_is_said ? share_of_the_target
                                                         : share_of_the_default),
        throttle_(throttle) {}

  void run() {
    books_.progress.statement = statement_.number;
    if (by_turns_) books_.replay(k_);  // its PRAGMAs do nothing inside a transaction
    tell_progress(false);
    if (first_of_dense_ && !by_turns_) measure_round_trip();
    next_range(pace_.size());
    // Not until the range that ended there: one that failed has become a smaller one.
    do {
      throttle_.make_room(last_time_);
      run_batch();
    } while (position_ != end_);
    books_.progress.statement = 0;
    tell_progress(true);
    session_.tell(
        StatementDone{books_.work.revision, statement_.number, books_.script.statement_count});
  }

 private:
  static ScriptStatement with_clause(const StepBooks& books, int k, const std::string& clause) {
    const ScriptStatement& statement = books.segment(k).statements.front();
    const auto& tokens = statement.source.tokens;
    const SourceText& source = books.script.source;
    const std::string_view verb = source.slice(tokens.at(0).span);
    const bool fits = !clause.empty() && equal_ignoring_case(verb, "UPDATE") &&
                      !equal_ignoring_case(source.slice(tokens.at(1).span), "OR");
    return fits ? with_insertion(statement, verb.size(), " " + clause) : statement;
  }
  static Batched with_clause(Batched batched, const ScriptStatement& statement) {
    batched.before = statement.sql.substr(0, statement.sent_offset(batched.mark.begin));
    return batched;
  }

  /// Where ranges have to end for now: a batch that failed is gone through in smaller ones first.
  [[nodiscard]] const std::string& limit() const { return suspect_.empty() ? end_ : suspect_; }

  /// The end of the next range of `size` rows: found by a query of its own.
  void next_range(long long size) {
    range_rows_ = size;
    upper_ = limit();
    if (step(position_, size, upper_, range_rows_)) return;
    const Result found =
        ask(queries_.key_after({.lower = position_, .upper = limit()}, range_rows_));
    found.rows.empty() ? count_range() : take_next(found, upper_, range_rows_);
  }

  /// Where keys have no gaps: the range of `size` rows behind `from`, up to `key` at most.
  /// @return false where it has to be looked up
  bool step(const std::string& from, long long size, std::string& key, long long& rows) const {
    if (!first_of_dense_) return false;
    const auto behind = from.empty() ? std::optional(*first_of_dense_ - 1) : whole_number(from);
    const auto furthest = whole_number(key);
    if (!behind || !furthest) return false;
    rows = std::min(size, *furthest - *behind);
    if (rows == *furthest - *behind) return true;
    const std::string quote = key.starts_with('\'') ? "'" : "";  // as the end is written
    key = quote + std::to_string(*behind + rows) + quote;
    return true;
  }

  static void take_next(const Result& found, std::string& key, long long& rows) {
    key = found.rows[0][0].value_or("");
    rows = std::atoll(found.rows[0][1].value_or("0").c_str());
  }

  /// Of the one that has fewer rows than it may.
  void count_range() {
    const Result found = ask(queries_.count(range()));
    range_rows_ = std::atoll(found.rows.at(0).at(0).value_or("0").c_str());
  }

  /// Where no range is looked up.
  void measure_round_trip() {
    const auto begin = Clock::now();
    session_.connection().query("SELECT 1");
    round_trip_ = Clock::now() - begin;
  }

  Result ask(const std::string& query) {
    Result result;
    look_at_rows(books_, k_, [&] {
      for (const std::string& sql : range_settings_.on) session_.connection().query(sql);
      const auto begin = Clock::now();
      result = session_.connection().query(query);
      round_trip_ = std::min(round_trip_, BatchPace::Duration(Clock::now() - begin));
    });
    return result;
  }

  /// Repeats the range, or a smaller one from the same key on, until it is done.
  void run_batch() {
    StepBooks::LockRetry retry(books_);
    while (true) {
      const auto refused = attempt();
      if (!refused) return;
      if (refused->retryable && !by_turns_) {
        if (!retry.again(*refused)) fail(*refused);
        retry.wait();
        if (!make_smaller()) next_range(range_rows_);
      } else if (!may_depend_on_rows(*refused) || !make_smaller()) {
        fail(*refused);
      }
    }
  }

  /// Halves the range; false where it cannot be.
  bool make_smaller() {
    if (range_rows_ <= 1) return false;
    if (suspect_.empty()) suspect_ = upper_;
    pace_.halve(range_rows_);
    pace_.hold();
    const std::string before = upper_;
    next_range(pace_.size());
    return upper_ != before;  // else all of its rows have one key
  }

  /// A timeout is, and what the data are to blame for: then the statement as such is accepted.
  bool may_depend_on_rows(const Diagnostic& refused) {
    if (refused.code != info(Code::statement_refused).id) return false;
    if (refused.sqlstate == "57014") return true;
    try {
      look_at_rows(books_, k_, [this] { session_.connection().query("EXPLAIN " + sent()); });
      return true;
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      if (problem.connection_lost || problem.code == info(Code::interrupted).id) throw;
      return false;
    }
  }

  [[nodiscard]] KeyRange range() const { return {.lower = position_, .upper = upper_}; }
  [[nodiscard]] std::string sent() const { return sql_for(batched_, range()); }

  [[nodiscard]] TransactionOptions options() const {
    TransactionOptions options = books_.transaction_options();
    options.asynchronous_commit = true;  // a crash of the server loses batch and watermark together
    options.lock_timeout = batch_lock_timeout(books_.script, session_.options());
    return options;
  }

  /// One batch. @return what the database said of the statement where it refused it; nothing of the
  /// attempt is then kept. @throws all other failures
  std::optional<Diagnostic> attempt() {
    const bool last = upper_ == end_;
    const bool whole = !last && !session_.dialect().expect_rows({}, {}).empty();
    Pipeline pipeline;
    std::optional<std::size_t> check;
    if (whole) {
      check = books_.open_checked_by_server(pipeline, options());
    } else {
      books_.open(pipeline, options());
    }
    std::map<std::size_t, const ScriptStatement*> owners;
    if (!by_turns_) {
      for (const ScriptStatement* before : books_.session_statements_before(k_)) {
        owners[pipeline.size()] = before;
        pipeline.add_script(before->sql, std::nullopt, {});
      }
    }
    long long next_rows = 0;  // 0: fewer than it may have
    const std::size_t no_index = static_cast<std::size_t>(-1);
    std::size_t looked = no_index;
    std::string next = upper_ == suspect_ ? end_ : limit();
    const auto add_next = [&] {
      if (last) return;
      if (step(upper_, pace_.size(), next, next_rows)) {
        if (by_turns_) {
          pipeline.add({"SELECT 1", {}}, [this](const Result&) {
            own_begin_ = Clock::now();
            return true;
          });
        }
        return;
      }
      if (const std::string exact = session_.dialect().exact_literals(); !exact.empty())
        pipeline.add(exact);
      for (const std::string& sql : range_settings_.on) pipeline.add(sql);
      looked = pipeline.size();
      pipeline.add({queries_.key_after({.lower = upper_, .upper = next}, pace_.size()), {}},
                   [&](const Result& result) {
                     own_begin_ = Clock::now();
                     if (!result.rows.empty()) take_next(result, next, next_rows);
                     return true;
                   });
      for (const std::string& sql : range_settings_.back) pipeline.add(sql);
    };
    if (by_turns_) add_next();
    long long changed = 0;
    const std::size_t own = pipeline.size();
    owners[own] = &statement_;
    pipeline.add_script(sent(), std::nullopt, [&](const Result& result) {
      changed = result.affected;
      own_end_ = Clock::now();
      return !by_turns_ || session_.connection().in_transaction();
    });
    if (!by_turns_) add_next();  // its settings are not the statement's
    books_.add_own_role(pipeline);
    JournalEntry entry = books_.journal_entry(k_, last ? "done" : "progress");
    entry.position = upper_;
    entry.detail = write_batch_rows(rows_ + range_rows_);
    if (last) entry.duration_ms = StepBooks::elapsed(begin_).count();
    const bool moves_rows =
        last && books_.script.direction == Direction::up && books_.moves_rows(k_);
    books_.add_bookkeeping(pipeline, entry, moves_rows, false);
    const std::size_t commit = pipeline.size();
    if (!last) {
      pipeline.add("COMMIT");
      if (!by_turns_ && books_.script.changes_session) books_.add_reset(pipeline);
    }

    const auto begin = Clock::now();
    std::size_t done = 0;
    try {
      const StatementWatch::During watched(
          session_.watch(),
          books_.watched_work(k_, options().lock_timeout, [this] { return &statement_; }));
      if (!pipeline.run(session_.connection(), done)) {
        if (done == own) books_.check_still_inside();
        books_.stop_here();
      }
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      if (!last && done > commit) {  // only the reset behind the COMMIT failed
        session_.mark_dirty();
      } else {
        books_.session.roll_back();
        if (done == own || done == looked) return problem;
        if (check && done == *check && problem.sqlstate == "22012") throw StateMoved{};
        if (const auto owner = owners.find(done); owner != owners.end())
          books_.fail(*owner->second, problem);
        if (!last && done == commit) books_.fail_commit(problem);
        books_.fail_bookkeeping(problem);
      }
    }
    if (last) books_.commit();
    books_.keep(moves_rows);
    keep(begin, changed, next, next_rows);
    return std::nullopt;
  }

  /// The batch is committed.
  void keep(Clock::time_point begin, long long changed, const std::string& next,
            long long next_rows) {
    const auto now = Clock::now();
    last_time_ = std::chrono::duration_cast<std::chrono::microseconds>(now - begin);
    pace_.alone(throttle_.alone());
    if (upper_ != end_) pace_.took(range_rows_, now - begin, fixed_part(now - begin));
    rate_.add(range_rows_, now - last_kept_);
    last_kept_ = now;
    rows_ += range_rows_;
    changed_ += changed;
    ++batches_;
    last_rows_ = range_rows_;
    position_ = upper_;
    note_progress();
    if (position_ == end_) return;
    if (position_ == suspect_) {
      suspect_.clear();
      pace_.resume();
    }
    upper_ = next;
    range_rows_ = next_rows;
    if (next_rows == 0) count_range();
    if (now - last_told_ > milliseconds(200)) tell_progress(false);
  }

  /// What a batch takes that does not depend on its rows: where statements are sent one by one it
  /// is seen, else it is the round trip.
  [[nodiscard]] BatchPace::Duration fixed_part(Clock::duration whole) const {
    return by_turns_ ? BatchPace::Duration(whole - (own_end_ - own_begin_)) : round_trip_;
  }

  void note_progress() { books_.progress.batch_rows = shown_batch_rows(rows_, detail_); }

  void tell_progress(bool done) {
    note_progress();
    last_told_ = Clock::now();
    BatchProgress event;
    event.revision = books_.work.revision;
    event.segment = k_ + 1;
    event.segments = books_.count();
    event.rows = rows_;
    // What was counted at the begin, or guessed by the server, is not what came by in the end.
    event.total = done ? rows_ : detail_.total == 0 ? 0 : std::max(detail_.total, rows_);
    event.total_estimated = !done && detail_.estimated;
    event.changed = changed_;
    event.rows_per_second = rate_.per_second();
    if (event.total > 0 && event.rows_per_second > 0)
      event.left = std::chrono::duration_cast<milliseconds>(std::chrono::duration<double>(
          static_cast<double>(event.total - rows_) / event.rows_per_second));
    event.batches = batches_;
    event.batch_size = last_rows_;
    event.batch_time = last_time_;
    event.paused = throttle_.waited();
    event.done = done;
    session_.tell(event);
  }

  [[noreturn]] void fail(const Diagnostic& refused) {
    throw Error(batch_failure(books_, statement_, batched_, range(), range_rows_, refused));
  }

  StepBooks& books_;
  Session& session_;
  int k_;
  const ScriptStatement statement_;
  const Batched batched_;
  BatchQueries queries_;
  BatchSettings range_settings_;
  std::string end_;
  BatchDetail detail_;
  std::string position_;  ///< all rows up to this key are done
  std::string upper_;     ///< the end of the range that is next
  long long range_rows_ = 0;
  std::string suspect_;  ///< the end of a range that failed as a whole; empty: none
  long long rows_ = 0;
  std::optional<long long> first_of_dense_;
  long long changed_ = 0;
  long long batches_ = 0;
  long long last_rows_ = 0;
  std::chrono::microseconds last_time_{};
  bool by_turns_;
  BatchPace pace_;
  BatchRate rate_;
  BatchThrottle& throttle_;
  BatchPace::Duration round_trip_{1000};  ///< the shortest that was seen
  Clock::time_point own_begin_;           ///< of the newest batch's statement
  Clock::time_point own_end_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_kept_ = begin_;
  Clock::time_point last_told_ = begin_;
};

}  // namespace

void run_batched(StepBooks& books, int k) {
  const BatchDirective& asked = books.segment(k).batched->asked;
  BatchThrottle throttle(books.session, books.work.revision, asked.pause);
  auto start = begin_batches(books, k, throttle);
  if (!start) return;
  Connection& connection = books.session.connection();
  const BatchSettings settings =
      books.session.dialect().batch_settings(connection, !start->first_of_dense);
  for (const std::string& sql : settings.on) connection.query(sql);
  BatchRun(books, k, std::move(*start), throttle, settings.update_clause)
      .run();  // where it fails the session is cleaned
  for (const std::string& sql : settings.back) connection.query(sql);
}

}  // namespace aludel
