#include "migrate/statement_watch.hpp"

#include <utility>

#include "base/duration.hpp"
#include "migrate/session.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds first_look{2000};
constexpr milliseconds between_looks{1000};
constexpr seconds between_full_looks{10};

std::string_view name_of(BlockerEnded::How how) {
  switch (how) {
    case BlockerEnded::How::cancelled: return "cancelled";
    case BlockerEnded::How::terminated: return "terminated";
    case BlockerEnded::How::not_permitted: return "not permitted";
  }
  return "";
}

}  // namespace

StatementWatch::StatementWatch(Session& session) : session_(session) {
  session_.connection().set_wait_hook([this](milliseconds waited) { look(waited); });
}

StatementWatch::~StatementWatch() {
  session_.connection().set_wait_hook(nullptr);
}

StatementWatch::During::During(StatementWatch& watch, WatchedWork work) : watch_(watch) {
  watch_.work_ = std::move(work);
  watch_.lock_timeout_ = watch_.work_->lock_timeout;
  watch_.statement_ = -1;
}

StatementWatch::During::~During() {
  watch_.work_.reset();
}

void StatementWatch::attempt(int number) {
  attempt_ = number;
  if (number == 2) unseen_since_ = Clock::now() - lock_timeout_;
  if (number > 1) return;
  waiting_since_.reset();
  last_seen_.clear();
}

/// That an earlier attempt failed by this statement, seen or not.
bool StatementWatch::waited_before(int statement) const {
  return waiting_since_ ? statement == waiting_statement_ : attempt_ > 1;
}

void StatementWatch::look(milliseconds waited) noexcept {
  try {
    const int statement = work_ ? work_->statement() : 0;
    if (is_time(waited, statement)) look_now(waited, statement);
  } catch (const Error&) {
    // What it does is good to know and never worth failing for.
  }
}

/// A statement that kept an earlier attempt waiting is looked at at once.
bool StatementWatch::is_time(milliseconds waited, int statement) {
  const bool is_another = waited < last_waited_ || statement != statement_;
  if (is_another) {
    next_look_ = waited_before(statement) ? milliseconds(0) : first_look;
    next_full_look_ = {};
  }
  last_waited_ = waited;
  statement_ = statement;
  if (waited < next_look_) return false;
  next_look_ = waited + between_looks;
  return true;
}

Look StatementWatch::how_closely(Clock::time_point now) {
  if (!session_.options().kill_blockers && now < next_full_look_) return Look::progress;
  if (now >= next_full_look_) next_full_look_ = now + between_full_looks;
  return Look::everything;
}

void StatementWatch::look_now(milliseconds waited, int statement) {
  const auto now = Clock::now();
  // Only who holds the migration lock has work, and may take a second session of the server.
  Connection* watcher = work_ && !session_.is_borrowed() ? session_.watcher() : nullptr;
  const Look closely = how_closely(now);
  Activity activity = session_.dialect().observe(session_.connection(), watcher, closely);
  if (closely == Look::progress && activity.waits_for_lock && !waiting_since_ && watcher != nullptr)
    activity = session_.dialect().observe(session_.connection(), watcher, Look::everything);
  if (closely == Look::everything) waiting_behind_ = activity.waiting_behind;
  keep_wait(activity, waited, now);
  if (work_) tell_progress(activity, waited, statement);
  if (!waiting_since_) return;
  if (now >= next_told_) tell_waiting(activity, now);
  if (work_ && watcher != nullptr && session_.options().kill_blockers) end_blockers(activity, now);
}

void StatementWatch::keep_wait(const Activity& activity, milliseconds waited,
                               Clock::time_point now) {
  const bool goes_on = waiting_since_ && waiting_statement_ == statement_;
  if (!activity.waits_for_lock) {
    if (goes_on) waiting_since_.reset();
  } else if (!goes_on) {
    waiting_since_ = !waiting_since_ && attempt_ > 1 ? unseen_since_ : now - waited;
    waiting_statement_ = statement_;
    next_told_ = now;
  }
}

