#include "migrate/migration_lock.hpp"

#include <algorithm>
#include <random>

#include "base/code.hpp"
#include "base/duration.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

[[noreturn]] void give_up(milliseconds waited, const std::string& holder) {
  Diagnostic problem =
      diagnostic(Code::migration_lock_timeout,
                 "another run held the migration lock for " + format_duration(waited));
  if (!holder.empty()) problem.detail = "held by " + holder;
  problem.now = "nothing was changed by this run";
  problem.next = "wait for the other run and start again, or wait longer with `--lock-wait 30m`";
  throw Error(std::move(problem));
}

}  // namespace

MigrationLock::MigrationLock(Session& session) : session_(session) {
  const Dialect& dialect = session.dialect();
  const auto begin = Clock::now();
  const milliseconds limit = session.options().lock_wait;
  milliseconds next_report{1000};
  std::string holder;
  std::minstd_rand jitter(static_cast<unsigned>(begin.time_since_epoch().count()));
  for (milliseconds delay{20};; delay = std::min(delay * 2, milliseconds(1000))) {
    if (dialect.try_lock(session.connection(), session.bookkeeping())) return;
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    if (waited >= next_report || waited >= limit) {
      holder = dialect.lock_holder(session.connection(), session.bookkeeping()).description;
      if (waited >= limit) give_up(waited, holder);
      session.tell(Waiting{WaitingFor::migration_lock, holder, waited, limit});
      next_report = waited + milliseconds(10000);
    }
    pause(std::min(delay + milliseconds(jitter() % 50), limit - waited), session.options().stop);
  }
}

MigrationLock::~MigrationLock() {
  if (!session_.connection().usable()) return;
  try {
    session_.connection().set_stop_token({});  // an interrupted run gives the lock back too
    session_.dialect().unlock(session_.connection(), session_.bookkeeping());
  } catch (const Error&) {
    // The server gives it back when the session ends, which is now.
  }
}

BlockerWatch::BlockerWatch(Session& session, WaitingFor what, milliseconds limit)
    : session_(session), what_(what), limit_(limit), next_look_(2000) {
  session_.connection().set_wait_hook([this](milliseconds waited) { look(waited); });
}

BlockerWatch::~BlockerWatch() {
  session_.connection().set_wait_hook(nullptr);
}

void BlockerWatch::look(milliseconds waited) noexcept {
  if (waited < milliseconds(2000))
    next_look_ = milliseconds(2000);  // another statement than the one looked at before
  if (waited < next_look_) return;
  next_look_ = waited + milliseconds(10000);
  try {
    const auto found = session_.dialect().blockers(session_.watcher(), session_.run().backend,
                                                   session_.options().url);
    if (found.empty()) return;
    last_seen_ = found.front().description;
    session_.tell(Waiting{what_, last_seen_, waited, limit_});
  } catch (const Error&) {
    // Who blocks is good to know and never worth failing for.
  }
}

}  // namespace aludel
