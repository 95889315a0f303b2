#pragma once

#include <functional>
#include <string>

#include "migrate/session.hpp"
#include "migrate/state.hpp"

namespace aludel {

/// A transaction that changes data on behalf of a run: begun with its guards, and sure that the
/// version table (and where runs take turns, the journal) holds what the run knows.
/// @throws StateMoved
void begin_guarded(Session& session, const DatabaseState& state);

/// SQLite looks at foreign keys only where it is told to: between construction and destruction,
/// outside of a transaction, it does, unless the settings say `foreign_keys = false`.
class WithForeignKeys {
 public:
  explicit WithForeignKeys(Session& session);
  WithForeignKeys(const WithForeignKeys&) = delete;
  WithForeignKeys& operator=(const WithForeignKeys&) = delete;
  ~WithForeignKeys();

 private:
  Session& session_;
  bool switched_on_ = false;
};

/// What the database said of a statement of ours, told as one of what was done with `title`: which
/// right is missing, who was in the way. Outside of a transaction.
[[nodiscard]] Diagnostic seed_failure(Session& session, const std::string& title,
                                      Diagnostic failure);

/// Repeats `attempt`, which leaves no transaction open, while a lock is not had, as long as the
/// session's `lock_retry` allows.
void repeat_while_locked(Session& session, const std::function<void()>& attempt);

}  // namespace aludel
