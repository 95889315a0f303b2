#include "migrate/segment_books.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace aludel {

TransactionOptions transaction_options(const Script& script, const SessionOptions& session) {
  TransactionOptions options;
  options.lock_timeout = script.timeouts.lock.value_or(session.lock_timeout);
  options.statement_timeout =
      script.timeouts.statement ? script.timeouts.statement : session.statement_timeout;
  return options;
}

std::chrono::milliseconds batch_lock_timeout(const Script& script, const SessionOptions& session) {
  constexpr std::chrono::milliseconds longest{1000};
  if (script.timeouts.lock) return *script.timeouts.lock;
  const bool unlimited = session.lock_timeout.count() == 0;
  return unlimited ? session.lock_timeout : std::min(session.lock_timeout, longest);
}

bool must_be_first(const Script& script, const ScriptStatement& statement) {
  const auto& tokens = statement.source.tokens;
  return tokens.size() > 2 && equal_ignoring_case(script.source.slice(tokens[0].span), "SET") &&
         equal_ignoring_case(script.source.slice(tokens[1].span), "TRANSACTION");
}

JournalEntry segment_entry(const Script& script, const std::string& name, int k,
                           std::string event) {
  const Segment& segment = script.segments[static_cast<std::size_t>(k)];
  JournalEntry entry;
  entry.name = name;
  entry.direction = script.direction;
  entry.segment = k + 1;
  entry.segments = static_cast<int>(script.segments.size());
  entry.event = std::move(event);
  entry.upgrade_digest = script.upgrade_digest;
  entry.downgrade_digest = script.downgrade_digest;
  entry.statement_digest = segment.digest;
  if (segment.autocommit || segment.batched) entry.statement = segment.statements.front().number;
  return entry;
}

std::optional<JournalEntry> said_entry(const Script& script, const JournalEntry& done) {
  if (!script.said || done.event != "done" || done.segment != done.segments) return std::nullopt;
  JournalEntry entry;
  entry.name = done.name;
  entry.direction = Direction::up;
  entry.event = "said";
  entry.upgrade_digest = script.said->digest;
  return entry;
}

}  // namespace aludel
