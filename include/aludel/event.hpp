#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>

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

enum class WaitingFor { migration_lock, table_lock };

struct Waiting {
  WaitingFor what = WaitingFor::migration_lock;
  std::string holder;  ///< who holds it, in words; empty: not known
  std::chrono::milliseconds waited{};
  std::chrono::milliseconds limit{};  ///< zero: none
};

/// A transaction was rolled back because of a lock and is tried again.
struct Retrying {
  std::string reason;
  int attempt = 1;  ///< the one that comes now, from 2
  std::chrono::milliseconds delay{};
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

using Event = std::variant<StepStarted, StatementDone, SegmentDone, StepDone, Waiting, Retrying,
                           ServerNotice, Remark, Loss>;

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
