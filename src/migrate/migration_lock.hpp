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
  std::string holder_now() noexcept;
  void release() noexcept;
  void wait_for_turn();

  Session& session_;
  std::optional<Heartbeat> heartbeat_;
};

}  // namespace aludel
