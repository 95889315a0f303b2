#include "migrate/segment_books.hpp"
#include "migrate/segments.hpp"

namespace aludel {

namespace {

void add_done(StepBooks& books, Pipeline& pipeline, int k,
              std::optional<std::chrono::milliseconds> duration) {
  books.add_own_role(pipeline);
  JournalEntry entry = books.journal_entry(k, "done");
  if (duration) entry.duration_ms = duration->count();
  books.add_bookkeeping(pipeline, entry, books.moves_rows(k), k == books.first);
  // The next step shares the transaction, not the settings; SQLite's stay as long as it is open.
  if (!books.work.closes_transaction && !books.session.dialect().takes_turns())
    books.add_reset(pipeline);
}

void fill(StepBooks& books, Pipeline& pipeline, int k, const TransactionOptions& options) {
  const Segment& segment = books.segment(k);
  const auto replayed = books.session_statements_before(k);
  const bool by_turns = books.session.dialect().takes_turns();
  if (by_turns) books.replay(k);  // its PRAGMAs do nothing inside a transaction
  if (books.script.foreign_keys_off && books.work.opens_transaction)
    books.session.connection().query("PRAGMA foreign_keys = OFF");
  auto own = segment.statements.begin();
  const bool set_first = own != segment.statements.end() && must_be_first(books.script, *own);
  books.open(pipeline, options, set_first ? &*own++ : nullptr);
  if (k == books.first && books.work.opens_transaction) books.add_objects_check(pipeline);
  if (!by_turns) {
    for (const ScriptStatement* statement : replayed) books.add_statement(pipeline, *statement);
  }
  const auto rebuild = books.work.rebuilds.find(k);
  const bool rebuilds = rebuild != books.work.rebuilds.end();
  if (rebuilds) {
    for (const Rebuild::Piece& piece : rebuild->second.before) books.add_rebuild(pipeline, piece);
  }
  for (; own != segment.statements.end(); ++own) books.add_statement(pipeline, *own);
  if (rebuilds) {
    for (const Rebuild::Piece& piece : rebuild->second.after) books.add_rebuild(pipeline, piece);
  }
  if (books.is_last(k)) {
    for (const ScriptStatement& query : books.script.verify) books.add_verify(pipeline, query);
  }
  if (books.script.foreign_keys_off && books.work.closes_transaction)
    books.add_foreign_key_check(pipeline);
}

void attempt(StepBooks& books, int k) {
  TransactionOptions options = books.transaction_options();
  // The run's own last row is committed synchronously, behind all of these.
  options.asynchronous_commit = true;
  Pipeline pipeline;
  books.forget_owners();
  fill(books, pipeline, k, options);
  // Where only the client can measure, the journal row is made behind the statements.
  Connection& connection = books.session.connection();
  const bool server_measures = !books.session.dialect().journal_expressions().duration.empty();
  if (server_measures) add_done(books, pipeline, k, std::nullopt);

  std::size_t done = 0;
  // The answers to our statements before the revision's first may come together with its own.
  const StatementWatch::During watched(
      books.session.watch(),
      books.watched_work(k, options.lock_timeout, [&] { return books.next_owner(done); }));
  try {
    const auto started = StepBooks::Clock::now();
    bool whole = pipeline.run(connection, done);
    if (whole && !server_measures) {
      Pipeline bookkeeping;
      add_done(books, bookkeeping, k, StepBooks::elapsed(started));
      std::size_t ignored = 0;
      whole = bookkeeping.run(connection, ignored);
    }
    if (!whole) books.stop_here();
    books.check_still_inside();
  } catch (const Error& error) {
    books.session.roll_back();
    if (const ScriptStatement* owner = books.owner(done)) books.fail(*owner, error.diagnostic());
    books.fail_own(done, error.diagnostic());
  }
  const auto rebuild = books.work.rebuilds.find(k);
  if (rebuild != books.work.rebuilds.end()) books.check_dependents(rebuild->second);
  if (books.work.closes_transaction) books.commit();
  books.keep(books.moves_rows(k));
}

}  // namespace

void run_transaction(StepBooks& books, int k) {
  books.repeat_while_locked([&] { attempt(books, k); });
}

}  // namespace aludel
