#include "migrate/migration_lock.hpp"

#include <algorithm>
#include <random>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/host.hpp"
#include "migrate/failure.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

[[noreturn]] void give_up(milliseconds waited, const std::string& holder) {
  Diagnostic problem =
      diagnostic(Code::migration_lock_timeout,
                 waited < milliseconds(1000)
                     ? std::string("another run holds the migration lock")
                     : "another run held the migration lock for " + format_duration(waited));
  if (!holder.empty()) problem.detail = "held by " + holder;
  problem.now = "nothing was changed by this run";
  problem.next = "wait for the other run and start again, or wait longer with `--lock-wait 30m`";
  throw Error(std::move(problem));
}

std::string holder_words(const RunIdentity& run) {
  return run.who + "@" + run.host + " pid " + std::to_string(process_id()) + " run " + run.run_id;
}

}  // namespace

MigrationLock::MigrationLock(Session& session) : session_(session) {
  if (session.dialect().takes_turns()) return;
  wait_for_turn();
  if (session.lease()) heartbeat_.emplace(session);
}

MigrationLock::~MigrationLock() {
  if (session_.dialect().takes_turns()) return;
  heartbeat_.reset();
  release();
}

void MigrationLock::wait_for_turn() {
  const auto begin = Clock::now();
  const milliseconds limit = session_.options().lock_wait;
  milliseconds next_report{1000};
  std::minstd_rand jitter(static_cast<unsigned>(begin.time_since_epoch().count()));
  for (milliseconds delay{20};; delay = std::min(delay * 2, milliseconds(1000))) {
    if (take()) return;
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    if (waited >= next_report || waited >= limit) {
      const std::string holder =
          session_.dialect().lock_holder(session_.connection(), session_.bookkeeping()).description;
      if (waited >= limit) give_up(waited, holder);
      session_.tell(Waiting{WaitingFor::migration_lock, holder, waited, limit});
      next_report = waited + milliseconds(10000);
    }
    try {
      pause(std::min(delay + milliseconds(jitter() % 50), limit - waited), session_.options().stop);
    } catch (Error& stopped) {
      const std::string holder = holder_now();
      if (!holder.empty())
        stopped.diagnostic().notes.push_back("the migration lock is held by " + holder);
      throw;
    }
  }
}

/// Empty where it is not known.
std::string MigrationLock::holder_now() noexcept {
  try {
    session_.connection().set_stop_token({});
    std::string holder =
        session_.dialect().lock_holder(session_.connection(), session_.bookkeeping()).description;
    session_.connection().set_stop_token(session_.options().stop);
    return holder;
  } catch (const Error&) {
    return {};
  }
}

bool MigrationLock::take() {
  std::optional<Lease> lease;
  if (session_.is_borrowed())
    lease = Lease{.holder = holder_words(session_.run()), .time = session_.options().lease_time};
  const bool knew_leases = session_.bookkeeping().has_lease;
  try {
    if (!session_.dialect().try_lock(session_.connection(), session_.bookkeeping(),
                                     lease ? &*lease : nullptr))
      return false;
  } catch (const Error& error) {
    if (error.diagnostic().retryable) return false;
    const bool is_there = session_.bookkeeping().has_lease;
    Diagnostic problem =
        bookkeeping_failure(session_, is_there ? "written" : "made", error.diagnostic());
    if (problem.now.empty()) problem.now = "nothing was changed";
    throw Error(std::move(problem));
  }
  session_.hold(std::move(lease));
  try {
    session_.relocate();
  } catch (const Error&) {
    release();
    throw;
  }
  if (session_.lease() || knew_leases || !session_.bookkeeping().has_lease) return true;
  release();  // the table of leases came while we looked away: one may be live
  return false;
}

void MigrationLock::release() noexcept {
  if (!session_.connection().usable()) return;
  try {
    session_.connection().set_stop_token({});  // an interrupted run gives the lock back too
    const auto& lease = session_.lease();
    session_.dialect().unlock(session_.connection(), session_.bookkeeping(),
                              lease ? &*lease : nullptr);
    session_.connection().set_stop_token(session_.options().stop);
    session_.hold(std::nullopt);
  } catch (const Error&) {
    // The server gives it back when the session ends, which is now; a lease when its time is over.
  }
}

}  // namespace aludel
