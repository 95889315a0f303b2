#pragma once

#include <functional>
#include <optional>

#include "aludel/event.hpp"
#include "dialect/dialect.hpp"
#include "migrate/blocker_times.hpp"
#include "migrate/phase_rate.hpp"

namespace aludel {

class Session;

/// What a session works on, for what is told of a statement that takes long.
struct WatchedWork {
  std::string revision;
  Direction direction = Direction::up;
  int segment = 1;                           ///< from 1
  int statements = 0;                        ///< of the section
  std::chrono::milliseconds lock_timeout{};  ///< of an attempt; zero: none
  /// The number of the statement that runs now; 0: none of the revision's.
  std::function<int()> statement;
  /// How many bytes of rows it sends (COPY FROM STDIN), which no server knows.
  std::function<std::optional<long long>()> bytes = {};
};

/// Looks at the statements of a session while it waits for them. What runs for two seconds is told
/// every second (StatementProgress); who makes it wait is told at once and then every ten
/// (Waiting); who does so for too long is ended where that is asked for (BlockerEnded). All that it
/// finds out is good to know and never worth failing for: what goes wrong here is passed over.
class StatementWatch {
 public:
  /// Watches from now on. `session` must outlive it; what it needs of it is connection, dialect,
  /// options, and for ending sessions its bookkeeping.
  explicit StatementWatch(Session& session);
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;
  ~StatementWatch();

  /// From construction to destruction the session's statements are those of `work`.
  class During {
   public:
    During(StatementWatch& watch, WatchedWork work);
    During(const During&) = delete;
    During& operator=(const During&) = delete;
    ~During();

   private:
    StatementWatch& watch_;
  };

  /// The attempt, from 1, that comes now: waits are counted over all attempts of a transaction.
  void attempt(int number);
  /// Who was in the way when it was last looked, since the first attempt; empty: nobody was seen.
  [[nodiscard]] const std::string& last_seen() const { return last_seen_; }

 private:
  using Clock = std::chrono::steady_clock;
  using milliseconds = std::chrono::milliseconds;

  void look(milliseconds waited) noexcept;
  void look_now(milliseconds waited, int statement);
  [[nodiscard]] bool is_time(milliseconds waited, int statement);
  [[nodiscard]] Look how_closely(Clock::time_point now);
  void keep_wait(const Activity& activity, milliseconds waited, Clock::time_point now);
  [[nodiscard]] bool waited_before(int statement) const;
  void tell_progress(const Activity& activity, milliseconds waited, int statement);
  void tell_waiting(const Activity& activity, Clock::time_point now);
  void end_blockers(const Activity& activity, Clock::time_point now);
  void end(Connection& watcher, const BlockerTimes::Due& due);

  Session& session_;
  std::optional<WatchedWork> work_;
  milliseconds lock_timeout_{};
  int attempt_ = 1;
  int statement_ = -1;  ///< the one that the hook was last called for; -1: none yet
  milliseconds last_waited_{};
  milliseconds next_look_{};
  std::optional<Clock::time_point> waiting_since_;  ///< for a lock, over all attempts
  int waiting_statement_ = 0;
  Clock::time_point next_told_;  ///< the next Waiting of this wait
  Clock::time_point next_full_look_;
  /// When the wait began that the first attempt ended with, where nobody looked at it.
  Clock::time_point unseen_since_;
  int waiting_behind_ = 0;
  std::string last_seen_;
  PhaseRate rate_;
  BlockerTimes blockers_;
};

}  // namespace aludel
