#include "migrate/step_books.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "migrate/failure.hpp"
#include "migrate/segment_books.hpp"
#include "migrate/shown_row.hpp"
#include "migrate/version_rows_sql.hpp"

namespace aludel {

using std::chrono::milliseconds;

namespace {

constexpr const char* redefine_dependents =
    "define it anew in the same script, or drop it there; then run the scripts again";

}  // namespace

TransactionOptions StepBooks::transaction_options() const {
  return aludel::transaction_options(script, session.options());
}

std::vector<const ScriptStatement*> StepBooks::session_statements_before(int k) const {
  std::vector<const ScriptStatement*> statements;
  for (int before = 0; before < k; ++before) {
    for (const ScriptStatement& statement : segment(before).statements) {
      if (statement.traits.session_state) statements.push_back(&statement);
    }
  }
  return statements;
}

void StepBooks::replay(int k) {
  for (const ScriptStatement* statement : session_statements_before(k))
    session.connection().query(statement->sql);
}

void StepBooks::open(Pipeline& pipeline, const TransactionOptions& options,
                     const ScriptStatement* first_statement) {
  session.clean_if_dirty();
  std::vector<std::string> begin = session.dialect().begin(options);
  if (!work.opens_transaction) begin.erase(begin.begin());
  for (std::size_t i = 0; i < begin.size(); ++i) {
    if (i == 1 && first_statement != nullptr)
      add_statement(pipeline, *std::exchange(first_statement, nullptr));
    pipeline.add(std::move(begin[i]));
  }
  if (first_statement != nullptr) add_statement(pipeline, *first_statement);
  if (!work.opens_transaction) return;
  for (std::string& guard : session.guards()) pipeline.add(std::move(guard));
  pipeline.add(
      {"SELECT version_num FROM " + session.bookkeeping().version + " ORDER BY version_num", {}},
      [this](const Result& result) {
        std::vector<std::string> rows;
        for (const auto& row : result.rows) rows.push_back(row.at(0).value_or(""));
        std::ranges::sort(rows);
        moved_ = rows != state.rows;
        return !moved_;
      });
  if (!session.dialect().takes_turns()) return;
  pipeline.add({"SELECT coalesce(max(id), 0) FROM " + session.bookkeeping().journal +
                    " WHERE version_table = $1",
                {session.bookkeeping().key}},
               [this](const Result& result) {
                 moved_ = result.rows.at(0).at(0) != std::to_string(state.last_journal_id);
                 return !moved_;
               });
}

std::size_t StepBooks::open_checked_by_server(Pipeline& pipeline,
                                              const TransactionOptions& options) {
  session.clean_if_dirty();
  for (std::string& sql : session.dialect().begin(options)) pipeline.add(std::move(sql));
  for (std::string& guard : session.guards()) pipeline.add(std::move(guard));
  pipeline.add(session.dialect().expect_rows(session.bookkeeping(), state.rows));
  return pipeline.size() - 1;
}

void StepBooks::add_statement(Pipeline& pipeline, const ScriptStatement& statement) {
  owners_[pipeline.size()] = &statement;
  const auto tell = [this, number = statement.number](const Result&) {
    session.tell(StatementDone{work.revision, number, script.statement_count});
    return true;
  };
  pipeline.add_script(statement.sql, copy_rows(script, statement), tell, statement.rows.get());
}

void StepBooks::add_verify(Pipeline& pipeline, const ScriptStatement& query) {
  owners_[pipeline.size()] = &query;
  pipeline.add({query.sql, {}}, [this, &query](const Result& result) {
    if (result.rows.empty()) return true;
    unverified_ = &query;
    unverified_rows_ = result;
    return false;
  });
}

void StepBooks::add_rebuild(Pipeline& pipeline, const Rebuild::Piece& piece) {
  pieces_[pipeline.size()] = &piece;
  pipeline.add(piece.sql);
}

void StepBooks::add_objects_check(Pipeline& pipeline) {
  if (work.objects.empty()) return;
  pipeline.add({"PRAGMA schema_version", {}}, [this](const Result& result) {
    moved_ = result.rows.at(0).at(0) != work.objects;
    return !moved_;
  });
}

void StepBooks::add_foreign_key_check(Pipeline& pipeline) {
  if (!session.options().foreign_keys.value_or(false)) return;
  pipeline.add({"SELECT * FROM pragma_foreign_key_check", {}}, [this](const Result& result) {
    rows_without_parent_ = result;
    return result.rows.empty();
  });
}

JournalEntry StepBooks::journal_entry(int k, std::string event) const {
  JournalEntry entry = segment_entry(script, work.revision, k, std::move(event));
  entry.kind = work.kind;
  entry.reason = work.reason;
  return entry;
}

void StepBooks::add_bookkeeping(Pipeline& pipeline, const JournalEntry& entry, bool with_rows,
                                bool with_text) {
  if (with_rows) {
    for (RowStatement& edit :
         row_statements(session.bookkeeping(), row_edit(state.rows, work.rows_after))) {
      pipeline.add(std::move(edit.request), [this, wanted = edit.rows](const Result& result) {
        moved_ = result.affected != wanted;
        return !moved_;
      });
    }
  }
  if (with_text && !script.text.empty())
    pipeline.add(text_insert(session.bookkeeping(), script.digest(), script.text));
  if (with_text && !script.way_back.empty())
    pipeline.add(text_insert(session.bookkeeping(), script.downgrade_digest, script.way_back));
  if (with_text && script.said && !script.said->text.empty())
    pipeline.add(text_insert(session.bookkeeping(), script.said->digest, script.said->text));
  add_journal(pipeline, entry);
  if (const auto said = said_entry(script, entry)) add_journal(pipeline, *said);
}

void StepBooks::add_journal(Pipeline& pipeline, const JournalEntry& entry) {
  pipeline.add(journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry),
               [this](const Result& result) {
                 const std::string id = result.rows.at(0).at(0).value_or("0");
                 std::from_chars(id.data(), id.data() + id.size(), new_journal_id_);
                 return true;
               });
  if (!session.dialect().takes_turns()) return;
  pipeline.add({"PRAGMA schema_version", {}}, [this](const Result& result) {
    new_objects_ = result.rows.at(0).at(0).value_or("");
    return true;
  });
}

