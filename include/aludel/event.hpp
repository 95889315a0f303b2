#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aludel/error.hpp"

namespace aludel {

enum class Direction { up, down };

/// A revision begins to run.
struct StepStarted {
  std::string revision;
  std::string message;  ///< the first line of it
  Direction direction = Direction::up;
  std::size_t index = 0;  ///< from 1
  std::size_t total = 0;
  int segments = 1;
  int done_before = 0;  ///< segments that an earlier run has done
};

/// A statement was answered. Inside a transaction it is kept only when the step is done.
struct StatementDone {
  std::string revision;
  int statement = 0;  ///< from 1
  int statements = 0;
};

/// A segment's transaction is committed, or its autocommit statement is done.
struct SegmentDone {
  std::string revision;
  int segment = 0;  ///< from 1
  int segments = 1;
  bool autocommit = false;
  std::chrono::milliseconds duration{};
};

struct StepDone {
  std::string revision;
  std::string message;
  Direction direction = Direction::up;
  int statements = 0;
  int segments = 1;
  bool atomic = true;  ///< false: it was more than one transaction
  std::chrono::milliseconds duration{};
};

/// How far the running statement is: told every second of one that has run for two, until it is
/// answered. What the database does not tell stays empty.
struct StatementProgress {
  std::string revision;
  int statement = 0;  ///< from 1; 0: Aludel's own, the COMMIT for example
  int statements = 0;
  std::chrono::milliseconds elapsed{};
  std::string command;   ///< the server's words: "CREATE INDEX CONCURRENTLY"
  std::string relation;  ///< what it works on
  std::string phase;     ///< "building index: scanning table"
  std::string unit;      ///< of the two numbers below: "blocks", "rows", "bytes", "transactions"
  std::optional<long long> done = std::nullopt;   ///< in this phase
  std::optional<long long> total = std::nullopt;  ///< of this phase
  /// Of this phase, at the rate that was seen in it; none while there is too little to tell from.
  std::optional<std::chrono::milliseconds> remaining = std::nullopt;
  bool waits_for_lock = false;
  int waiting_behind = 0;  ///< sessions that this one makes wait
};

/// Somebody in the way of the running statement. What the user may not see stays empty.
struct Blocker {
  enum class Kind { session, autovacuum, prepared_transaction, process };
  Kind kind = Kind::session;
  std::string id;  ///< the process id; of a prepared transaction its name
  std::string application;
  std::string user;
  std::string client;                  ///< its address; empty: on the server's machine
  std::string state;                   ///< "active", "idle in transaction" …
  std::string query;                   ///< one line, shortened, `?` in place of each literal
  bool prevents_wraparound = false;    ///< of an autovacuum: it does not yield by itself
  std::vector<std::string> waits_for;  ///< the ids that it waits for itself
  std::optional<std::chrono::milliseconds> state_age = std::nullopt;
  std::optional<std::chrono::milliseconds> transaction_age = std::nullopt;

  bool operator==(const Blocker&) const = default;
};

enum class WaitingFor { migration_lock, table_lock, file_lock };

/// Told after some seconds of waiting, and then every ten.
struct Waiting {
  WaitingFor what = WaitingFor::migration_lock;
  std::string holder;                  ///< who holds it, in words; empty: not known
  std::chrono::milliseconds waited{};  ///< over all attempts
  std::chrono::milliseconds limit{};   ///< of an attempt; zero: none
  std::string object = {};             ///< "ACCESS EXCLUSIVE on prices"; empty: not known
  int attempt = 1;
  std::vector<Blocker> blockers = {};  ///< those that wait for nobody first
  int waiting_behind = 0;              ///< sessions that this one makes wait
};

/// What was done, as asked for, to a session that was in the way for too long.
struct BlockerEnded {
  enum class How { cancelled, terminated, not_permitted };
  How how = How::terminated;
  Blocker blocker;
  std::string description;  ///< of it, in words
};

/// A transaction was rolled back because of a lock and is tried again.
struct Retrying {
  std::string reason;
  int attempt = 1;  ///< the one that comes now, from 2
  std::chrono::milliseconds delay{};
};

/// How far a data migration in batches has come. Told at its begin, at its end, and in between a
/// few times a second. What it says is committed.
struct BatchProgress {
  std::string revision;
  int segment = 0;  ///< from 1
  int segments = 1;
  long long rows = 0;                  ///< passed so far, by this run and before it
  long long total = 0;                 ///< to be passed; zero: not known
  bool total_estimated = false;        ///< by the server's statistics
  long long changed = 0;               ///< that this run's statements inserted, updated or deleted
  double rows_per_second = 0;          ///< zero: not known yet
  std::chrono::milliseconds left{-1};  ///< how long the rest takes; negative: not known
  long long batches = 0;               ///< of this run
  long long batch_size = 0;            ///< rows of the last one
  std::chrono::microseconds batch_time{};
  std::chrono::milliseconds paused{};  ///< in all, for the sake of others
  bool done = false;
};

/// A data migration waits between two batches, for the sake of others.
struct BatchPaused {
  std::string revision;
  std::string reason;
  std::chrono::milliseconds waited{};
};

/// RAISE NOTICE, warnings of the server.
struct ServerNotice {
  Diagnostic notice;
};

/// Something to know, said once: what a look at half-done work has found, what another run did
/// meanwhile.
struct Remark {
  std::string text;
};

/// Data that a run is about to lose. All losses are told before the first step; the rows are
/// counted where that is quick.
struct Loss {
  std::string revision;
  Direction direction = Direction::up;
  std::string what;     ///< "table prices with 1,200 rows", "what EXECUTE runs"
  bool certain = true;  ///< false: it may be lost, what runs tells
  std::optional<long long> count = std::nullopt;  ///< rows or values; none: not known
  bool exact = false;                             ///< false: `count` is an estimate
  std::string file;
  int line = 0;

  bool operator==(const Loss&) const = default;
};

/// A statement, as the database is asked it: told only where `Options::echo` asks for it, when the
/// database begins with it. Values of variables are `{{name}}`.
struct StatementSent {
  std::string sql;
  std::vector<std::optional<std::string>> parameters = {};  ///< of $1, $2 …; none is NULL
  std::size_t copied_bytes = 0;                             ///< of the rows of a COPY
};

/// The answer to the last StatementSent.
struct StatementAnswered {
  std::chrono::microseconds duration{};
  std::optional<long long> rows = std::nullopt;  ///< given or changed; none: it is not about rows
  bool failed = false;                           ///< refused, interrupted or lost
};

using Event = std::variant<StepStarted, StatementDone, SegmentDone, StepDone, StatementProgress,
                           Waiting, BlockerEnded, Retrying, BatchProgress, BatchPaused,
                           ServerNotice, Remark, Loss, StatementSent, StatementAnswered>;

/// Where a run reports to while it goes on. Called on the thread that runs, between statements and
/// while waiting for one; must not throw and must not use the connection.
///
/// Example:
/// ```cpp
/// aludel::EventSink sink = [](const aludel::Event& event) {
///   if (const auto* done = std::get_if<aludel::StepDone>(&event))
///     std::puts(done->revision.c_str());
/// };
/// ```
using EventSink = std::function<void(const Event&)>;

}  // namespace aludel
