#include "migrate/seeds/guarded_transaction.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "migrate/seeds/seed_table.hpp"
#include "migrate/step_runner.hpp"

namespace aludel {

using std::chrono::milliseconds;

void begin_guarded(Session& session, const DatabaseState& state) {
  Connection& connection = session.connection();
  const SessionOptions& options = session.options();
  for (const std::string& sql :
       session.dialect().begin({.lock_timeout = options.lock_timeout,
                                .statement_timeout = options.statement_timeout,
                                .asynchronous_commit = true}))
    connection.query(sql);
  for (const std::string& guard : session.guards()) connection.query(guard);
  std::vector<std::string> rows;
  for (const auto& row :
       connection.query("SELECT version_num FROM " + session.bookkeeping().version).rows)
    rows.push_back(row.at(0).value_or(""));
  std::ranges::sort(rows);
  bool moved = rows != state.rows;
  if (session.dialect().takes_turns()) {  // another run may have loaded what this one is to
    const Result last =
        connection.query(Request{.sql = "SELECT coalesce(max(id), 0) FROM " +
                                        session.bookkeeping().journal + " WHERE version_table = $1",
                                 .parameters = {session.bookkeeping().key}});
    moved = moved || integer(last.rows.at(0).at(0)) != state.last_journal_id;
  }
  if (!moved) return;
  connection.query("ROLLBACK");
  throw StateMoved{};
}

namespace {

void explain(Session& session, Diagnostic& problem) {
  const bool no_right = problem.sqlstate == "42501";
  if (problem.code != info(Code::statement_refused).id || !session.connection().usable()) return;
  try {
    session.dialect().explain(session.connection(), problem);
    if (!no_right || problem.message.find("temporary") == std::string::npos) return;
    const Result who = session.connection().query(
        "SELECT quote_ident(current_database()), quote_ident(current_user)");
    problem.next = "as the owner of the database: `GRANT TEMPORARY ON DATABASE " +
                   who.rows.at(0).at(0).value_or("") + " TO " + who.rows[0].at(1).value_or("") +
                   "`: the rows of a file go through a temporary table";
  } catch (const Error&) {
    // An explanation is good to have and never worth hiding the failure for.
  }
}

}  // namespace

WithForeignKeys::WithForeignKeys(Session& session) : session_(session) {
  Connection& connection = session.connection();
  if (!session.options().foreign_keys.value_or(true)) return;
  if (enforces_foreign_keys(connection, session.dialect().sql())) return;
  connection.query("PRAGMA foreign_keys = ON");
  switched_on_ = true;
}

WithForeignKeys::~WithForeignKeys() {
  if (!switched_on_) return;
  try {
    session_.connection().query("PRAGMA foreign_keys = OFF");
  } catch (const Error&) {
    session_.mark_dirty();
  }
}

Diagnostic seed_failure(Session& session, const std::string& title, Diagnostic failure) {
  Diagnostic problem = std::move(failure);
  explain(session, problem);
  const std::string words =
      problem.message + (problem.sqlstate.empty() ? "" : " (SQLSTATE " + problem.sqlstate + ")");
  if (problem.code == info(Code::statement_refused).id) {
    problem.message = "the database refused " + title + ": " + words;
  } else if (problem.code == info(Code::lock_timeout).id) {
    problem.message = title + " did not get its lock in time: " + words;
    const std::string& blocker = session.watch().last_seen();
    if (!blocker.empty()) problem.notes.push_back("in the way: " + blocker);
  } else if (problem.code == info(Code::disk_full).id) {
    problem.message = "the disk is full: " + title + " failed";
    problem.detail = words;
  } else if (problem.code == info(Code::connection_lost).id) {
    problem.message = "the connection was lost during " + title;
  } else if (problem.code == info(Code::interrupted).id) {
    problem.message = "interrupted during " + title;
  } else if (problem.message.find(title) == std::string::npos) {
    problem.message = title + ": " + problem.message;
  }
  return problem;
}

void repeat_while_locked(Session& session, const std::function<void()>& attempt) {
  const auto begin = std::chrono::steady_clock::now();
  milliseconds delay{200};
  for (int tries = 1;; ++tries) {
    session.watch().attempt(tries);
    try {
      return attempt();
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      const auto passed = std::chrono::steady_clock::now() - begin;
      if (!problem.retryable || session.dialect().takes_turns() ||
          passed >= session.options().lock_retry)
        throw;
      session.tell(Retrying{problem.message, tries + 1, delay});
    }
    pause(delay, session.options().stop);
    delay = std::min(delay * 2, milliseconds(5000));
  }
}

}  // namespace aludel