void StepBooks::add_own_role(Pipeline& pipeline) const {
  if (!script.may_change_role) return;
  for (std::string& sql : session.dialect().before_bookkeeping()) pipeline.add(std::move(sql));
}

void StepBooks::add_reset(Pipeline& pipeline) const {
  if (session.dialect().takes_turns() && !script.changes_session) return;
  for (std::string& sql :
       session.dialect().reset_session(session.connection(), session.connect_options())) {
    pipeline.add(std::move(sql));
  }
}

void StepBooks::commit() {
  Pipeline pipeline;
  pipeline.add("COMMIT");
  add_reset(pipeline);
  std::size_t done = 0;
  try {
    pipeline.run(session.connection(), done);
  } catch (const Error& error) {
    if (done > 0) {  // with the COMMIT answered the segment is done; only the reset behind it
                     // failed
      session.mark_dirty();
      return;
    }
    session.roll_back();
    fail_commit(error.diagnostic());
  }
}

void StepBooks::fail_commit(Diagnostic problem) {
  progress.commit_in_doubt = leaves_commit_in_doubt(problem);
  if (problem.code == info(Code::statement_refused).id) {
    problem.detail = problem.message + (problem.detail.empty() ? "" : "; " + problem.detail);
    problem.message = "the database refused the COMMIT of " + title();
  } else if (problem.connection_lost) {
    problem.message = "the connection was lost while " + title() + " was committed";
  } else {
    problem.message += " while " + title() + " was committed";
  }
  throw Error(std::move(problem));
}

