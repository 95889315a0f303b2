#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "dialect/table_facts.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// Between two batches of a data migration: makes room for others.
///
/// - Always the directive's `pause`.
/// - While a standby is far behind or somebody waits for a lock on the table, until that is over;
///   looked at once a second, told at once and then every ten.
/// - Where one writer at a time is all there is (SQLite), those who wait only look from time to
///   time whether it is their turn: so a gap after each batch, a longer one every two seconds, and
///   half of the time for five seconds after another session has written.
class BatchThrottle {
 public:
  using Clock = std::chrono::steady_clock;

  BatchThrottle(Session& session, std::string revision, std::chrono::milliseconds pause)
      : session_(session), revision_(std::move(revision)), own_(pause) {}

  /// Before each batch; `last_batch` is the time that the last one took. @throws Error(interrupted)
  void make_room(std::chrono::microseconds last_batch);
  /// The table, by a name that no setting of the session changes. Before its rows are looked at
  /// first: our own questions would queue up behind who waits there.
  void watch_table(std::string name);
  /// Whether for a minute nobody else has written, as far as is known.
  [[nodiscard]] bool alone() const;
  /// How long it has waited for others in all.
  [[nodiscard]] std::chrono::milliseconds waited() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(waited_);
  }

 private:
  [[nodiscard]] BatchLoad look();
  /// Whether somebody else has written since the last look.
  void compare(const BatchLoad& load);
  void wait_while_loaded();
  [[nodiscard]] std::chrono::microseconds gap(std::chrono::microseconds last_batch);
  void wait(std::chrono::microseconds time);

  Session& session_;
  std::string revision_;
  std::string table_;
  std::chrono::milliseconds own_;
  std::optional<BatchLoad> seen_;   ///< by the last look
  long long own_transactions_ = 0;  ///< since then
  Clock::time_point last_look_{};
  Clock::time_point last_long_gap_ = Clock::now();
  std::optional<Clock::time_point> others_wrote_;
  Clock::duration waited_{};
  bool can_look_ = true;
  bool compared_ = false;
  bool first_ = true;
};

}  // namespace aludel
