#include "migrate/resume.hpp"
#include "migrate/segments.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;

/// One of the two rows around the statement, in a transaction of its own.
void record(StepBooks& books, int k, const std::string& event, bool may_move_rows,
            milliseconds duration = {}) {
  Session& session = books.session;
  books.repeat_while_locked([&] {
    Pipeline pipeline;
    books.open(pipeline, TransactionOptions{.lock_timeout = session.options().lock_timeout,
                                            .statement_timeout = {}});
    const bool with_rows = may_move_rows && books.moves_rows(k);
    if (event == "intent") {
      const Segment& segment = books.segment(k);
      const Span span = segment.statements.front().source.span;
      pipeline.add(text_insert(session.bookkeeping(), segment.digest,
                               std::string(books.script.source.slice(span))));
    }
    JournalEntry entry = books.journal_entry(k, event);
    if (event == "done") entry.duration_ms = duration.count();
    books.add_bookkeeping(pipeline, entry, with_rows, event == "intent");
    std::size_t done = 0;
    try {
      if (!pipeline.run(session.connection(), done)) books.stop_here();
    } catch (const Error& error) {
      books.session.roll_back();
      books.fail_bookkeeping(error.diagnostic());
    }
    books.commit();
    books.keep(with_rows);
  });
}

void send(StepBooks& books, int k, const ScriptStatement& statement) {
  Session& session = books.session;
  books.replay(k);
  for (const std::string& sql :
       session.dialect().before_autocommit(statement.traits, books.transaction_options())) {
    session.connection().query(sql);
  }
  const StatementWatch::During watched(
      session.watch(), books.watched_work(k, milliseconds(0), [&] { return &statement; }));
  try {
    session.connection().query(Request{
        .sql = statement.sql, .copy_data = copy_rows(books.script, statement), .keep_rows = false});
  } catch (const Error& error) {
    books.fail(statement, error.diagnostic());
  }
}

/// True when another runner is, or was until now, at the statement: what it did must be read again.
bool wait_for_living_runner(StepBooks& books, const OpenIntent& intent) {
  Session& session = books.session;
  if (!begun_by_living_runner(session, intent)) return false;
  const auto begin = StepBooks::Clock::now();
  while (StepBooks::elapsed(begin) < session.options().lock_wait) {
    pause(milliseconds(50), session.options().stop);
    const auto now = books.progress_now();
    const bool same = now && now->intent && now->intent->at_utc == intent.at_utc;
    if (!same || !begun_by_living_runner(session, intent)) return true;
  }
  return false;  // the process is another one by now, with the same id
}

}  // namespace

void run_autocommit(StepBooks& books, int k) {
  Session& session = books.session;
  const Script& script = books.script;
  const ScriptStatement& statement = books.segment(k).statements.front();
  record(books, k, "intent", script.direction == Direction::down);
  books.progress.open_intent = books.progress.statement = statement.number;
  const auto started = StepBooks::Clock::now();
  if (statement.traits.evidence == EvidenceKind::run_again) {
    books.repeat_while_locked([&] { send(books, k, statement); });
  } else {
    send(books, k, statement);
  }
  const auto duration = StepBooks::elapsed(started);
  session.tell(StatementDone{books.work.revision, statement.number, script.statement_count});
  // What the statement did is done: that is written down also when we are told to stop now.
  session.connection().set_stop_token({});
  if (statement.traits.if_exists_clause) check_result(session, script, statement, books.title());
  books.progress.statement = 0;
  if (script.changes_session) session.clean();
  record(books, k, "done", script.direction == Direction::up, duration);
  session.connection().set_stop_token(session.options().stop);
  books.progress.open_intent = 0;
}

void settle_open_intent(StepBooks& books) {
  Session& session = books.session;
  const OpenIntent intent = *books.state.in_progress->intent;
  if (wait_for_living_runner(books, intent)) throw StateMoved{};
  books.progress.open_intent = books.progress.statement = intent.statement;
  books.replay(books.first);
  const bool applied =
      settle_intent(session, books.script, *books.state.in_progress, books.work.repeatable);
  session.clean();
  books.progress.open_intent = books.progress.statement = 0;
  books.state.in_progress->intent.reset();
  if (!applied) return;
  record(books, books.first, "done", books.script.direction == Direction::up);
  books.progress.segments_done = ++books.first;
}

}  // namespace aludel
