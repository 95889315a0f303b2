#include "migrate/batch_look.hpp"

#include "base/code.hpp"
#include "migrate/segment_books.hpp"

namespace aludel {

namespace {

Diagnostic lookup_failure(const StepBooks& books, const BatchDirective& batch, Diagnostic problem) {
  const bool refused = problem.code == info(Code::statement_refused).id;
  if (!refused && problem.code != info(Code::lock_timeout).id) return problem;
  problem.message = "the rows of " + batch.table + " could not be looked up: " + problem.message;
  problem.place = books.script.source.place(batch.span);
  const std::string& blocker = books.session.watch().last_seen();
  if (!refused && !blocker.empty()) problem.notes.push_back("in the way: " + blocker);
  return problem;
}

/// SQLite's readers wait for nobody.
void look_once(StepBooks& books, int k, const std::function<void()>& look) {
  Connection& connection = books.session.connection();
  const Dialect& dialect = books.session.dialect();
  if (dialect.takes_turns()) return look();  // its settings were replayed before
  TransactionOptions options = books.transaction_options();
  options.statement_timeout.reset();
  options.lock_timeout = batch_lock_timeout(books.script, books.session.options());
  const StatementWatch::During watched(
      books.session.watch(),
      books.watched_work(k, options.lock_timeout,
                         []() -> const ScriptStatement* { return nullptr; }));
  for (const std::string& sql : dialect.begin(options)) connection.query(sql);
  for (const ScriptStatement* before : books.session_statements_before(k))
    connection.query(before->sql);
  connection.query(dialect.exact_literals());
  look();
  connection.query("ROLLBACK");  // what was set is not left behind
}

}  // namespace

void look_at_rows(StepBooks& books, int k, const std::function<void()>& look) {
  books.repeat_while_locked([&] {
    try {
      look_once(books, k, look);
    } catch (const Error& error) {
      books.session.roll_back();
      throw Error(lookup_failure(books, books.segment(k).batched->asked, error.diagnostic()));
    } catch (...) {
      books.session.roll_back();
      throw;
    }
  });
}

Result ask_about_rows(StepBooks& books, int k, const std::string& query) {
  Result result;
  look_at_rows(books, k, [&] { result = books.session.connection().query(query); });
  return result;
}

}  // namespace aludel