void StepBooks::keep(bool with_rows) {
  state.last_journal_id = std::max(state.last_journal_id, new_journal_id_);
  if (with_rows) state.rows = work.rows_after;
  progress.objects = new_objects_;
}

const ScriptStatement* StepBooks::owner(std::size_t index) const {
  const auto found = owners_.find(index);
  return found == owners_.end() ? nullptr : found->second;
}

const ScriptStatement* StepBooks::next_owner(std::size_t index) const {
  const auto found = owners_.lower_bound(index);
  return found == owners_.end() ? nullptr : found->second;
}

WatchedWork StepBooks::watched_work(int k, milliseconds lock_timeout,
                                    std::function<const ScriptStatement*()> current) const {
  WatchedWork watched;
  watched.revision = work.revision;
  watched.direction = script.direction;
  watched.segment = k + 1;
  watched.statements = script.statement_count;
  watched.lock_timeout = lock_timeout;
  watched.statement = [current] {
    const ScriptStatement* statement = current();
    return statement == nullptr ? 0 : statement->number;
  };
  watched.bytes = [this, current]() -> std::optional<long long> {
    const ScriptStatement* statement = current();
    const auto rows = statement == nullptr ? std::nullopt : copy_rows(script, *statement);
    return rows ? std::optional<long long>(rows->size()) : std::nullopt;
  };
  return watched;
}

void StepBooks::stop_here() {
  session.roll_back();
  if (moved_) throw StateMoved{};
  if (!rows_without_parent_.rows.empty()) refuse_rows_without_parent();
  Diagnostic problem =
      diagnostic(Code::verify_failed,
                 "a verify query of " + title() + " returned " +
                     counted(static_cast<long long>(unverified_rows_.rows.size()), "row"));
  problem.place =
      script.source.place(unverified_->source.tokens.front().span, "must return no row");
  for (std::size_t i = 0; i < std::min<std::size_t>(3, unverified_rows_.rows.size()); ++i)
    problem.notes.push_back("row: " + shown_row(unverified_rows_, i));
  throw Error(std::move(problem));
}

void StepBooks::refuse_rows_without_parent() const {
  const auto& rows = rows_without_parent_.rows;
  Diagnostic problem =
      diagnostic(Code::verify_failed, "behind " + title() + " " +
                                          counted(static_cast<long long>(rows.size()), "row") +
                                          " would refer to nothing");
  for (std::size_t i = 0; i < std::min<std::size_t>(3, rows.size()); ++i)
    problem.notes.push_back("row " + rows[i].at(1).value_or("?") + " of " +
                            rows[i].at(0).value_or("?") + " refers to a row of " +
                            rows[i].at(2).value_or("?") + " that is not there");
  problem.hint =
      "foreign keys are off in a transaction that makes a table anew, so that ON DELETE and ON "
      "UPDATE do nothing in it: change the rows that refer to others too, or do it in a revision "
      "of its own, without `--transaction all`; rows that referred to nothing before (`PRAGMA "
      "foreign_key_check` shows them) must be corrected first";
  throw Error(std::move(problem));
}

void StepBooks::check_dependents(const Rebuild& rebuild) {
  if (!rebuild.unfit) return;
  std::vector<Unfit> unfit;
  try {
    unfit = session.dialect().unfit(session.connection());
  } catch (const Error& error) {
    session.roll_back();
    fail_bookkeeping(error.diagnostic());
  }
  std::erase_if(unfit, [&](const Unfit& each) {
    return std::ranges::find(*rebuild.unfit, each.object, &Unfit::object) != rebuild.unfit->end();
  });
  if (unfit.empty()) return;
  session.roll_back();
  Diagnostic problem =
      diagnostic(Code::statement_refused, title() + " replaces what " + unfit.front().object +
                                              " depends on, and that does not fit it any more");
  for (const Unfit& each : unfit) {
    problem.notes.push_back("the database refused " + each.object + ": " + each.words);
    problem.notes.push_back("it is: " + each.definition);
  }
  problem.next = redefine_dependents;
  throw Error(std::move(problem));
}

