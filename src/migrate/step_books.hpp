#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "migrate/pipeline.hpp"
#include "migrate/statement_watch.hpp"
#include "migrate/step_runner.hpp"

namespace aludel {

/// What the segments of one step share: how a transaction begins and ends, what is written beside
/// the revision's own statements, and how a failure is told. One object a step.
///
/// A pipeline is filled by `open`, `add_statement`, `add_bookkeeping` …, then run; a result that
/// must not be stops it, and `stop_here` says why.
class StepBooks {
 public:
  using Clock = std::chrono::steady_clock;

  StepBooks(Session& its_session, const StepWork& its_work, DatabaseState& its_state,
            StepProgress& its_progress)
      : session(its_session),
        work(its_work),
        script(*its_work.script),
        state(its_state),
        progress(its_progress) {}

  Session& session;
  const StepWork& work;
  const Script& script;
  DatabaseState& state;
  StepProgress& progress;
  int first = 0;  ///< the segment that this run begins with, from 0

  [[nodiscard]] int count() const { return static_cast<int>(script.segments.size()); }
  [[nodiscard]] const Segment& segment(int k) const {
    return script.segments[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] bool is_last(int k) const { return k + 1 == count(); }
  /// The version row comes with the last segment on the way up, and goes with the first on the way
  /// down.
  [[nodiscard]] bool moves_rows(int k) const {
    return script.direction == Direction::up ? is_last(k) : k == 0;
  }
  static std::chrono::milliseconds elapsed(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  }

  /// The limits that the section, or the run, sets.
  [[nodiscard]] TransactionOptions transaction_options() const;
  /// Every COMMIT is followed by a reset of the session, so that the bookkeeping runs as the user
  /// who connected: what the segments before `k` did to the session is done again.
  [[nodiscard]] std::vector<const ScriptStatement*> session_statements_before(int k) const;
  void replay(int k);  ///< the same, outside of a transaction

  /// Begins the transaction, or, where an earlier step has begun the one of all, makes this step's
  /// settings in it. The version table's rows are looked at again, so that nobody else was there.
  /// `first_statement` is one that must stand at the transaction's beginning.
  void open(Pipeline& pipeline, const TransactionOptions& options,
            const ScriptStatement* first_statement = nullptr);
  /// The same for a transaction that is sent whole, with its COMMIT: the server itself must see
  /// what forbids it. A failure of the statement at the index that is answered is StateMoved.
  std::size_t open_checked_by_server(Pipeline& pipeline, const TransactionOptions& options);
  void add_statement(Pipeline& pipeline, const ScriptStatement& statement);
  void add_verify(Pipeline& pipeline, const ScriptStatement& query);
  void add_rebuild(Pipeline& pipeline, const Rebuild::Piece& piece);
  /// In a step's first transaction: that the objects are those that it was rendered for.
  void add_objects_check(Pipeline& pipeline);
  /// At the end, where foreign keys are enforced at other times: that no row refers to nothing.
  void add_foreign_key_check(Pipeline& pipeline);
  [[nodiscard]] JournalEntry journal_entry(int k, std::string event) const;
  /// The journal's row, with the edit of the version table's and the section's text where asked,
  /// and behind an upgrade in C++ what it said.
  void add_bookkeeping(Pipeline& pipeline, const JournalEntry& entry, bool with_rows,
                       bool with_text);
  /// What makes the bookkeeping run as the user who connected, whoever the statements acted as.
  void add_own_role(Pipeline& pipeline) const;
  void add_reset(Pipeline& pipeline) const;
  /// COMMIT, and the reset of the session behind it. @throws Error when the COMMIT was refused
  void commit();
  /// The journal's last row is ours, and with `with_rows` the version table's rows are.
  void keep(bool with_rows);

  /// The statement that stands at `index` of the pipeline that was filled last; null: none.
  [[nodiscard]] const ScriptStatement* owner(std::size_t index) const;
  /// The first one that stands at `index` or behind it; null: none.
  [[nodiscard]] const ScriptStatement* next_owner(std::size_t index) const;
  /// What is told of statements of segment `k` that take long.
  /// @param current  the file's statement that runs now; null: one of ours
  [[nodiscard]] WatchedWork watched_work(int k, std::chrono::milliseconds lock_timeout,
                                         std::function<const ScriptStatement*()> current) const;
  void forget_owners() {
    owners_.clear();
    pieces_.clear();
  }
  /// A result said that the pipeline must not go on: rolls back. @throws StateMoved or
  /// Error(verify_failed)
  [[noreturn]] void stop_here();
  /// Behind the statements of a segment with its rebuild, before its COMMIT.
  /// @throws Error(statement_refused) where it has left others unfit; rolled back then
  void check_dependents(const Rebuild& rebuild);
  [[noreturn]] void fail(const ScriptStatement& statement, const Diagnostic& from_server);
  /// Of what stands at `index` of the pipeline, which is no statement of the file.
  [[noreturn]] void fail_own(std::size_t index, Diagnostic problem);
  [[noreturn]] void fail_bookkeeping(Diagnostic problem);
  [[noreturn]] void fail_commit(Diagnostic problem);
  /// ON CONFLICT ROLLBACK, a full disk and I/O errors end a transaction of SQLite without a word.
  void check_still_inside() const;
  [[nodiscard]] std::string title() const;
  /// What the journal says of this revision, or script, by now.
  [[nodiscard]] std::optional<InProgress> progress_now() const;

  /// A lock that is not had in time rolls the whole transaction back, so all of it is tried again.
  template <typename Attempt>
  void repeat_while_locked(Attempt attempt) {
    LockRetry retry(*this);
    while (true) {
      try {
        return attempt();
      } catch (const Error& error) {
        if (!retry.again(error.diagnostic())) throw;
      }
      retry.wait();
    }
  }

  /// Whether, and after what time, an attempt that met a lock is repeated.
  class LockRetry {
   public:
    explicit LockRetry(StepBooks& books);
    LockRetry(const LockRetry&) = delete;
    LockRetry& operator=(const LockRetry&) = delete;
    ~LockRetry() { --books_.retries_; }
    /// Tells it where the answer is yes.
    [[nodiscard]] bool again(const Diagnostic& problem);
    void wait();

   private:
    /// One within another one is a part of its wait.
    void note_attempt() {
      if (books_.retries_ == 1) books_.session.watch().attempt(tries_);
    }

    StepBooks& books_;
    Clock::time_point begin_ = Clock::now();
    std::minstd_rand jitter_{static_cast<unsigned>(begin_.time_since_epoch().count())};
    std::chrono::milliseconds delay_{100};
    int tries_ = 1;
  };

 private:
  void add_journal(Pipeline& pipeline, const JournalEntry& entry);
  [[noreturn]] void refuse_rows_without_parent() const;

  int retries_ = 0;  ///< LockRetry objects that live
  bool moved_ = false;
  long long new_journal_id_ = 0;
  std::string new_objects_;
  std::map<std::size_t, const ScriptStatement*> owners_;
  std::map<std::size_t, const Rebuild::Piece*> pieces_;
  const ScriptStatement* unverified_ = nullptr;
  Result unverified_rows_;
  Result rows_without_parent_;
};

/// The rows of a COPY … FROM STDIN that stand in the text.
[[nodiscard]] std::optional<std::string_view> copy_rows(const Script& script,
                                                        const ScriptStatement& statement);

}  // namespace aludel