void StatementWatch::tell_progress(const Activity& activity, milliseconds waited, int statement) {
  StatementProgress progress;
  progress.revision = work_->revision;
  progress.statement = statement;
  progress.statements = work_->statements;
  progress.elapsed = waited;
  progress.command = activity.command;
  progress.relation = activity.relation;
  progress.phase = activity.phase;
  progress.unit = activity.unit;
  progress.done = activity.done;
  progress.total = activity.total;
  if (progress.unit == "bytes" && !progress.total && work_->bytes) progress.total = work_->bytes();
  progress.waits_for_lock = activity.waits_for_lock;
  progress.waiting_behind = waiting_behind_;
  // How long older transactions will go on is nobody's to say.
  if (progress.unit != "transactions") {
    progress.remaining = rate_.remaining(progress.relation + ":" + progress.phase, progress.done,
                                         progress.total, Clock::now());
  }
  session_.tell(progress);
}

void StatementWatch::tell_waiting(const Activity& activity, Clock::time_point now) {
  const bool turns = session_.dialect().takes_turns();
  Waiting waiting;
  waiting.what = turns ? WaitingFor::file_lock : WaitingFor::table_lock;
  waiting.waited = std::chrono::duration_cast<milliseconds>(now - *waiting_since_);
  if (work_ && !turns) waiting.limit = work_->lock_timeout;
  if (turns && !session_.options().read_only) waiting.limit = session_.options().lock_wait;
  waiting.object = activity.object;
  waiting.attempt = attempt_;
  waiting.blockers = activity.blockers;
  waiting.waiting_behind = waiting_behind_;
  if (!activity.blockers.empty()) {
    waiting.holder = describe(activity.blockers.front());
    last_seen_ = waiting.holder;
  }
  session_.tell(waiting);
  next_told_ = now + between_full_looks;
}

void StatementWatch::end_blockers(const Activity& activity, Clock::time_point now) {
  for (const auto& due : blockers_.due(activity, *session_.options().kill_blockers, now)) {
    if (due.is_hidden) {
      blockers_.give_up(due.blocker.id);
      session_.tell(
          BlockerEnded{BlockerEnded::How::not_permitted, due.blocker, describe(due.blocker)});
    } else if (Connection* watcher = session_.watcher(); watcher != nullptr) {
      end(*watcher, due);
    }
  }
}

/// Together with its row in the journal, so that nobody is ended unseen. The session that works is
/// the one that waits: this one writes.
void StatementWatch::end(Connection& watcher, const BlockerTimes::Due& due) {
  BlockerEnded event{
      due.request.cancel ? BlockerEnded::How::cancelled : BlockerEnded::How::terminated,
      due.blocker, describe(due.blocker)};
  const KillBlockers& wish = *session_.options().kill_blockers;
  JournalEntry entry;
  entry.name = work_->revision;
  entry.direction = work_->direction;
  entry.segment = work_->segment;
  if (statement_ > 0) entry.statement = statement_;
  entry.event = "blocker_ended";
  entry.reason = std::string("kill-blockers after=") + std::to_string(wish.after.count()) +
                 "ms,only=" + (wish.only == KillBlockers::Only::idle ? "idle" : "any");
  entry.detail = std::string(name_of(event.how)) + ", in the way for " +
                 format_duration(due.in_the_way) + ": " + event.description;
  const OwnedRequest row =
      journal_insert(session_.dialect(), session_.bookkeeping(), session_.run(), entry);
  const std::string end = session_.dialect().end_session(due.request, watcher.server_version());
  const std::vector<Request> batch{
      {.sql = "BEGIN"}, row.request(), {.sql = end, .parameters = {due.blocker.id}}};
  bool ended = false;
  try {
    watcher.run(batch, [&](std::size_t index, const Result& result) {
      if (index == 2) ended = !result.rows.empty() && result.rows.front().at(0) == "t";
      return true;
    });
    watcher.query(ended ? "COMMIT" : "ROLLBACK");
  } catch (const Error& error) {
    if (watcher.usable() && watcher.in_transaction()) watcher.query("ROLLBACK");
    if (error.diagnostic().sqlstate != "42501") throw;
    blockers_.give_up(due.blocker.id);
    event.how = BlockerEnded::How::not_permitted;
    ended = true;
  }
  if (ended) session_.tell(event);
}

}  // namespace aludel