void StepBooks::check_still_inside() const {
  if (session.connection().in_transaction()) return;
  throw Error(
      diagnostic(Code::statement_refused, "a statement ended the transaction of " + title()));
}

std::string StepBooks::title() const {
  return work.kind + " " + titled(work.revision, work.message);
}

std::optional<InProgress> StepBooks::progress_now() const {
  if (work.kind == revision_kind) return read_state(session).in_progress;
  return read_progress(session, work.kind, work.revision);
}

void StepBooks::fail(const ScriptStatement& statement, const Diagnostic& from_server) {
  progress.statement = statement.number;
  Diagnostic problem = statement_failure(session, script, statement, title(), from_server);
  const std::string& blocker = session.watch().last_seen();
  if (problem.code == info(Code::lock_timeout).id && !blocker.empty())
    problem.notes.push_back("in the way: " + blocker);
  throw Error(std::move(problem));
}

void StepBooks::fail_own(std::size_t index, Diagnostic problem) {
  const auto piece = pieces_.find(index);
  if (piece == pieces_.end() || problem.code != info(Code::statement_refused).id)
    fail_bookkeeping(std::move(problem));
  problem.notes.push_back("the database refused: " + problem.message +
                          (problem.sqlstate.empty() ? "" : " (SQLSTATE " + problem.sqlstate + ")"));
  problem.notes.push_back(
      "sent was: " + (piece->second->shown.empty() ? piece->second->sql : piece->second->shown));
  problem.context.clear();
  if (problem.sqlstate == "42501") {
    session.roll_back();
    explain_refusal(session, problem, piece->second->sql);
    problem.message =
        title() + " replaces " + piece->second->object + ", and lacks a right that this takes";
    problem.place.reset();
    throw Error(std::move(problem));
  }
  problem.message = title() + " replaces what " + piece->second->object +
                    " depends on, and that could not be made again as it was";
  problem.place.reset();
  problem.next = redefine_dependents;
  throw Error(std::move(problem));
}

void StepBooks::fail_bookkeeping(Diagnostic problem) {
  if (problem.code == info(Code::lock_timeout).id) {
    const bool turns = session.dialect().takes_turns();
    problem.code = info(turns ? Code::migration_lock_timeout : Code::lock_timeout).id;
    problem.detail = problem.message + (problem.detail.empty() ? "" : "; " + problem.detail);
    problem.message = turns ? "another process held the database's lock for " +
                                  format_duration(session.options().lock_wait)
                            : "the version table was locked by another session";
    problem.retryable = !turns;
  }
  throw Error(bookkeeping_failure(session, "written", std::move(problem)));
}

namespace {

std::string what_of(const Diagnostic& problem) {
  const bool labelled = problem.place && !problem.place->label.empty();
  return problem.message + (labelled ? ": " + problem.place->label : "");
}

}  // namespace

StepBooks::LockRetry::LockRetry(StepBooks& books) : books_(books) {
  ++books_.retries_;
  note_attempt();
}

bool StepBooks::LockRetry::again(const Diagnostic& problem) {
  const bool again = problem.retryable && books_.work.opens_transaction &&
                     !books_.session.dialect().takes_turns() &&
                     elapsed(begin_) < books_.session.options().lock_retry;
  if (again) books_.session.tell(Retrying{what_of(problem), ++tries_, delay_});
  return again;
}

void StepBooks::LockRetry::wait() {
  pause(delay_ + milliseconds(jitter_() % 100), books_.session.options().stop);
  delay_ = std::min(delay_ * 2, milliseconds(5000));
  note_attempt();
}

std::optional<std::string_view> copy_rows(const Script& script, const ScriptStatement& statement) {
  if (!statement.source.is_copy_from_stdin || statement.rows) return std::nullopt;
  return script.source.slice(statement.source.copy_data);
}

}  // namespace aludel
