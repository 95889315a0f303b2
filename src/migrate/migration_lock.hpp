#pragma once

#include "migrate/heartbeat.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// The migration lock of a session, held from construction to destruction: by the session itself,
/// or by a lease where a pooler lends it. Where the dialect's transactions are the lock it does
/// nothing. Waits up to the session's `lock_wait`, and tells who holds the lock after one second
/// and then every ten. Finds the bookkeeping tables again once the lock is held.
/// @throws Error(migration_lock_timeout) naming the holder; (interrupted)
class MigrationLock {
 public:
  explicit MigrationLock(Session& session);
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;
  ~MigrationLock();

 private:
  bool take();
  void release() noexcept;
  void wait_for_turn();

  Session& session_;
  std::optional<Heartbeat> heartbeat_;
};

/// While a statement of `session` waits for a lock, tells who is in the way: after two seconds and
/// then every ten. Works from construction to destruction.
class BlockerWatch {
 public:
  BlockerWatch(Session& session, WaitingFor what, std::chrono::milliseconds limit);
  BlockerWatch(const BlockerWatch&) = delete;
  BlockerWatch& operator=(const BlockerWatch&) = delete;
  ~BlockerWatch();

  /// Who was in the way when it was last looked; empty: nobody was seen.
  [[nodiscard]] const std::string& last_seen() const { return last_seen_; }

 private:
  void look(std::chrono::milliseconds waited) noexcept;

  Session& session_;
  WaitingFor what_;
  std::chrono::milliseconds limit_;
  std::chrono::milliseconds next_look_;
  std::string last_seen_;
};

}  // namespace aludel
